// Url: an http(s) URL, checked, with its user and password set aside: they go into a request, never into a
// text.
#pragma once

#include <slipway/base/result.hpp>

#include <string>

namespace slipway::net {

struct Url {
    std::string text;    // normalised, without user, password and fragment
    std::string origin;  // "https://example.org:443": what credentials and connections belong to
    std::string user;
    std::string password;
    bool encrypted = false;

    bool has_credentials() const noexcept { return !user.empty() || !password.empty(); }
};

// unsupported: not an http or https URL. Spaces are taken as %20: makefiles have them.
Result<Url> parse_url(const std::string& text);

// Where a Location header leads from here. User and password go along only within their origin.
// unsupported: neither http nor https, or from https to http.
Result<Url> follow_redirect(const Url& from, const std::string& location);

}  // namespace slipway::net

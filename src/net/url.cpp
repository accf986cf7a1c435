#include "url.hpp"

#include "slipway/net/transport.hpp"

#include <slipway/base/handle.hpp>

#include <curl/curl.h>

#include <fmt/core.h>

#include <cstddef>
#include <string_view>
#include <utility>

namespace slipway::net {

namespace {

using UrlParts = Handle<CURLU, curl_url_cleanup>;

constexpr auto* only_http = "give an http:// or https:// URL: slipway downloads over no other protocol";

std::string part(const UrlParts& parts, CURLUPart which, unsigned flags = 0) {
    Handle<char, curl_free> text;
    if (curl_url_get(parts.get(), which, out(text), flags) != CURLUE_OK) {
        return {};
    }
    return text.get();
}

// Unknown schemes are let in, so that we and not the library word the refusal.
CURLUcode set_url(const UrlParts& parts, const std::string& text) {
    return curl_url_set(parts.get(), CURLUPART_URL, text.c_str(),
                        CURLU_NON_SUPPORT_SCHEME | CURLU_ALLOW_SPACE | CURLU_URLENCODE);
}

Url take_apart(const UrlParts& parts) {
    Url url;
    url.user = part(parts, CURLUPART_USER, CURLU_URLDECODE);
    url.password = part(parts, CURLUPART_PASSWORD, CURLU_URLDECODE);
    const auto scheme = part(parts, CURLUPART_SCHEME);
    url.encrypted = scheme == "https";
    url.origin = fmt::format("{}://{}:{}", scheme, part(parts, CURLUPART_HOST),
                             part(parts, CURLUPART_PORT, CURLU_DEFAULT_PORT));
    for (const auto secret : {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_OPTIONS, CURLUPART_FRAGMENT}) {
        curl_url_set(parts.get(), secret, nullptr, 0);
    }
    url.text = part(parts, CURLUPART_URL);
    return url;
}

bool is_http(const UrlParts& parts) {
    const auto scheme = part(parts, CURLUPART_SCHEME);
    return scheme == "http" || scheme == "https";
}

}  // namespace

Result<Url> parse_url(const std::string& text) {
    const UrlParts parts(curl_url());
    const auto code = text.find('\0') == std::string::npos ? set_url(parts, text) : CURLUE_MALFORMED_INPUT;
    if (code == CURLUE_OK && is_http(parts)) {
        return take_apart(parts);
    }
    if (code == CURLUE_OK || code == CURLUE_BAD_SCHEME) {
        return Error(ErrorKind::unsupported,
                     fmt::format("'{}' is not an http or https URL", display_url(text)))
            .with_help(only_http);
    }
    return Error(ErrorKind::unsupported,
                 fmt::format("'{}' is not a URL: {}", display_url(text), curl_url_strerror(code)))
        .with_help("check how it is written; special characters are written as %XX");
}

Result<Url> follow_redirect(const Url& from, const std::string& location) {
    const UrlParts parts(curl_url());
    constexpr std::size_t enough_to_show = 200;
    const auto refuse = [&](std::string_view why) {
        return Error(ErrorKind::unsupported,
                     fmt::format("{} redirects to '{}', {}", display_url(from.text),
                                 display_url(location.substr(0, enough_to_show)), why))
            .with_help("give the URL where the file really is");
    };
    if (set_url(parts, from.text) != CURLUE_OK || set_url(parts, location) != CURLUE_OK) {
        return refuse("which is not a URL");
    }
    if (!is_http(parts)) {
        return refuse("which is neither http nor https");
    }
    auto to = take_apart(parts);
    if (from.encrypted && !to.encrypted) {
        return refuse("which would give up encryption");
    }
    if (to.origin == from.origin && !to.has_credentials()) {
        to.user = from.user;
        to.password = from.password;
    }
    return to;
}

}  // namespace slipway::net

// Address: where a repository is, as a makefile's URL says it.
#pragma once

#include <slipway/base/result.hpp>

#include <cstdint>
#include <string>

namespace slipway::git {

struct Address {
    enum class Protocol : std::uint8_t { http, git, ssh, local };

    Protocol protocol{};
    std::string url;      // for libgit2, credentials and all
    std::string path;     // local only: the directory, absolute
    std::string key;      // what the mirror is named after: the URL, or the absolute path
    std::string display;  // what messages show: no user, no password, no query

    // ErrorKind::unsupported for what is none of git's protocols, and for helpers ("ext::sh -c ...").
    static Result<Address> parse(const std::string& text);

    // The URL, or the directory, as others may read it: without a password, and where nobody needs it (http)
    // without a user.
    std::string without_credentials() const;

    // `message` with the URL in it, if it is there, as it may be shown.
    std::string censored(std::string message) const;
};

}  // namespace slipway::git

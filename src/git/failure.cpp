#include "failure.hpp"

#include "socket_stream.hpp"

#include <git2.h>

#include <fmt/core.h>

#include <charconv>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

namespace slipway::git {

namespace {

struct Said {
    std::string text;
    int about = GIT_ERROR_NONE;  // libgit2's class of error
};

Said last_words() {
    const auto* error = git_error_last();
    if (error == nullptr || error->message == nullptr) {
        return {"libgit2 does not say why"};
    }
    return {error->message, error->klass};
}

ErrorKind kind_of(int code, int about) {
    switch (code) {
        case GIT_ENOTFOUND: return ErrorKind::not_found;
        case GIT_EEXISTS:
        case GIT_EAMBIGUOUS: return ErrorKind::conflict;
        case GIT_EAUTH:
        case GIT_ECERTIFICATE: return ErrorKind::denied;
        case GIT_EUSER: return ErrorKind::cancelled;
        default: break;
    }
    switch (about) {
        case GIT_ERROR_ODB:
        case GIT_ERROR_OBJECT:
        case GIT_ERROR_TREE:
        case GIT_ERROR_ZLIB:
        case GIT_ERROR_INDEXER:
        case GIT_ERROR_SHA1: return ErrorKind::corrupt;
        case GIT_ERROR_INVALID: return ErrorKind::unsupported;
        default: return ErrorKind::io;
    }
}

// The status in libgit2's "unexpected http status code: 404", which it gives nowhere else.
int http_status(std::string_view text) {
    constexpr std::string_view before = "http status code: ";
    const auto at = text.find(before);
    int status = 0;
    if (at != std::string_view::npos) {
        const auto digits = text.substr(at + before.size());
        std::from_chars(digits.data(), digits.data() + digits.size(), status);
    }
    return status;
}

Error nothing_there(const Address& address) {
    return Error(ErrorKind::not_found, fmt::format("there is no git repository at {}", address.display))
        .with_help(address.protocol == Address::Protocol::local
                       ? "check the path"
                       : "check the URL; some servers say the same of a private repository");
}

Error needs_credentials(const Address& address) {
    const auto* const help =
        address.protocol == Address::Protocol::ssh
            ? "load a key into the ssh agent, and let the host be in ~/.ssh/known_hosts"
            : "nobody is asked for a password here: use a URL that needs none, or has one in it";
    return Error(ErrorKind::denied, fmt::format("{} wants to know who asks", address.display))
        .with_help(help);
}

Error local_error(const Address& address, ErrorKind kind, std::string_view text) {
    std::error_code ignored;
    if (!std::filesystem::exists(address.path, ignored)) {
        return {ErrorKind::not_found, fmt::format("there is no directory {}", address.display)};
    }
    if (text.starts_with("could not find repository")) {
        return nothing_there(address);
    }
    auto message = fmt::format("cannot read the git repository {}: {}", address.display, text);
    if (text.starts_with("unsupported extension")) {
        return Error(ErrorKind::unsupported, std::move(message))
            .with_help("repositories of git's newer formats (SHA-256, reftable) cannot be read yet");
    }
    if (kind == ErrorKind::not_found
        || kind == ErrorKind::corrupt) {  // it is there, and something in it is not
        return Error(ErrorKind::corrupt, std::move(message))
            .with_help(
                "look at it with `git fsck`; a shallow clone is made whole by `git fetch --unshallow`");
    }
    return {kind, std::move(message)};
}

}  // namespace

Error last_error(int code, std::string_view what) {
    const auto said = last_words();
    return {kind_of(code, said.about), fmt::format("cannot {}: {}", what, said.text)};
}

Error remote_error(int code, const Address& address) {
    const auto said = last_words();
    const auto text = address.censored(said.text);
    const auto kind = kind_of(code, said.about);
    if (address.protocol == Address::Protocol::local) {
        return local_error(address, kind, text);
    }
    if (text == no_answer) {
        return Error(ErrorKind::timed_out, fmt::format("{}: {}", address.display, text))
            .with_help("try again later, or use another mirror of the repository");
    }
    const auto status = http_status(text);
    if (status == 404 || status == 410) {
        return nothing_there(address);
    }
    if (code == GIT_EAUTH || status == 401) {
        return needs_credentials(address);
    }
    if (status == 403) {
        return {ErrorKind::denied, fmt::format("{} is closed to us: {}", address.display, text)};
    }
    if (text.starts_with("remote error: ")) {  // what the program at the other end says, and will say again
        return {ErrorKind::denied, fmt::format("{} answers: {}", address.display, text.substr(14))};
    }
    if (text.starts_with("invalid content-type")) {
        return Error(ErrorKind::unsupported,
                     fmt::format("{} does not answer as a git server: {}", address.display, text))
            .with_help(
                "the plain files of a repository (\"dumb\" http) cannot be fetched: the server has to run "
                "git");
    }
    auto error = Error(kind, fmt::format("cannot fetch from {}: {}", address.display, text));
    return kind == ErrorKind::io ? std::move(error).with_help("check the URL, the network and the proxy")
                                 : error;
}

}  // namespace slipway::git

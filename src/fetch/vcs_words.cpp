#include "slipway/fetch/vcs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>

namespace slipway::fetch {

namespace {

using System = plan::FetchVcs::System;

constexpr std::array<std::string_view, 5> svn_schemes = {"svn", "svn+ssh", "http", "https", "file"};
constexpr std::array<std::string_view, 4> hg_schemes = {"http", "https", "ssh", "file"};
constexpr std::array<std::string_view, 6> bzr_schemes = {"bzr", "bzr+ssh", "sftp", "http", "https", "file"};

std::span<const std::string_view> schemes_of(System system) {
    switch (system) {
        case System::svn: return svn_schemes;
        case System::hg: return hg_schemes;
        case System::bzr: break;
    }
    return bzr_schemes;
}

std::string_view name_of(System system) {
    switch (system) {
        case System::svn: return "Subversion";
        case System::hg: return "Mercurial";
        case System::bzr: break;
    }
    return "Bazaar";
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word_character(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c); }

bool consists_of(std::string_view text, std::string_view others) {
    return std::ranges::all_of(
        text, [&](char c) { return is_word_character(c) || others.find(c) != std::string_view::npos; });
}

Error refused(System system, std::string_view what, std::string_view text, std::string help) {
    return Error(ErrorKind::unsupported, fmt::format("'{:.200}' is no {} of {}", text, what, name_of(system)))
        .with_help(std::move(help));
}

// Neither a user nor a host begins like an option of ssh, to which both are handed on.
bool is_plain_authority(std::string_view authority) {
    const auto at = authority.rfind('@');
    const auto host = at == std::string_view::npos ? authority : authority.substr(at + 1);
    const auto begins_well = [](std::string_view text) {
        return !text.empty()
               && (is_word_character(text.front()) || text.front() == '[' || text.front() == '_');
    };
    return begins_well(authority) && begins_well(host) && consists_of(host, "-._:[]")
           && consists_of(authority, "-._~%!$&'()*+,;=:@[]");
}

bool is_launchpad(System system, std::string_view url) {
    return system == System::bzr && url.starts_with("lp:") && url.size() > 3 && url[3] != '-'
           && consists_of(url.substr(3), "~+./_-");
}

bool is_number_of_bzr(std::string_view text) {
    const auto digits = text.substr(text.starts_with('-') ? 1 : 0);
    return !digits.empty() && is_digit(digits.front()) && is_digit(digits.back())
           && digits.find("..") == std::string_view::npos
           && std::ranges::all_of(digits, [](char c) { return is_digit(c) || c == '.'; });
}

bool is_revision_of_svn(std::string_view text) {
    if (text.size() > 2 && text.front() == '{' && text.back() == '}') {
        return consists_of(text.substr(1, text.size() - 2), "-:.+ ");
    }
    const auto number = text.substr(text.starts_with('r') ? 1 : 0);
    return text == "HEAD" || (!number.empty() && number.size() < 10 && std::ranges::all_of(number, is_digit));
}

bool is_revision_of_bzr(std::string_view text) {
    constexpr std::array<std::string_view, 5> kinds = {"tag:", "revid:", "revno:", "last:", "date:"};
    if (is_number_of_bzr(text)) {
        return true;
    }
    const auto* const kind =
        std::ranges::find_if(kinds, [&](std::string_view prefix) { return text.starts_with(prefix); });
    if (kind == kinds.end() && text.find("..") != std::string_view::npos) {
        return false;  // a range
    }
    const auto rest = kind == kinds.end() ? text : text.substr(kind->size());
    return !rest.empty() && rest.front() != '-'
           && consists_of(rest, kind == kinds.end() ? "._~+-" : "._~+-@:,");
}

}  // namespace

Result<void> check_vcs_url(System system, std::string_view url) {
    const auto known = schemes_of(system);
    const auto help = fmt::format("write {}://", fmt::join(known, "://, "));
    const bool printable =
        std::ranges::none_of(url, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    if (is_launchpad(system, url)) {
        return {};
    }
    const auto end = url.find("://");
    if (!printable || end == std::string_view::npos
        || std::ranges::find(known, url.substr(0, end)) == known.end()) {
        const auto shown =
            end == std::string_view::npos ? url.substr(0, url.find_first_of("@?")) : url.substr(0, end + 3);
        return refused(system, "address", shown, help);
    }
    const auto rest = url.substr(end + 3);
    const auto authority = rest.substr(0, rest.find('/'));
    const bool plain =
        url.starts_with("file:") ? authority.empty() && rest.size() > 1 : is_plain_authority(authority);
    return plain ? Result<void>()
                 : refused(system, "address", url.substr(0, end + 3),
                           "write the name of a host and a path after it");
}

Result<void> check_vcs_revision(System system, std::string_view revision) {
    if (revision.empty()) {
        return {};
    }
    if (revision.size() > 500) {
        return refused(system, "revision", revision, "write a shorter one");
    }
    switch (system) {
        case System::svn:
            return is_revision_of_svn(revision)
                       ? Result<void>()
                       : refused(system, "revision", revision, "write a number, HEAD or {2013-05-01}");
        case System::hg:
            return revision.front() != '-' && consists_of(revision, "._~+-/@ ")
                       ? Result<void>()
                       : refused(system, "revision", revision, "write an id, a tag, a bookmark or a branch");
        case System::bzr: break;
    }
    return is_revision_of_bzr(revision) ? Result<void>()
                                        : refused(system, "revision", revision,
                                                  "write a number, tag:NAME, revid:ID, last:N or date:DATE");
}

}  // namespace slipway::fetch

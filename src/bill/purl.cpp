#include "purl.hpp"

#include <slipway/base/chars.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <map>

namespace slipway::bill {

namespace {

using lock::Entry;
using lock::Source;

// As package URLs are escaped; a colon never is, and a slash only where it would part something.
std::string escaped(std::string_view text, std::string_view allowed) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        out += plain || allowed.find(c) != std::string_view::npos ? std::string(1, c)
                                                                  : fmt::format("%{:02X}", byte);
    }
    return out;
}

std::string part(std::string_view text) { return escaped(text, "-._~:"); }
std::string value(std::string_view text) { return escaped(text, "-._~:/"); }

using Qualifiers = std::map<std::string, std::string>;  // sorted, as they have to be

// `place`: type, namespace and name, escaped.
std::string purl(std::string_view place, std::string_view version, const Qualifiers& qualifiers = {}) {
    auto out = fmt::format("pkg:{}", place);
    if (!version.empty()) {
        out += '@' + part(version);
    }
    char before = '?';
    for (const auto& [name, text] : qualifiers) {
        if (!text.empty()) {
            out += fmt::format("{}{}={}", before, name, value(text));
            before = '&';
        }
    }
    return out;
}

bool is_address(std::string_view url) { return url.find("://") != std::string_view::npos; }

// "github.com" of "https://user@github.com:443/a/b".
std::string host_of(std::string_view url) {
    const auto scheme = url.find("://");
    auto rest = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
    rest = rest.substr(0, rest.find('/'));
    rest = rest.substr(rest.rfind('@') + 1);
    return lower(std::string(rest.substr(0, rest.find(':'))));
}

// "owner/name" of a repository at a forge, "git@github.com:owner/name.git" included; empty if it is none.
std::string repository_at(std::string_view url) {
    const auto host = url.find(host_of(url));
    auto rest = url.substr(std::min(url.size(), host + host_of(url).size()));
    if (const auto port = rest.find('/'); is_address(url) && port != std::string_view::npos) {
        rest = rest.substr(port);
    }
    while (rest.starts_with('/') || rest.starts_with(':')) {
        rest.remove_prefix(1);
    }
    const auto slash = rest.find('/');
    if (slash == std::string_view::npos) {
        return {};
    }
    const auto owner = rest.substr(0, slash);
    auto name = rest.substr(slash + 1);
    name = name.substr(0, name.find('/'));
    if (name.ends_with(".git")) {
        name.remove_suffix(4);
    }
    return owner.empty() || name.empty() ? std::string()
                                         : lower(fmt::format("{}/{}", part(owner), part(name)));
}

// The type that a forge's repositories have; empty for all others.
std::string_view forge_of(std::string_view url) {
    const auto host = host_of(url);
    return host == "github.com" ? "github" : host == "bitbucket.org" ? "bitbucket" : "";
}

// "1.2.0" of "https://github.com/owner/name/archive/refs/tags/1.2.0.tar.gz": what an archive is of that the
// forge makes of a repository. Empty for what somebody uploaded there.
std::string archived_ref(std::string_view url) {
    constexpr std::string_view mark = "/archive/";
    const auto at = url.find(mark);
    if (at == std::string_view::npos || forge_of(url) != "github") {
        return {};
    }
    auto ref = url.substr(at + mark.size());
    for (const std::string_view before : {"refs/tags/", "refs/heads/"}) {
        ref.remove_prefix(ref.starts_with(before) ? before.size() : 0);
    }
    for (const std::string_view ending : {".tar.gz", ".zip", ".tgz"}) {
        if (ref.ends_with(ending)) {
            return std::string(ref.substr(0, ref.size() - ending.size()));
        }
    }
    return {};
}

bool is_core_of_drupal(const Entry& entry) {
    return entry.type == "core" && entry.name == "drupal" && is_of_drupal_org(entry)
           && entry.version.find('.') != std::string::npos;
}

int major_of(std::string_view core) {
    int major = 0;
    for (const char c : core.substr(0, std::min<std::size_t>(core.find('.'), 3))) {
        major = c >= '0' && c <= '9' ? major * 10 + (c - '0') : major;
    }
    return major;
}

Qualifiers of_file(const Source& source) {
    Qualifiers out;
    out["download_url"] = is_address(source.url) ? source.url : "";
    out["checksum"] = source.content ? "sha256:" + source.content->sha256.hex() : "";
    return out;
}

std::string purl_of_release(const Entry& entry, std::string_view core) {
    if (is_core_of_drupal(entry)) {
        return purl("composer/drupal/core", entry.version);
    }
    const bool is_composers = major_of(core) >= 8 && is_of_drupal_org(entry) && entry.type != "core";
    if (is_composers) {
        return purl("composer/drupal/" + part(lower(entry.name)), composer_version(entry.version),
                    {{"repository_url", "https://packages.drupal.org/8"}});
    }
    const auto* const owner = is_of_drupal_org(entry) ? "drupal/" : "";
    return purl(fmt::format("generic/{}{}", owner, part(entry.name)), entry.version, of_file(entry.source));
}

std::string purl_of_repository(const Entry& entry, std::string_view system) {
    const auto& source = entry.source;
    if (const auto forge = forge_of(source.url); system == "git" && !forge.empty()) {
        if (const auto repository = repository_at(source.url); !repository.empty()) {
            return purl(fmt::format("{}/{}", forge, repository), source.commit);
        }
    }
    const auto url = is_address(source.url) ? fmt::format("{}+{}@{}", system, source.url, source.commit) : "";
    return purl("generic/" + part(entry.name), entry.version.empty() ? source.commit : entry.version,
                {{"vcs_url", url}});
}

std::string purl_of_file(const Entry& entry) {
    const auto ref = archived_ref(entry.source.url);
    if (const auto repository = repository_at(entry.source.url); !ref.empty() && !repository.empty()) {
        return purl("github/" + repository, ref);
    }
    return purl("generic/" + part(entry.name), entry.version, of_file(entry.source));
}

}  // namespace

bool is_of_drupal_org(const Entry& entry) {
    const auto host = host_of(entry.source.url);
    return entry.source.kind == Source::Kind::release
           && (host == "drupal.org" || host.ends_with(".drupal.org"));
}

std::string purl_of(const Entry& entry, std::string_view core) {
    switch (entry.source.kind) {
        case Source::Kind::release: return purl_of_release(entry, core);
        case Source::Kind::file: return purl_of_file(entry);
        case Source::Kind::git: return purl_of_repository(entry, "git");
        case Source::Kind::svn: return purl_of_repository(entry, "svn");
        case Source::Kind::hg: return purl_of_repository(entry, "hg");
        case Source::Kind::bzr: return purl_of_repository(entry, "bzr");
        case Source::Kind::copy: break;
    }
    return purl("generic/" + part(entry.name), entry.version);
}

std::string purl_of_composer(std::string_view name, std::string_view version) {
    return purl("composer/" + lower(escaped(name, "-._~:/")), version);
}

std::string cpe_of(const Entry& entry) {
    if (!is_core_of_drupal(entry) || entry.version.ends_with("-dev")) {
        return {};
    }
    const auto dash = entry.version.find('-');
    const auto release = entry.version.substr(0, dash);
    const auto update = dash == std::string::npos ? std::string("*") : entry.version.substr(dash + 1);
    return fmt::format("cpe:2.3:a:drupal:drupal:{}:{}:*:*:*:*:*:*", release, update);
}

std::string composer_version(std::string_view version) {
    constexpr std::string_view mark = ".x-";
    const auto dot = version.find(mark);
    if (dot == std::string_view::npos || version.substr(dot) == ".x-dev") {
        return std::string(version);
    }
    const auto own = version.substr(dot + mark.size());
    const auto dash = std::min(own.find('-'), own.size());
    const bool is_branch = own.substr(0, dash).ends_with(".x");
    return fmt::format("{}{}{}", own.substr(0, dash), is_branch ? "" : ".0", own.substr(dash));
}

}  // namespace slipway::bill

// What of a platform has a release history, and where.

#include "slipway/build/assessment.hpp"
#include "source.hpp"

#include <slipway/build/makefile_source.hpp>
#include <slipway/resolve/checkout_version.hpp>
#include <slipway/resolve/info_lines.hpp>
#include <slipway/resolve/release_history.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace slipway::build {

namespace {

using lock::Source;

std::string_view kind_of(Source::Kind kind) {
    switch (kind) {
        case Source::Kind::release: return "a release";
        case Source::Kind::file: return "from a URL of its own";
        case Source::Kind::git: return "from git";
        case Source::Kind::svn: return "from svn";
        case Source::Kind::hg: return "from hg";
        case Source::Kind::bzr: return "from bzr";
        case Source::Kind::copy: break;
    }
    return "copied from a directory";
}

std::string_view kind_of(std::string_view download) {
    constexpr std::array<std::string_view, 4> systems{"git", "svn", "hg", "bzr"};
    constexpr std::array<std::string_view, 4> words{"from git", "from svn", "from hg", "from bzr"};
    const auto found = static_cast<std::size_t>(std::ranges::find(systems, download) - systems.begin());
    return found < words.size() ? words.at(found)
           : download == "copy" ? "copied from a directory"
                                : "from a URL of its own";
}

// The core for which a release was made is in its version, or else the platform's.
std::string core_of(const std::string& version, const std::string& core) {
    constexpr std::string_view mark = ".x-";
    const auto dot = version.find(mark);
    const auto after = dot == std::string::npos ? dot : dot + mark.size();
    const bool names_core = after < version.size() && version[after] >= '0' && version[after] <= '9';
    return names_core ? version.substr(0, after - 1) : core;
}

// When a snapshot was packed, by the .info files that packaging wrote into.
std::optional<std::int64_t> date_in(const cache::Store& store, const lock::Entry& entry) {
    const auto is_core = entry.type == "core";
    const std::array<std::string, 3> files =
        is_core
            ? std::array<std::string, 3>{"modules/system/system.info", "core/modules/system/system.info.yml",
                                         fmt::format("profiles/{0}/{0}.info", entry.name)}
            : std::array<std::string, 3>{fmt::format("{}.info", entry.name),
                                         fmt::format("{}.info.yml", entry.name), ""};
    for (const auto& file : files) {
        const auto text = file.empty() ? Result<std::string>(Error(ErrorKind::not_found, ""))
                                       : read_in_tree(store, entry.source.tree, file);
        if (const auto date = text ? resolve::datestamp_of(*text) : std::nullopt) {
            return date;
        }
    }
    return std::nullopt;
}

void ask_feed(Subject& subject, std::string_view location, std::string core) {
    subject.in_use.core = std::move(core);
    subject.in_use.version = subject.version;
    subject.in_use.is_core = subject.type == "core";
    subject.feed = resolve::history_url(location, subject.name, subject.in_use.core);
}

// Where its release history was, as far as that can be said on any host.
std::string_view feed_of(const lock::Entry& entry) {
    const std::string_view feed = entry.source.feed;
    return feed.find("://") == std::string_view::npos ? resolve::default_location : feed;
}

}  // namespace

std::vector<Subject> subjects_of(const lock::Lock& lock,
                                 const cache::Store& store,
                                 std::string_view location) {
    std::vector<Subject> out;
    for (const auto& entry : lock.entries) {
        const bool is_library = entry.group == lock::Entry::Group::libraries;
        auto& subject = out.emplace_back(
            Subject{.group = is_library ? makefile::Group::libraries : makefile::Group::projects,
                    .name = entry.name,
                    .type = entry.type,
                    .version = entry.version,
                    .path = entry.path,
                    .asked_by = entry.asked_by});
        if (entry.source.kind != Source::Kind::release) {
            subject.without_feed = kind_of(entry.source.kind);
            continue;
        }
        ask_feed(subject, !location.empty() ? location : feed_of(entry), core_of(entry.version, lock.core));
        subject.in_use.md5 = entry.source.md5;
        if (resolve::is_development_version(entry.version)) {
            subject.in_use.date = date_in(store, entry);
        }
    }
    return out;
}

std::vector<Subject> subjects_of(const Resolution& resolution) {
    std::vector<Subject> out;
    for (const auto& entry : resolution.entries) {
        auto& subject = out.emplace_back(
            Subject{.group = entry.group, .name = entry.name, .type = entry.type, .version = entry.version});
        if (entry.is_release) {
            ask_feed(subject, entry.location, core_of(entry.version, resolution.makefile.core));
            continue;
        }
        const auto& asked = entry.is_library() ? resolution.makefile.libraries : resolution.makefile.projects;
        const auto found = std::ranges::find(asked, entry.key, &makefile::Project::key);
        subject.without_feed =
            kind_of(found == asked.end() ? std::string_view() : std::string_view(source_type_of(*found)));
    }
    return out;
}

}  // namespace slipway::build

#include "known_names.hpp"

#include "nearest.hpp"

#include <slipway/diag/slugs.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

namespace slipway::makefile {

namespace {

using Names = std::span<const std::string_view>;

// `slipway` is where extensions of ours live; Drush ignores it.
constexpr std::string_view top_level[] = {"core",         "api",       "projects",     "libraries",
                                          "includes",     "overrides", "defaults",     "options",
                                          "translations", "format",    "core_release", "slipway"};

constexpr std::string_view of_project[] = {
    "type",         "version",   "subdir",   "directory_name", "contrib_destination",
    "destination",  "location",  "download", "patch",          "md5",
    "translations", "l10n_path", "l10n_url", "overwrite",      "do_recursion",
    "variant",      "options",   "lock",     "core",           "name"};

constexpr std::string_view of_download[] = {
    "type",         "url",          "wc_url",        "filename",     "subtree",  "md5",       "sha1",
    "sha256",       "sha512",       "refspec",       "tag",          "revision", "branch",    "submodule",
    "working-copy", "full_version", "download_link", "request_type", "data",     "post_data", "file_type",
    "interactive",  "force",        "username",      "password",     "module",   "root",      "date"};

constexpr std::string_view of_patch[] = {"url", "md5", "sha1", "sha256", "sha512"};

constexpr std::string_view only_of_download[] = {"url",      "filename", "subtree",  "sha1",
                                                 "sha256",   "sha512",   "refspec",  "tag",
                                                 "revision", "branch",   "submodule"};

constexpr std::string_view only_of_project[] = {
    "version",     "subdir", "directory_name", "contrib_destination",
    "destination", "patch",  "overwrite",      "do_recursion"};

// What one kind of map may hold, and what is often written there but belongs elsewhere.
struct Vocabulary {
    std::string_view slug;
    std::string_view owner;
    Names known;
    Names misplaced = {};
    std::string_view right_place = {};
};

void check(const Map& map, const Vocabulary& vocabulary, Reporter& reporter) {
    for (const auto& entry : map.entries()) {
        const auto& name = entry.key.text;
        const bool misread = name.find('\n') != std::string::npos;  // said where its line was read
        if (misread || std::ranges::find(vocabulary.known, name) != vocabulary.known.end()) {
            continue;
        }
        Diagnostic unknown{.slug = vocabulary.slug,
                           .span = entry.key.span,
                           .message = fmt::format("{} no attribute '{}'", vocabulary.owner, name),
                           .notes = {},
                           .help = {}};
        if (std::ranges::find(vocabulary.misplaced, name) != vocabulary.misplaced.end()) {
            unknown.help = vocabulary.right_place;
        } else if (const auto meant = nearest(name, vocabulary.known)) {
            unknown.help = fmt::format("there is one called '{}'", *meant);
        }
        reporter.warning(std::move(unknown));
    }
}

// Keys that only exist because a line was misread, which has been said.
bool is_misread(std::string_view key) {
    return key.starts_with('#') || key.starts_with("\xEF\xBB\xBF") || is_index(key)
           || key.find_first_of("\r\n") != std::string_view::npos || key.starts_with("<<<<<<<")
           || key.starts_with(">>>>>>>");
}

}  // namespace

void check_top_level(const Map& root, Reporter& reporter) {
    Map readable;
    for (const auto& entry : root.entries()) {
        if (!is_misread(entry.key.text)) {
            readable.set(entry.key, Value(Kind::null_constant, "", entry.value.span()));
        }
    }
    check(readable, {.slug = slug::unknown_key, .owner = "a makefile has", .known = top_level}, reporter);
}

void check_project_attributes(Group group, const Map& attributes, Reporter& reporter) {
    check(attributes,
          {.slug = slug::unknown_attribute,
           .owner = group == Group::libraries ? "a library has" : "a project has",
           .known = of_project,
           .misplaced = only_of_download,
           .right_place = "it is an attribute of the download: write it after [download]"},
          reporter);
}

void check_download_attributes(const Map& download, Reporter& reporter) {
    check(download,
          {.slug = slug::unknown_attribute,
           .owner = "a download has",
           .known = of_download,
           .misplaced = only_of_project,
           .right_place = "it is an attribute of the project: write it without [download]"},
          reporter);
}

void check_patch_attributes(const Map& patch, Reporter& reporter) {
    check(patch, {.slug = slug::unknown_attribute, .owner = "a patch has", .known = of_patch}, reporter);
}

}  // namespace slipway::makefile

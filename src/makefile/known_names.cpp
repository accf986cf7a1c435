#include "known_names.hpp"

#include "nearest.hpp"

#include <slipway/diag/slugs.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <span>
#include <string_view>

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

void check(const Map& map, Names known, std::string_view slug, std::string_view owner, Reporter& reporter) {
    for (const auto& entry : map.entries()) {
        if (std::ranges::find(known, entry.key.text) != known.end()) {
            continue;
        }
        Diagnostic unknown{.slug = slug,
                           .span = entry.key.span,
                           .message = fmt::format("{} no attribute '{}'", owner, entry.key.text),
                           .notes = {},
                           .help = {}};
        if (const auto meant = nearest(entry.key.text, known)) {
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
    check(readable, top_level, slug::unknown_key, "a makefile has", reporter);
}

void check_project_attributes(const Map& project, Reporter& reporter) {
    check(project, of_project, slug::unknown_attribute, "a project has", reporter);
}

void check_library_attributes(const Map& library, Reporter& reporter) {
    check(library, of_project, slug::unknown_attribute, "a library has", reporter);
}

void check_download_attributes(const Map& download, Reporter& reporter) {
    check(download, of_download, slug::unknown_attribute, "a download has", reporter);
}

void check_patch_attributes(const Map& patch, Reporter& reporter) {
    check(patch, of_patch, slug::unknown_attribute, "a patch has", reporter);
}

}  // namespace slipway::makefile

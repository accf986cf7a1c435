// The names that mean something to Drush, by where they stand in a makefile. Tables and what follows from
// them; what is said about other names is a matter of makefile and ini.
#pragma once

#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

namespace slipway::document {

// `slipway` is where extensions of ours live; Drush ignores it.
inline constexpr std::string_view top_level_names[] = {
    "core",     "api",     "projects",     "libraries", "includes",     "overrides",
    "defaults", "options", "translations", "format",    "core_release", "slipway"};

inline constexpr std::string_view project_attributes[] = {
    "type",         "version",   "subdir",   "directory_name", "contrib_destination",
    "destination",  "location",  "download", "patch",          "md5",
    "translations", "l10n_path", "l10n_url", "overwrite",      "do_recursion",
    "variant",      "options",   "lock",     "core",           "name"};

inline constexpr std::string_view download_attributes[] = {
    "type",         "url",          "wc_url",        "filename",     "subtree",  "md5",       "sha1",
    "sha256",       "sha512",       "refspec",       "tag",          "revision", "branch",    "submodule",
    "working-copy", "full_version", "download_link", "request_type", "data",     "post_data", "file_type",
    "interactive",  "force",        "username",      "password",     "module",   "root",      "date"};

inline constexpr std::string_view patch_attributes[] = {"url", "md5", "sha1", "sha256", "sha512"};

// What is often written there but belongs elsewhere: into the download, or out of it.
inline constexpr std::string_view misplaced_in_project[] = {"url",      "filename", "subtree",  "sha1",
                                                            "sha256",   "sha512",   "refspec",  "tag",
                                                            "revision", "branch",   "submodule"};

inline constexpr std::string_view misplaced_in_download[] = {
    "version",     "subdir", "directory_name", "contrib_destination",
    "destination", "patch",  "overwrite",      "do_recursion"};

// What nothing but a git download has.
inline constexpr std::string_view git_attributes[] = {"refspec", "tag", "revision", "branch", "submodule"};

using Names = std::span<const std::string_view>;

inline bool contains(Names names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

// Whether the parts of a key, as they would be written, name something that Drush reads. Loose: an attribute
// at a place where it does not belong counts, and so does a top-level key with a typing mistake.
bool is_known_path(const std::vector<std::string_view>& parts);

// Whether a project, library, download or patch can have an attribute of this name.
bool is_attribute_name(std::string_view name);

// Whether a project or library itself can have one.
bool is_project_attribute(std::string_view name);

}  // namespace slipway::document

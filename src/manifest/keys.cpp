#include "keys.hpp"

#include "core_requirement.hpp"
#include "fields.hpp"

#include <slipway/diag/slugs.hpp>
#include <slipway/makefile/nearest.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace slipway::manifest {

namespace {

using makefile::Text;

// Of Drupal itself, of its packaging, of Profiler, and of modules that profiles were written for.
constexpr std::string_view of_info[] = {"name",
                                        "description",
                                        "core",
                                        "version",
                                        "php",
                                        "type",
                                        "dependencies",
                                        "distribution_name",
                                        "exclusive",
                                        "hidden",
                                        "required",
                                        "explanation",
                                        "files",
                                        "stylesheets",
                                        "scripts",
                                        "package",
                                        "configure",
                                        "project",
                                        "datestamp",
                                        "mtime",
                                        "features",
                                        "regions",
                                        "engine",
                                        "screenshot",
                                        "settings",
                                        "themes",
                                        "install",
                                        "core_version_requirement",
                                        "project status url",
                                        "interface translation project",
                                        "interface translation server pattern",
                                        "base",
                                        "base profile",
                                        "theme",
                                        "variables",
                                        "users",
                                        "nodes",
                                        "terms",
                                        "input-formats",
                                        "libraries",
                                        "task",
                                        "tasks",
                                        "profiles",
                                        "php_memory_limit"};

constexpr std::string_view of_info_yml[] = {"name",
                                            "description",
                                            "type",
                                            "core",
                                            "core_version_requirement",
                                            "core_incompatible",
                                            "version",
                                            "php",
                                            "dependencies",
                                            "install",
                                            "themes",
                                            "distribution",
                                            "hidden",
                                            "exclusive",
                                            "required",
                                            "explanation",
                                            "package",
                                            "project",
                                            "datestamp",
                                            "configure",
                                            "libraries",
                                            "features",
                                            "lifecycle",
                                            "lifecycle_link",
                                            "keep_english",
                                            "test_dependencies",
                                            "mtime",
                                            "base profile",
                                            "base theme",
                                            "exclude",
                                            "excluded_dependencies",
                                            "excluded_themes",
                                            "config_devel",
                                            "development",
                                            "environment",
                                            "project status url",
                                            "interface translation project",
                                            "interface translation server pattern"};

// Keys that only exist because a line was misread, which has been said.
bool is_misread(std::string_view key) {
    return key.empty() || key.starts_with('#') || key.starts_with('\'') || key.starts_with('"')
           || key.starts_with("\xEF\xBB\xBF") || makefile::is_index(key)
           || key.find('\n') != std::string_view::npos;
}

void report_missing(FileId file,
                    std::string_view key,
                    std::string_view consequence,
                    makefile::Reporter& reporter) {
    reporter.warning({.slug = slug::incomplete_manifest,
                      .span = SourceSpan{.file = file, .begin = 0, .end = 0},
                      .message = fmt::format("the manifest has no '{}': {}", key, consequence),
                      .notes = {},
                      .help = {}});
}

bool is_number(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// "7.x"
bool is_core(std::string_view text) {
    return text.ends_with(".x") && is_number(text.substr(0, text.size() - 2));
}

// "5.3", "7.4.0-rc1": it begins with a number, and holds nothing but what version_compare() gives a meaning.
bool is_php_version(std::string_view text) {
    constexpr std::string_view signs = ".-+_";
    return !text.empty() && is_number(text.substr(0, 1)) && std::ranges::all_of(text, [&](char c) {
        return is_machine_name({&c, 1}) || signs.find(c) != std::string_view::npos;
    });
}

void check_php(FileId file, const std::optional<Text>& php, makefile::Reporter& reporter) {
    if (!php || php->span.file != file || is_php_version(php->text)) {
        return;
    }
    reporter.warning(
        {.slug = slug::malformed_php_version,
         .span = php->span,
         .message = fmt::format("'{}' is no version of PHP, so any version will do", shown(php->text)),
         .notes = {},
         .help = "write the lowest version that will do: 7.4"});
}

void report_exclusive(const Manifest& manifest, makefile::Reporter& reporter) {
    if (!manifest.exclusive) {
        return;
    }
    reporter.warning({.slug = slug::ignored_exclusive,
                      .span = manifest.data.find_entry("exclusive")->key.span,
                      .message = "since Drupal 8 nobody reads 'exclusive'",
                      .notes = {},
                      .help = "a profile that has a 'distribution' with a 'name' is chosen by itself"});
}

// Core's own profiles, and those of tests, get their core requirement from Drupal.
bool belongs_to_core(const Manifest& manifest) {
    const auto* const package = manifest.data.find("package");
    return (manifest.version && manifest.version->text == "VERSION")
           || (package != nullptr && (package->written() == "Core" || package->written() == "Testing"));
}

}  // namespace

void check_known_keys(FileId file, const Manifest& manifest, makefile::Reporter& reporter) {
    const bool is_yml = manifest.kind == ManifestKind::info_yml;
    const auto known =
        is_yml ? std::span<const std::string_view>(of_info_yml) : std::span<const std::string_view>(of_info);
    for (const auto& entry : manifest.data.entries()) {
        const auto& key = entry.key.text;
        if (entry.key.span.file != file || is_misread(key) || std::ranges::find(known, key) != known.end()) {
            continue;
        }
        std::string help;
        if (is_yml && key == "distribution_name") {
            help = "since Drupal 8 it is 'name' below 'distribution'";
        } else if (const auto meant = makefile::nearest(key, known)) {
            help = fmt::format("there is one called '{}'", *meant);
        } else {
            continue;
        }
        reporter.warning({.slug = slug::unknown_manifest_key,
                          .span = entry.key.span,
                          .message = fmt::format("a profile has no key '{}'", shown(key)),
                          .notes = {},
                          .help = std::move(help)});
    }
}

void check_info(FileId file, const Manifest& manifest, makefile::Reporter& reporter) {
    if (!manifest.name) {
        report_missing(file, "name", "the installer shows the profile without one", reporter);
    }
    if (!manifest.core) {
        report_missing(file, "core", "write for which Drupal it is, as in core = 7.x", reporter);
    } else if (!is_core(manifest.core->text) && manifest.core->span.file == file) {
        reporter.warning(
            {.slug = slug::malformed_core,
             .span = manifest.core->span,
             .message = fmt::format("'{}' is no version of Drupal's interfaces", shown(manifest.core->text)),
             .notes = {},
             .help = "write 7.x or 6.x"});
    }
    check_php(file, manifest.php, reporter);
}

void check_info_yml(FileId file, const Manifest& manifest, makefile::Reporter& reporter) {
    if (!manifest.name) {
        report_missing(file, "name", "Drupal refuses to read it", reporter);
    }
    if (!manifest.type) {
        report_missing(file, "type", "Drupal does not find the profile; write type: profile", reporter);
    } else if (manifest.type->text != "profile") {
        reporter.warning({.slug = slug::wrong_shape,
                          .span = manifest.type->span,
                          .message = fmt::format("this is no profile but a '{}'", shown(manifest.type->text)),
                          .notes = {},
                          .help = "write type: profile"});
    }
    if (!manifest.core && !manifest.core_version_requirement && !belongs_to_core(manifest)) {
        report_missing(file, "core_version_requirement", "Drupal 8.8 and later refuse to read it", reporter);
    }
    check_core(manifest, reporter);
    check_php(file, manifest.php, reporter);
    report_exclusive(manifest, reporter);
}

}  // namespace slipway::manifest

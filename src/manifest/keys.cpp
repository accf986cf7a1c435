#include "keys.hpp"

#include "core_requirement.hpp"
#include "fields.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/document/nearest.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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
           || key.starts_with("\xEF\xBB\xBF") || document::is_index(key)
           || key.find('\n') != std::string_view::npos;
}

// A key that is missing, and what comes of it.
struct Missing {
    std::string_view key;
    std::string_view consequence;
};

void report_missing(FileId file, const std::vector<Missing>& missing, document::Reporter& reporter) {
    if (missing.empty()) {
        return;
    }
    std::string keys;
    std::string consequences;
    for (const auto& [key, consequence] : missing) {
        keys += fmt::format("{}'{}'", keys.empty() ? "" : " and no ", key);
        consequences += fmt::format("{}{}", consequences.empty() ? "" : "; ", consequence);
    }
    reporter.warning({.slug = slug::incomplete_manifest,
                      .span = SourceSpan{.file = file, .begin = 0, .end = 0},
                      .message = fmt::format("the manifest has no {}", keys),
                      .notes = {},
                      .help = std::move(consequences)});
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

void check_php(const std::optional<Text>& php, document::Reporter& reporter) {
    if (!php || is_php_version(php->text)) {
        return;
    }
    reporter.warning(
        {.slug = slug::malformed_php_version,
         .span = php->span,
         .message = fmt::format("'{}' is no version of PHP, so any version will do", shown(php->text)),
         .notes = {},
         .help = "write the lowest version that will do: 7.4"});
}

void report_exclusive(const Manifest& manifest, document::Reporter& reporter) {
    if (!manifest.exclusive) {
        return;
    }
    reporter.warning({.slug = slug::ignored_exclusive,
                      .span = manifest.data.find_entry("exclusive")->key.span,
                      .message = "since Drupal 8 nobody reads 'exclusive'",
                      .notes = {},
                      .help = manifest.distribution && !manifest.distribution->name.text.empty()
                                  ? "remove the line: the 'distribution' chooses the profile"
                                  : "a profile that has a 'distribution' with a 'name' is chosen by itself"});
}

// Core's own profiles, and those of tests, get their core requirement from Drupal.
bool belongs_to_core(const Manifest& manifest) {
    const auto is = [&](std::string_view key, std::string_view text) {
        const auto* const value = manifest.data.find(key);
        return value != nullptr && value->written() == text;
    };
    return is("version", "VERSION") || is("project", "drupal") || is("package", "Core")
           || is("package", "Testing");
}

}  // namespace

void check_known_keys(const Manifest& manifest, document::Reporter& reporter) {
    const bool is_yml = manifest.kind == ManifestKind::info_yml;
    const auto known =
        is_yml ? std::span<const std::string_view>(of_info_yml) : std::span<const std::string_view>(of_info);
    for (const auto& entry : manifest.data.entries()) {
        const auto key = entry.key.text.view();
        if (is_misread(key) || std::ranges::find(known, key) != known.end()) {
            continue;
        }
        std::string help;
        if (is_yml && key == "distribution_name") {
            help = "since Drupal 8 it is 'name' below 'distribution'";
        } else if (const auto meant = document::nearest(key, known)) {
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

void check_info(FileId file, const Manifest& manifest, document::Reporter& reporter) {
    std::vector<Missing> missing;
    if (!manifest.name) {
        missing.push_back({"name", "the installer shows a profile by its name"});
    }
    if (!manifest.core) {
        missing.push_back({"core", "say for which Drupal it is: core = 7.x"});
    } else if (!is_core(manifest.core->text)) {
        reporter.warning(
            {.slug = slug::malformed_core,
             .span = manifest.core->span,
             .message = fmt::format("'{}' is no version of Drupal's interfaces", shown(manifest.core->text)),
             .notes = {},
             .help = "write 7.x or 6.x"});
    } else if (!is_one_of<'5', '6', '7'>(manifest.core->text.front()) && !belongs_to_core(manifest)) {
        reporter.loss({.slug = slug::core_conflict,
                       .span = manifest.core->span,
                       .message = "since Drupal 8 nobody reads .info files",
                       .notes = {},
                       .help = fmt::format("write {}.info.yml", manifest.profile)});
    }
    report_missing(file, missing, reporter);
    check_php(manifest.php, reporter);
}

void check_info_yml(FileId file, const Manifest& manifest, document::Reporter& reporter) {
    std::vector<Missing> missing;
    if (!manifest.name) {
        missing.push_back({"name", "Drupal refuses to read it without"});
    }
    if (!manifest.type) {
        missing.push_back({"type", "Drupal finds a profile by type: profile"});
    } else if (manifest.type->text != "profile") {
        reporter.warning({.slug = slug::wrong_shape,
                          .span = manifest.type->span,
                          .message = fmt::format("this is no profile but a '{}'", shown(manifest.type->text)),
                          .notes = {},
                          .help = "write type: profile"});
    }
    if (!manifest.core && !manifest.core_version_requirement && !belongs_to_core(manifest)) {
        missing.push_back(
            {"core_version_requirement", "say for which Drupal it is: core_version_requirement: ^9"});
    }
    report_missing(file, missing, reporter);
    check_core(manifest, reporter);
    check_php(manifest.php, reporter);
    report_exclusive(manifest, reporter);
}

}  // namespace slipway::manifest

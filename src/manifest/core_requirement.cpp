#include "core_requirement.hpp"

#include "fields.hpp"

#include <slipway/diag/slugs.hpp>
#include <slipway/manifest/php_version.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace slipway::manifest {

namespace {

constexpr std::string_view first_with_requirement = "8.7.7";

// Calls `visit` for what stands between any of `separators`, until it returns false; says whether it never
// did.
template <class Visit>
bool all_parts(std::string_view text, std::string_view separators, Visit visit) {
    while (!text.empty()) {
        const auto end = text.find_first_of(separators);
        const auto part = text.substr(0, end);
        if (!part.empty() && !visit(part)) {
            return false;
        }
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return true;
}

// Whether a term has a lower bound, and it is high enough: "^9", "~8.8", ">=8.8", "10.1".
bool is_high_bound(std::string_view term) {
    const auto version = term.substr(std::min(term.find_first_not_of("^~>=v"), term.size()));
    return !version.empty() && version.front() >= '0' && version.front() <= '9' && !term.starts_with('<')
           && compare_versions(version, first_with_requirement) >= 0;
}

void report(const makefile::Text& core,
            std::string message,
            std::vector<Note> notes,
            document::Reporter& reporter) {
    reporter.loss({.slug = slug::core_conflict,
                   .span = core.span,
                   .message = std::move(message),
                   .notes = std::move(notes),
                   .help = "remove 'core', and say with core_version_requirement what the profile is for"});
}

}  // namespace

bool excludes_old_core(std::string_view requirement) {
    return !requirement.empty() && all_parts(requirement, "|", [](std::string_view alternative) {
        // All terms of an alternative hold at once, so one high bound is enough.
        return !all_parts(alternative, " ,", [](std::string_view term) { return !is_high_bound(term); });
    });
}

void check_core(const Manifest& manifest, document::Reporter& reporter) {
    const auto& core = manifest.core;
    const auto& requirement = manifest.core_version_requirement;
    if (!core) {
        return;
    }
    if (core->text != "8.x") {
        report(*core,
               fmt::format("'core' can only be 8.x in a .info.yml file, not '{}': Drupal refuses to read it",
                           shown(core->text)),
               {}, reporter);
    } else if (requirement && excludes_old_core(requirement->text)) {
        report(*core, "'core' and 'core_version_requirement' exclude each other: Drupal refuses to read it",
               {{requirement->span, "before Drupal 8.7.7, which read 'core' alone, nothing satisfies this"}},
               reporter);
    }
}

}  // namespace slipway::manifest

#include "placement_lint.hpp"

#include "group_lint.hpp"
#include "place.hpp"

#include <slipway/diag/edits.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/ini/edits.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::makefile {

namespace {

using document::Map;
using document::Reporter;
using ini::line_removed;
using ini::worded;

std::string_view text_of(const std::optional<Text>& value) {
    return value ? std::string_view(value->text) : std::string_view();
}

// Where something is certainly placed, and when it is built.
struct Placed {
    std::string directory;
    std::size_t order;
    const Project* project;
};

std::string_view or_else(std::string_view text, std::string_view otherwise) {
    return text.empty() ? otherwise : text;
}

// A release of drupal.org may be of any type; most are modules, and what names none of the three is.
std::optional<std::string> directory_of(const Project& project, std::string_view default_base) {
    const auto base = project.contrib_destination ? text_of(project.contrib_destination) : default_base;
    const auto destination = text_of(project.destination);
    const auto subdir = text_of(project.subdir);
    const bool is_library = project.group == Group::libraries;
    const auto type = is_library ? "library" : or_else(text_of(project.type), "module");
    const auto name = or_else(text_of(project.directory_name), project.name);
    if (is_core(project) || type == "translation") {
        return std::nullopt;
    }
    if (type == "profile") {
        return plain(fmt::format("{}/{}/{}", or_else(destination, "profiles"), subdir, name));
    }
    const auto group = type == "library" ? or_else(destination, "libraries")
                       : type == "theme" ? "themes"
                                         : "modules";
    return plain(fmt::format("{}/{}/{}/{}", base, group, subdir, name));
}

// A directory sorts before all that is in it, and that before its neighbours.
bool is_before(const Placed& left, const Placed& right) {
    const auto rank = [](char c) { return c == '/' ? -1 : static_cast<int>(static_cast<unsigned char>(c)); };
    return std::ranges::lexicographical_compare(left.directory, right.directory, {}, rank, rank);
}

bool holds(const Placed& outer, const Placed& inner) {
    return inner.directory.size() > outer.directory.size() && inner.directory.starts_with(outer.directory)
           && inner.directory[outer.directory.size()] == '/';
}

// What to do about one that is built before the one around it.
std::string way_out_of_nesting(const Project& inner, const Project& outer, bool several) {
    if (inner.group == outer.group) {
        return fmt::format("write the inner {} below the outer one", several ? "ones" : "one");
    }
    return fmt::format(
        "libraries are built after all projects: give '{}' another destination, subdir or directory_name",
        outer.key);
}

// What one that is built later replaces; it may be all modules.
struct Replaced {
    const Placed* outer;
    const Placed* first;
    std::size_t others = 0;
};

void report_nesting(const Project& inner, const Project& outer, std::size_t others, Reporter& reporter) {
    const auto which =
        others == 0 ? fmt::format("'{}' is", inner.key)
                    : fmt::format("'{}' and {} {} are", inner.key, others, others == 1 ? "other" : "others");
    reporter.warning({.slug = slug::same_directory,
                      .span = inner.span,
                      .message = fmt::format("{} placed inside '{}', which is built later and replaces {}",
                                             which, outer.key, others == 0 ? "it" : "them"),
                      .notes = {{.span = outer.span,
                                 .message = fmt::format("this replaces {}", others == 0 ? "it" : "them")}},
                      .help = way_out_of_nesting(inner, outer, others > 0)});
}

// Drush builds projects in order, then libraries; the directory that is built later replaces what is there.
void lint_nesting(std::vector<Placed> placed, Reporter& reporter) {
    std::ranges::stable_sort(placed, is_before);
    std::vector<const Placed*> around;  // each holds the next
    std::vector<Replaced> found;
    for (const auto& inner : placed) {
        while (!around.empty() && !holds(*around.back(), inner)) {
            around.pop_back();
        }
        const auto later = std::ranges::find_if(around, [&](const Placed* outer) {
            return outer->order > inner.order && !is_single_file(*outer->project);
        });
        if (later != around.end()) {
            const auto known = std::ranges::find(found, *later, &Replaced::outer);
            if (known == found.end()) {
                found.push_back({.outer = *later, .first = &inner});
            } else {
                ++known->others;
            }
        }
        around.push_back(&inner);
    }
    for (const auto& [outer, first, others] : found) {
        report_nesting(*first->project, *outer->project, others, reporter);
    }
}

// Drush lists projects by their names.
void lint_names(const std::vector<Project>& projects, Reporter& reporter) {
    std::map<std::pair<bool, std::string_view>, const Project*> named;
    for (const auto& project : projects) {
        const auto [first, is_new] =
            named.emplace(std::pair(is_core(project), std::string_view(project.name)), &project);
        if (is_new) {
            continue;
        }
        reporter.loss(
            {.slug = slug::duplicate_key,
             .span = project.span,
             .message = fmt::format("two projects are named '{}': Drush builds this one alone", project.name),
             .notes = {{.span = first->second->span, .message = "this is lost"}},
             .help = "remove one of them"});
        first->second = &project;
    }
}

class ProjectPlacement {
public:
    ProjectPlacement(const Map& defaults, Reporter& reporter) : defaults_(defaults), reporter_(reporter) {}

    void check(const Project& project, int core_major) {
        if (is_core(project)) {
            check_ignored("subdir", project.subdir, "core");
            check_ignored("contrib_destination", project.contrib_destination, "core");
            check_ignored("directory_name", project.directory_name, "core");
        } else if (!project.download || project.download->type.text == "pm") {
            check_ignored("directory_name", project.directory_name, "a release", project.name);
        }
        const auto& subdir = project.subdir;
        if (text_of(project.type) == "profile" && core_major > 0 && core_major < 8 && subdir
            && !plain(subdir->text).empty()) {
            reporter_.warning(
                {.slug = slug::hidden_profile,
                 .span = subdir->span,
                 .message = fmt::format("Drupal {} finds a profile only right below 'profiles': '{}' is not",
                                        core_major, project.key),
                 .help = worded(reporter_.text(project.span.file), project.span,
                                fmt::format("write projects[{}][subdir] = \"\"", project.key),
                                fmt::format("write 'subdir: \"\"' below '{}:'", project.key))});
        }
    }

private:
    // What Drush refuses it does not ignore.
    static bool is_unsafe(std::string_view path) { return path.starts_with('/') || path.starts_with(".."); }

    // What is no more than a default was meant for others.
    bool is_default(std::string_view name, const Text& value) const {
        const auto* found = defaults_.find(name);
        return found != nullptr && found->span() == value.span;
    }

    void check_ignored(std::string_view name,
                       const std::optional<Text>& value,
                       std::string_view owner,
                       std::string_view harmless = {}) {
        if (text_of(value).empty() || value->text == harmless || is_unsafe(value->text)
            || is_default(name, *value)) {
            return;
        }
        reporter_.warning(
            {.slug = slug::ignored_attribute,
             .span = value->span,
             .message = fmt::format("Drush ignores the '{}' of {}", name, owner),
             .help = "remove the line",
             .fix = fix_with(Fix::Kind::guess, line_removed(reporter_.text(value->span.file), value->span))});
    }

    const Map& defaults_;
    Reporter& reporter_;
};

}  // namespace

void lint_placement(const Makefile& makefile, const Map& defaults, Reporter& reporter) {
    std::vector<Placed> placed;
    const std::array<const std::vector<Project>*, 2> groups{&makefile.projects, &makefile.libraries};
    for (const auto* group : groups) {
        for (const auto& project : *group) {
            if (auto directory = directory_of(project, makefile.core_major() < 8 ? "sites/all" : "")) {
                placed.push_back(
                    {.directory = std::move(*directory), .order = placed.size(), .project = &project});
            }
        }
    }
    lint_nesting(std::move(placed), reporter);
    lint_names(makefile.projects, reporter);
    ProjectPlacement placement(defaults, reporter);
    for (const auto& project : makefile.projects) {
        placement.check(project, makefile.core_major());
    }
}

}  // namespace slipway::makefile

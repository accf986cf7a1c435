#include "group_lint.hpp"

#include "place.hpp"

#include <slipway/diag/slugs.hpp>
#include <slipway/document/nearest.hpp>
#include <slipway/ini/edits.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::makefile {

namespace {

using document::Reporter;
using document::Value;
using ini::worded;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

}  // namespace

bool is_single_file(const Project& project) {
    constexpr std::array<std::string_view, 7> archives{".zip",     ".tar",    ".tgz", ".tar.gz",
                                                       ".tar.bz2", ".tar.xz", ".gz"};
    const auto& download = project.download;
    if (!download || !download->url || (download->type.text != "get" && download->type.text != "file")) {
        return false;
    }
    const auto url = std::string_view(download->url->text);
    const auto path = url.substr(0, url.find_first_of("?#"));
    return std::ranges::none_of(archives, [&](std::string_view suffix) { return path.ends_with(suffix); });
}

namespace {

// Where a project is placed, as far as it is certain: its type may be known to the update service alone.
std::optional<std::string> directory_of(const Project& project) {
    const auto text = [](const std::optional<Text>& value) {
        return value ? plain(value->text) : std::string();
    };
    const bool library = project.group == Group::libraries;
    if ((!library && !project.type && !project.download) || is_single_file(project)) {
        return std::nullopt;
    }
    const auto type = library ? "library" : project.type ? project.type->text : "module";
    if (type == "core") {
        return std::nullopt;
    }
    const auto name = text(project.directory_name);
    return fmt::format("{}\n{}\n{}\n{}\n{}", type, text(project.contrib_destination),
                       text(project.destination), text(project.subdir), name.empty() ? project.name : name);
}

// Whether it says which state of a repository is wanted.
bool chooses(const makefile::Download& download) {
    return download.branch || download.tag || download.revision || download.refspec;
}

// Nothing is said of the project but that.
bool is_choice_alone(const Project& project) {
    return project.download && !project.download->url && chooses(*project.download) && !project.type
           && !project.version && project.patches.empty();
}

bool is_language(std::string_view code) {
    const auto letters = code.substr(0, code.find('-'));
    const bool plain =
        std::ranges::all_of(code, [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
    return plain && (letters.size() == 2 || letters.size() == 3) && std::ranges::all_of(letters, is_lower)
           && code.back() != '-';
}

}  // namespace

bool is_core(const Project& project) {
    return project.group == Group::projects
           && (project.type ? project.type->text == "core" : project.name == "drupal");
}

void lint_cores(const std::vector<Project>& projects, Reporter& reporter) {
    const auto first = std::ranges::find_if(projects, is_core);
    const auto is_other = [&](const Project& project) {
        return is_core(project) && project.name != first->name;  // two of one name: the later one counts
    };
    const auto second = std::find_if(first, projects.end(), is_other);
    if (second == projects.end()) {
        return;
    }
    reporter.loss({.slug = slug::several_cores,
                   .span = second->span,
                   .message = fmt::format("'{}' is a second core beside '{}'; a platform has one",
                                          second->key, first->key),
                   .notes = {{.span = first->span, .message = "the first core is here"}},
                   .help = "remove one of them, or give it another type than core"});
}

void lint_directories(const std::vector<Project>& projects, Reporter& reporter) {
    std::map<std::string, const Project*> taken;
    for (const auto& project : projects) {
        const auto directory = directory_of(project);
        if (!directory) {
            continue;
        }
        const auto [first, is_free] = taken.emplace(*directory, &project);
        if (is_free) {
            continue;
        }
        reporter.warning(
            {.slug = slug::same_directory,
             .span = project.span,
             .message = fmt::format("'{}' is placed in the same directory as '{}' and replaces it",
                                    project.key, first->second->key),
             .notes = {{.span = first->second->span, .message = "this is lost"}},
             .help = "give one of them another directory_name or subdir"});
    }
}

void lint_namesakes(const std::vector<Project>& projects, Reporter& reporter) {
    for (const auto& project : projects) {
        if (!is_choice_alone(project)) {
            continue;
        }
        const auto meant = std::ranges::find_if(projects, [&](const Project& other) {
            return other.download && other.download->url && !chooses(*other.download)
                   && document::is_certainly(project.key, other.key);
        });
        if (meant != projects.end()) {
            reporter.warning(
                {.slug = slug::malformed_project,
                 .span = project.span,
                 .message =
                     fmt::format("'{}' is all but the name of '{}', whose download has no branch, tag or "
                                 "revision: Drush clones both, and this one from drupal.org",
                                 project.key, meant->key),
                 .notes = {{.span = meant->span, .message = fmt::format("'{}' is here", meant->key)}},
                 .help = fmt::format("write '{}' if that is meant", meant->key)});
        }
    }
}

void lint_core_version(const Value& core, const std::vector<Project>& projects, Reporter& reporter) {
    const auto drupal = std::ranges::find(projects, "drupal", &Project::name);
    const auto dot = core.written().find('.');
    const bool exact = dot != std::string::npos && core.written().substr(dot) != ".x";
    if (!exact || drupal == projects.end() || drupal->download
        || (drupal->version && !drupal->version->text.empty())) {
        return;
    }
    reporter.warning(
        {.slug = slug::ignored_core_version,
         .span = core.span(),
         .message = fmt::format("Drush takes the newest core, not {}: 'core' only says which major version",
                                core.written()),
         .notes = {{.span = drupal->span, .message = "this asks for no version"}},
         .help = worded(reporter.text(core.span().file), core.span(),
                        fmt::format("write projects[drupal][version] = {}", core.written()),
                        fmt::format("write '{}' as the version of 'drupal'", core.written()))});
}

void lint_languages(const std::vector<Text>& codes, Reporter& reporter) {
    for (const auto& code : codes) {
        if (!is_language(code.text)) {
            reporter.warning(
                {.slug = slug::malformed_language,
                 .span = code.span,
                 .message = fmt::format("expected the code of a language such as da or pt-br, found '{}'",
                                        code.text),
                 .help = "drupal.org's codes are in lower case, in parts joined by '-'"});
        }
    }
}

}  // namespace slipway::makefile

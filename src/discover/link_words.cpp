#include "link_words.hpp"

#include <slipway/diag/slugs.hpp>
#include <slipway/document/nearest.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace slipway::discover {

namespace {

std::string called(const Candidate& candidate) {
    return fmt::format("{} '{}'", to_string(candidate.kind), candidate.name);
}

// Names come from files of others: not longer than a line, in a message.
std::string shown(std::string_view text) {
    constexpr std::size_t longest = 80;
    return text.size() <= longest ? std::string(text) : std::string(text.substr(0, longest)) + "…";
}

std::string of_project(const Candidate& candidate) {
    const auto& label = candidate.placement->label;
    return label.empty() ? candidate.directory : fmt::format("{} ({})", candidate.directory, label);
}

std::string conditions_of(const manifest::Dependency& dependency) {
    const auto open = dependency.written.find('(');
    return open == std::string::npos ? dependency.written : dependency.written.substr(open);
}

}  // namespace

std::optional<FileId> Words::file_of(const Candidate& candidate) {
    const auto* const extension = candidate.extension;
    if (extension == nullptr || !extension->manifest_blob) {
        return std::nullopt;
    }
    const auto [at, is_new] = files_.try_emplace({candidate.placement, extension->manifest});
    if (is_new && check_.read) {
        if (auto text = check_.read(*extension->manifest_blob)) {
            const auto& path = candidate.placement->path;
            at->second = sources_.add(path.empty() ? extension->manifest : path + '/' + extension->manifest,
                                      *std::move(text));
        }
    }
    return at->second;
}

std::optional<SourceSpan> Words::span_of(const Candidate& candidate, const Reference& reference) {
    const auto file = file_of(candidate);
    if (!file || reference.begin > reference.end || reference.end > sources_[*file].text.size()) {
        return std::nullopt;
    }
    return SourceSpan{.file = *file, .begin = reference.begin, .end = reference.end};
}

// The line that begins with a key; the whole beginning of the file if there is none.
std::optional<SourceSpan> Words::span_of_key(const Candidate& candidate, std::string_view key) {
    const auto file = file_of(candidate);
    if (!file) {
        return std::nullopt;
    }
    const std::string_view text = sources_[*file].text;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto line = text.substr(at, end - at);
        if (!key.empty() && line.starts_with(key)
            && line.substr(key.size()).find_first_not_of(" \t") != std::string_view::npos
            && (line[line.find_first_not_of(" \t", key.size())] == '='
                || line[line.find_first_not_of(" \t", key.size())] == ':')) {
            return SourceSpan{.file = *file,
                              .begin = static_cast<std::uint32_t>(at),
                              .end = static_cast<std::uint32_t>(end)};
        }
        at = end + 1;
    }
    return SourceSpan{.file = *file, .begin = 0, .end = 0};
}

std::string Words::way_to(const Reached& here, std::string_view name) const {
    std::vector<std::string_view> way{name};
    for (const auto* at = &here; at != nullptr; at = at->by) {
        way.push_back(at->found->winner->name);
    }
    constexpr std::size_t longest = 12;
    std::string out;
    for (auto at = way.rbegin(); at != way.rend(); ++at) {
        const auto position = static_cast<std::size_t>(at - way.rbegin());
        if (position >= longest && at + 1 != way.rend()) {
            continue;
        }
        out += position == 0 ? "" : position > longest ? " → … → " : " → ";
        out += shown(*at);
    }
    return out;
}

void Words::say(const Candidate& about, std::string_view what, Diagnostic diagnostic) {
    const auto manifest = about.extension == nullptr ? std::string() : about.extension->manifest;
    if (said_.emplace(diagnostic.slug, about.placement->tree.hex() + manifest, std::string(what)).second) {
        diagnostics_.report(std::move(diagnostic));
    }
}

manifest::Dependency Words::dependency_of(const Reached& here,
                                          const Reference& reference,
                                          std::string_view core) {
    // Up to Drupal 7 only modules' conditions are read; a profile's list is one of bare names.
    SourceMap texts;
    Diagnostics unheard;
    document::Reporter reporter(document::Mode::drush, unheard);
    const auto file = texts.add({}, reference.written);
    const SourceSpan whole{
        .file = file, .begin = 0, .end = static_cast<std::uint32_t>(reference.written.size())};
    auto out = manifest::read_dependency({reference.written, whole}, core, texts, reporter);
    if (reference.kind != Kind::module) {
        out.name.text = reference.written;
        out.conditions.clear();
    }
    const bool is_old_profile = here.found->winner->kind == Kind::profile
                                && here.found->winner->extension->form == Extension::Form::files;
    if (is_old_profile) {
        out.conditions.clear();
    }
    return out;
}

void Words::undefined(const From& from,
                      const manifest::Dependency& dependency,
                      const View& view,
                      Severity severity) {
    const auto& by = *from.here.found->winner;
    const auto kind = from.reference.kind;
    const auto& name = dependency.name.text;
    Diagnostic out{.severity = severity,
                   .slug = kind == Kind::profile ? slug::undefined_base : slug::undefined_extension,
                   .span = span_of(by, from.reference),
                   .message = fmt::format("{} needs the {} '{}', which is not on the platform", called(by),
                                          to_string(kind), shown(name))};
    if (from.here.by != nullptr) {
        out.message += fmt::format("; it is needed this way: {}", way_to(from.here, name));
    }
    const auto elsewhere = platform_.everywhere(kind, name);
    if (!elsewhere.empty()) {
        const auto* const nearest = *std::ranges::min_element(elsewhere, {}, &Candidate::directory);
        out.message = fmt::format("{} needs the {} '{}', which is only in {}, where its site does not look",
                                  called(by), to_string(kind), shown(name), nearest->directory);
        out.help =
            "ask for it in this profile's makefile too, or in the platform's own: then all sites find it";
    } else {
        std::vector<std::string_view> known;
        for (const auto& found : view.all()) {
            if (found.winner->kind == kind) {
                known.push_back(found.winner->name);
            }
        }
        const auto meant = document::nearest(name, known);
        out.help = meant ? fmt::format("there is a {} called '{}'", to_string(kind), *meant)
                   : kind == Kind::profile
                       ? std::string("ask for the profile in the makefile, beside this one")
                       : fmt::format("ask for the project that it is in: projects[{}][version] = …",
                                     dependency.project ? dependency.project->text : shown(name));
    }
    say(by, fmt::format("{} {}", to_string(kind), name), std::move(out));
}

void Words::unmet(const From& from,
                  const manifest::Dependency& dependency,
                  const Found& found,
                  const std::string& version,
                  Severity severity) {
    const auto& by = *from.here.found->winner;
    const auto has =
        version.empty() ? std::string("says no version") : fmt::format("is of version {}", shown(version));
    say(by, dependency.name.text,
        {.severity = severity,
         .slug = slug::unmet_constraint,
         .span = span_of(by, from.reference),
         .message = fmt::format("{} needs {} {}, and the one in {} {}", called(by), dependency.name.text,
                                shown(conditions_of(dependency)), of_project(*found.winner), has),
         .help = version.empty()
                     ? "a checkout has no version of its own: fetch a release, or let .info files be "
                       "told theirs"
                     : "ask for a version of it that will do"});
}

void Words::unreadable(const Reached& here, Severity severity) {
    const auto& about = *here.found->winner;
    say(about, "",
        {.severity = severity,
         .slug = slug::unreadable_info,
         .span = span_of_key(about, ""),
         .message = fmt::format("nothing can be read in the manifest of {}, so Drupal does not list it",
                                called(about)),
         .help = "mend the file with a patch"});
}

void Words::wrong_core(const Reached& here, std::string_view core, Severity severity) {
    const auto& about = *here.found->winner;
    const auto& extension = *about.extension;
    const bool by_requirement = !extension.core_requirement.empty();
    say(about, "",
        {.severity = severity,
         .slug = slug::wrong_core,
         .span = span_of_key(about, by_requirement ? "core_version_requirement" : "core"),
         .message = fmt::format("{} is for core {}, and the platform's is {}", called(about),
                                shown(by_requirement ? extension.core_requirement : extension.core), core),
         .help = "ask for a version of its project for this core"});
}

void Words::php_too_low(const Reached& here, std::string_view php, Severity severity) {
    const auto& about = *here.found->winner;
    say(about, "",
        {.severity = severity,
         .slug = slug::php_too_low,
         .span = span_of_key(about, "php"),
         .message = fmt::format("{} needs PHP {}, and the platform is for PHP {}", called(about),
                                shown(about.extension->php), php),
         .help = "ask for an older version of it, or run the platform with a newer PHP"});
}

void Words::duplicate(const Reached& here) {
    const auto& winner = *here.found->winner;
    std::string others;
    for (const auto* other : here.found->overridden) {
        if (!other->is_same(winner)) {
            others += (others.empty() ? "" : ", ") + of_project(*other);
        }
    }
    if (others.empty()) {
        return;
    }
    const bool by_chance = here.found->by_directory_order;
    say(winner, "",
        {.severity = Severity::warning,
         .slug = slug::duplicate_extension,
         .span = span_of_key(winner, ""),
         .message =
             fmt::format("{} is in several directories: {} {} {}", called(winner), of_project(winner),
                         by_chance ? "is used if the file system lists it before" : "is used, not", others),
         .help = by_chance ? "remove all but one: which of them Drupal finds first depends on the disk"
                           : "if that is not meant, remove one of them"});
}

void Words::cycle(const std::vector<const Found*>& cycle, const Reference& closing) {
    std::string way;
    for (const auto* found : cycle) {
        way += std::string(found->winner->name) + " → ";
        if (way.size() > 300) {
            way += "… → ";
            break;
        }
    }
    const auto& last = *cycle.back()->winner;
    say(last, closing.written,
        {.severity = Severity::warning,
         .slug = slug::dependency_cycle,
         .span = span_of(last, closing),
         .message =
             fmt::format("modules need one another in a circle: {}{}", way, cycle.front()->winner->name),
         .help = "none can be disabled or removed alone; drop one of the dependencies"});
}

void Words::twins(const Found& one, const Found& other) {
    const auto& winner = *other.winner;
    say(winner, "",
        {.severity = Severity::warning,
         .slug = slug::case_twins,
         .span = span_of_key(winner, ""),
         .message = fmt::format("{} differs from '{}' in {} only in the case of its letters: PHP takes their "
                                "functions for the same",
                                called(winner), one.winner->name, one.winner->directory),
         .help = "remove one of them"});
}

}  // namespace slipway::discover

#include "slipway/makefile/load.hpp"

#include "attributes.hpp"
#include "core_version.hpp"
#include "extensions.hpp"
#include "group_lint.hpp"
#include "include_loader.hpp"
#include "long_form.hpp"
#include "merge.hpp"
#include "name_lint.hpp"
#include "place.hpp"
#include "placement_lint.hpp"
#include "project_lint.hpp"
#include "read_project.hpp"
#include "select.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/base/list.hpp>
#include <slipway/diag/edits.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/document/nearest.hpp>
#include <slipway/document/reporter.hpp>
#include <slipway/ini/edits.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

namespace slipway::makefile {

namespace {

using document::Kind;
using document::Map;
using document::Mode;
using document::nearest;
using document::Reporter;
using document::Value;
using ini::is_in_yaml;
using ini::line_around;
using ini::line_below;
using ini::worded;

// Whether PHP finds it equal to 2.
bool is_two(const Value& api) {
    auto text = std::string_view(api.written());
    if (api.kind() == Kind::true_constant) {
        return true;
    }
    if (!text.starts_with('2')) {
        return false;
    }
    text.remove_prefix(1);
    return text.empty()
           || (text.starts_with('.') && std::ranges::all_of(text.substr(1), [](char c) { return c == '0'; }));
}

bool has_lone_return(std::string_view text) {
    for (auto at = text.find('\r'); at != std::string_view::npos; at = text.find('\r', at + 1)) {
        if (at + 1 < text.size() && text[at + 1] != '\n' && text[at + 1] != '\r') {
            return true;
        }
    }
    return false;
}

// Each project gets a copy of all defaults, so there cannot be any number.
constexpr std::size_t most_defaults = 100;

std::size_t count_of(const Value& value) {
    if (!value.is_map()) {
        return 1;
    }
    std::size_t count = 0;
    for (const auto& entry : value.map().entries()) {
        count += count_of(entry.value);
    }
    return count;
}

// Checks and types what the files say together.
class Checker {
public:
    // `incomplete`: some of the files could not be read, so what is missing in the data may be there.
    Checker(const Input& input, Map root, SourceSpan file_start, bool incomplete, Reporter& reporter)
        : input_(input),
          root_(std::move(root)),
          file_start_(file_start),
          incomplete_(incomplete),
          reporter_(reporter) {}

    Makefile run() && {
        check_core();
        check_api();
        check_defaults();
        makefile_.projects = read_group(Group::projects, "projects");
        makefile_.libraries = read_group(Group::libraries, "libraries");
        const auto* core = root_.find("core");
        if (core != nullptr && !core->is_map() && normalised_core(core->text())) {
            lint_core_version(*core, makefile_.projects, reporter_);
        }
        const auto* options = root_.find("options");
        const auto* no_core =
            options != nullptr && options->is_map() ? options->map().find("no-core") : nullptr;
        if (input_.offline && (no_core == nullptr || no_core->is_falsy())) {
            lint_cores(makefile_.projects, reporter_);  // a build counts those of all its makefiles
        }
        lint_directories(makefile_.projects, reporter_);
        lint_namesakes(makefile_.projects, reporter_);
        lint_directories(makefile_.libraries, reporter_);
        lint_placement(makefile_, defaults_of("projects"), reporter_);
        makefile_.translations = AttributeReader(root_, reporter_).texts("translations");
        lint_languages(makefile_.translations, reporter_);
        read_extensions(root_, makefile_, reporter_);
        makefile_.data = std::move(root_);
        return std::move(makefile_);
    }

private:
    void check_core() {
        const auto* core = root_.find("core");
        if (core == nullptr || core->is_map() || core->is_falsy()) {
            missing_core(core);
            return;
        }
        makefile_.core_span = core->span();
        const auto normalised = normalised_core(core->text());
        if (!normalised) {
            reporter_.error({.slug = slug::malformed_core,
                             .span = core->span(),
                             .message = fmt::format(
                                 "expected a version of Drupal core such as 7.x, found '{}'", core->text()),
                             .help = "write the major version and .x",
                             .fix = with_major_version(*core)});
            return;
        }
        makefile_.core = *normalised;
    }

    static std::optional<Fix> with_major_version(const Value& core) {
        const auto text = core.written();
        const auto major = leading_digits(text);
        if (major.empty()) {
            return std::nullopt;
        }
        return Fix{.kind = text == fmt::format("{}.X", major) ? Fix::Kind::safe : Fix::Kind::guess,
                   .edits = {{.span = core.span(), .replacement = fmt::format("{}.x", major)}}};
    }

    void missing_core(const Value* present) {
        makefile_.core_span = file_start_;
        if (input_.role == Role::nested) {
            makefile_.core = normalised_core(input_.core).value_or("");
        }
        const bool elsewhere = incomplete_ || input_.role == Role::part;
        if (!makefile_.core.empty() || (elsewhere && present == nullptr)) {
            return;
        }
        // If a line of its own became part of another key, that has been said.
        const bool misread = std::ranges::any_of(root_.entries(), [](const Map::Entry& entry) {
            const auto key = entry.key.text.view();
            return key.size() > 4 && key.ends_with("core")
                   && (key.find('\n') != std::string::npos || key.front() == '\xEF');
        });
        if (misread && reporter_.mode() == Mode::strict) {
            makefile_.core = "7.x";  // never delivered: the misread line is an error
            return;
        }
        reporter_.error({.slug = slug::missing_core,
                         .span = present == nullptr ? file_start_ : present->span(),
                         .message = "the makefile does not say which Drupal core it is for",
                         .notes = {},
                         .help = is_yaml() ? "write core: 7.x" : "write core = 7.x"});
    }

    // Whether the makefile itself, not what it includes, is written in YAML.
    bool is_yaml() const {
        const auto entries = root_.entries();
        const auto own = std::ranges::find_if(
            entries, [this](const Map::Entry& entry) { return entry.key.span.file == file_start_.file; });
        return own != entries.end() && is_in_yaml(reporter_.text(file_start_.file), own->key.span);
    }

    std::string worded_at(const SourceSpan& span, std::string in_ini, std::string in_yaml) const {
        return worded(reporter_.text(span.file), span, std::move(in_ini), std::move(in_yaml));
    }

    void check_api() {
        const auto* api = root_.find("api");
        if (api == nullptr) {
            if (input_.role == Role::root && !incomplete_) {
                reporter_.warning({.slug = slug::missing_api,
                                   .span = file_start_,
                                   .message = "the makefile names no API version; 2 is assumed",
                                   .help = is_yaml() ? "write api: 2" : "write api = 2",
                                   .fix = below_core()});
            }
            return;
        }
        if (!is_two(*api)) {
            reporter_.error(
                {.slug = slug::wrong_api,
                 .span = api->span(),
                 .message = fmt::format("expected API version 2, found '{}'", api->written()),
                 .help = worded_at(api->span(), "write api = 2", "write api: 2"),
                 .fix = Fix{.kind = Fix::Kind::guess, .edits = {{.span = api->span(), .replacement = "2"}}}});
        }
    }

    // The API version on a line below the core's, if that is in the makefile itself.
    std::optional<Fix> below_core() const {
        const auto* core = root_.find("core");
        if (core == nullptr || core->is_map() || core->span().file != file_start_.file
            || has_lone_return(reporter_.text(file_start_.file))) {  // which hides lines, perhaps this one
            return std::nullopt;
        }
        const auto text = reporter_.text(file_start_.file);
        return fix_with(Fix::Kind::safe, is_in_yaml(text, core->span())
                                             ? below_yaml_core(text, core->span())
                                             : line_below(text, core->span(), "api = 2"));
    }

    // If the line begins with "core:" and ends with its value.
    static std::optional<Edit> below_yaml_core(std::string_view text, const SourceSpan& core) {
        const auto line = line_around(text.substr(core.begin, 0), text);
        const auto begin = static_cast<std::size_t>(line.data() - text.data());
        const auto end = begin + line.size();
        if (!line.starts_with("core:") || core.end > end
            || !trimmed(text.substr(core.end, end - core.end)).empty()) {
            return std::nullopt;
        }
        return Edit{.span = {.file = core.file, .begin = core.end, .end = core.end},
                    .replacement = line.ends_with('\r') ? "\r\napi: 2" : "\napi: 2"};
    }

    // Drush ignores a text where it wants a map.
    void check_is_map(std::string_view name) {
        const auto* value = root_.find(name);
        if (value != nullptr && !value->is_map() && !value->is_falsy()) {
            reporter_.loss(
                {.slug = slug::not_a_map,
                 .span = value->span(),
                 .message = fmt::format("'{}' is a map: Drush ignores this text", name),
                 .help = worded_at(value->span(), fmt::format("write {}[name] = ...", name),
                                   fmt::format("write 'name: ...' on the lines below '{}:'", name))});
        }
    }

    void check_defaults() {
        check_is_map("defaults");
        check_is_map("options");
        const auto* defaults = root_.find("defaults");
        if (defaults == nullptr || !defaults->is_map()) {
            return;
        }
        for (const auto& group : defaults->map().entries()) {
            const auto name = group.key.text.view();
            if (name != "projects" && name != "libraries" && root_.find(name) == nullptr) {
                check_defaults_group(defaults->map(), group);
            }
            if (count_of(group.value) > most_defaults) {
                reporter_.error({.slug = slug::too_many_defaults,
                                 .span = group.key.span,
                                 .message = fmt::format("there are more than {} defaults", most_defaults),
                                 .notes = {},
                                 .help = {}});
            }
        }
    }

    void check_defaults_group(const Map& defaults, const Map::Entry& group) {
        const auto name = group.key.text.view();
        constexpr std::array<std::string_view, 2> groups{"projects", "libraries"};
        const auto meant = nearest(name, groups);
        reporter_.warning({.slug = slug::unknown_defaults_group,
                           .span = group.key.span,
                           .message = fmt::format("there are no '{}' that could have defaults", name),
                           .help = "defaults are for projects or libraries",
                           .fix = meant ? renamed(defaults, group, *meant, reporter_) : std::nullopt});
    }

    // The defaults of a group, or an empty map.
    Map defaults_of(std::string_view group) const {
        const auto* defaults = root_.find("defaults");
        const auto* found = defaults != nullptr && defaults->is_map() ? defaults->map().find(group) : nullptr;
        const bool usable = found != nullptr && found->is_map() && count_of(*found) <= most_defaults;
        return usable ? found->map() : Map{};
    }

    std::vector<Project> read_group(Group group, std::string_view name) {
        std::vector<Project> out;
        auto* entries = root_.find(name);
        if (entries == nullptr || entries->kind() == Kind::null_constant) {  // for PHP, both are not set
            return out;
        }
        if (!entries->is_map()) {
            reporter_.error(
                {.slug = slug::not_a_map,
                 .span = entries->span(),
                 .message = fmt::format("'{}' is a list, not one text", name),
                 .notes = {},
                 .help = worded_at(entries->span(), fmt::format("write {}[name] = ...", name),
                                   entries->written().find(':') != std::string::npos
                                       ? "write a space after the colon"
                                       : fmt::format("write 'name: ...' on the lines below '{}:'", name))});
            return out;
        }
        const auto defaults = defaults_of(name);
        Map expanded_entries;
        for (const auto& entry : entries->map().entries()) {
            auto expanded = long_form(group, entry, reporter_);
            if (expanded) {
                expanded->map() = overlaid(defaults, expanded->map(), reporter_);
                Map::Entry project{entry.key, std::move(*expanded)};
                out.push_back(read_project(group, project, reporter_));
                check_has_download(out.back());
                lint_project(out.back(), project.value.map(), makefile_.core, reporter_);
                expanded_entries.set(std::move(project.key), std::move(project.value));
            }
        }
        entries->map() = std::move(expanded_entries);
        return out;
    }

    // Unlike a project, a library is nowhere if it does not say where. Another file may say so.
    void check_has_download(const Project& library) {
        if (library.group == Group::projects || library.download || incomplete_
            || input_.role == Role::part) {
            return;
        }
        reporter_.loss(
            {.slug = slug::library_without_type,
             .span = library.span,
             .message = fmt::format("the library '{}' has no download: Drush downloads nothing", library.key),
             .help = worded_at(library.span, "write [download][type] = ... and [download][url] = ...",
                               "write 'download: {type: ..., url: ...}' below it")});
    }

    const Input& input_;
    Map root_;
    SourceSpan file_start_;
    bool incomplete_;
    Reporter& reporter_;
    Makefile makefile_;
};

// Includes and overrides of the command line stand in a text of their own, so that a diagnostic can show
// them.
IncludeLoader::Additions additions_of(const Input& input, SourceMap& sources) {
    IncludeLoader::Additions out;
    if (input.includes.empty() && input.overrides.empty()) {
        return out;
    }
    std::string text;
    std::vector<std::pair<std::size_t, std::size_t>> places;
    const auto write = [&](std::string_view option, const std::string& value) {
        text += option;
        places.emplace_back(text.size(), text.size() + value.size());
        text += value + '\n';
    };
    for (const auto& path : input.includes) {
        write("--includes=", path);
    }
    for (const auto& path : input.overrides) {
        write("--overrides=", path);
    }
    const auto file = sources.add("command line", std::move(text));
    const auto value_at = [&](std::size_t index, const std::string& path) {
        return Value(Kind::text, path,
                     {.file = file,
                      .begin = static_cast<std::uint32_t>(places[index].first),
                      .end = static_cast<std::uint32_t>(places[index].second)});
    };
    for (std::size_t i = 0; i < input.includes.size(); ++i) {
        out.includes.push_back(value_at(i, input.includes[i]));
    }
    for (std::size_t i = 0; i < input.overrides.size(); ++i) {
        out.overrides.push_back(value_at(input.includes.size() + i, input.overrides[i]));
    }
    return out;
}

// What the command line leaves open, the `options` of the makefile may say.
Selection selection_of(Selection asked, const std::map<std::string, Text>& options) {
    const auto fill = [&options](std::vector<std::string>& names, const char* option) {
        if (const auto found = options.find(option); names.empty() && found != options.end()) {
            names = comma_separated(found->second.text);
        }
    };
    fill(asked.projects, "projects");
    fill(asked.libraries, "libraries");
    return asked;
}

}  // namespace

std::optional<Makefile> load(const Input& input,
                             const FileReader& read,
                             SourceMap& sources,
                             Diagnostics& diagnostics) {
    Diagnostics found;  // of this call alone: errors reported before it are not ours
    Reporter reporter(input.policy, sources, found);
    std::optional<Makefile> makefile;
    const Place place{.kind = input.kind, .path = input.path};
    const auto file = sources.add(shown(place), input.bytes);
    const SourceSpan start{.file = file, .begin = 0, .end = 0};
    IncludeLoader loader(input, read, sources, reporter, found);
    if (trimmed(input.bytes).empty()) {
        reporter.error({.slug = slug::empty_makefile,
                        .span = start,
                        .message = "the makefile is empty",
                        .notes = {},
                        .help = {}});
    } else if (auto root = loader.load(file, place, additions_of(input, sources))) {
        select(*root, selection_of(input.only, loader.options()), input.role, start, reporter);
        makefile = Checker(input, std::move(*root), start, loader.is_incomplete(), reporter).run();
        makefile->options = loader.take_options();
        makefile->remote_files = loader.take_remote_files();
    }
    for (const auto& diagnostic : found.all()) {
        diagnostics.report(diagnostic);
    }
    return found.has_errors() ? std::nullopt : std::move(makefile);
}

}  // namespace slipway::makefile

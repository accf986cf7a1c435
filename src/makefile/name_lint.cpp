#include "name_lint.hpp"

#include "version_form.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/diag/edits.hpp>
#include <slipway/diag/sight.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/document/known_names.hpp>
#include <slipway/document/nearest.hpp>
#include <slipway/ini/edits.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace slipway::makefile {

namespace {

using document::contains;
using document::download_attributes;
using document::git_attributes;
using document::is_certainly;
using document::is_index;
using document::Map;
using document::misplaced_in_download;
using document::misplaced_in_project;
using document::Names;
using document::nearest;
using document::patch_attributes;
using document::project_attributes;
using document::Reporter;
using document::top_level_names;
using document::Value;
using ini::key_text_replaced;
using ini::line_around;
using ini::line_removed;
using ini::worded;

// What one kind of map may hold, and what is often written there but belongs elsewhere.
struct Vocabulary {
    std::string_view slug;
    std::string_view owner;
    Names known;
    Names misplaced = {};
    std::string_view right_place = {};
    std::string_view right_place_in_yaml = {};
    std::string_view misplaced_text = {};  // how a misplaced key begins, and how it should
    std::string_view right_text = {};
    const Map* right_map = nullptr;        // where it belongs, if that is known
    std::string_view parts_of_place = {};  // which attributes make the path where it is installed
};

// A name that is written for many entries is not mended at all rather than in part.
constexpr std::size_t most_values = 1000;

void collect_scalars(const Value& value, std::vector<const Value*>& out) {
    if (!value.is_map()) {
        out.push_back(&value);
        return;
    }
    for (const auto& entry : value.map().entries()) {
        if (out.size() <= most_values) {
            collect_scalars(entry.value, out);
        }
    }
}

// Replaces a text in the keys of all that is below a value.
std::optional<Fix> replaced_in_keys(const Value& value,
                                    std::string_view from,
                                    std::string_view to,
                                    const Reporter& reporter) {
    std::vector<const Value*> scalars;
    collect_scalars(value, scalars);
    if (scalars.size() > most_values) {
        return std::nullopt;
    }
    std::vector<std::optional<Edit>> edits;
    for (const auto* scalar : scalars) {
        const auto& span = scalar->span();
        edits.push_back(key_text_replaced(reporter.text(span.file), span, from, to));
    }
    return fix_with(Fix::Kind::guess, std::move(edits));
}

// Whether one map says something else about what the other speaks of.
bool contradict(const Map& left, const Map& right) {
    return std::ranges::any_of(right.entries(), [&](const Map::Entry& entry) {
        const auto* present = left.find(entry.key.text);
        return present != nullptr
               && (!present->is_map() || !entry.value.is_map()
                   || contradict(present->map(), entry.value.map()));
    });
}

// Whether an entry can go by another name without a loss.
bool can_become(const Map& map, const Map::Entry& entry, std::string_view name) {
    const auto* present = map.find(name);
    return present == nullptr
           || (present->is_map() && entry.value.is_map() && !contradict(present->map(), entry.value.map()));
}

// Whether a misplaced entry certainly belongs to the map at hand: nothing of its name is there, the download
// it is to be in is one of git, and the download it was in by mistake does not vanish with it. A version in a
// download was rather to choose what is downloaded.
bool certainly_belongs(const Map& map, const Map::Entry& entry, const Vocabulary& vocabulary) {
    const bool into_download = vocabulary.misplaced_text.empty();
    const auto known = [&](const Map::Entry& other) { return contains(vocabulary.known, other.key.text); };
    return vocabulary.right_map != nullptr && can_become(*vocabulary.right_map, entry, entry.key.text)
           && (into_download ? contains(git_attributes, entry.key.text)
                             : entry.key.text != "version" && std::ranges::any_of(map.entries(), known));
}

// What is no path of a platform does no harm only where nobody reads it.
bool is_harmless(const Value& value) {
    return value.is_map() || !(value.written().starts_with('/') || value.written().starts_with(".."));
}

// Whether an entry names its place from the platform's root, where Drush puts more in front of it. As nobody
// reads it, the project may be at that very place by default.
bool names_whole_place(const Map::Entry& entry) {
    constexpr std::array<std::string_view, 3> places{"subdir", "contrib_destination", "destination"};
    constexpr std::array<std::string_view, 4> roots{"sites", "profiles", "modules", "themes"};
    const std::string_view path = entry.value.written();
    return contains(places, entry.key.text) && contains(roots, path.substr(0, path.find('/')));
}

// A line of defaults speaks of other projects, too.
bool is_of_defaults(const Fix& fix, const Reporter& reporter) {
    return std::ranges::any_of(fix.edits, [&](const Edit& edit) {
        const auto text = reporter.text(edit.span.file);
        return trimmed(line_around(text.substr(edit.span.begin, 0), text)).starts_with("defaults");
    });
}

std::optional<Fix> moved(const Map& map,
                         const Map::Entry& entry,
                         const Vocabulary& vocabulary,
                         const Reporter& reporter) {
    const auto from = fmt::format("{}[{}]", vocabulary.misplaced_text, entry.key.text);
    const auto to = fmt::format("{}[{}]", vocabulary.right_text, entry.key.text);
    const bool would_escape =
        vocabulary.misplaced_text.empty() && entry.key.text == "filename" && !is_harmless(entry.value);
    auto fix = would_escape ? std::nullopt : replaced_in_keys(entry.value, from, to, reporter);
    if (fix && certainly_belongs(map, entry, vocabulary) && is_harmless(entry.value)
        && !is_of_defaults(*fix, reporter)) {
        fix->kind = Fix::Kind::safe;
    }
    return fix;
}

// What an attribute is called elsewhere: by git, by Composer, or by people.
struct Alias {
    std::string_view written;
    std::string_view meant;
};

constexpr Alias aliases[] = {
    {"patches", "patch"},
    {"dir", "directory_name"},
    {"dirname", "directory_name"},
    {"folder", "directory_name"},
    {"directory", "directory_name"},
    {"subdirectory", "subdir"},
    {"commit", "revision"},
    {"sha", "revision"},
    {"hash", "revision"},
    {"rev", "revision"},
    {"ref", "revision"},
    {"reference", "revision"},
    {"repo", "url"},
    {"repository", "url"},
    {"uri", "url"},
    {"source", "url"},
    {"src", "url"},
    {"link", "url"},
};

// Near to an attribute, and yet something of its own.
constexpr std::string_view own_words[] = {"path", "paths"};

// What would be the path to a project, as Composer and others have it.
constexpr std::string_view whole_paths[] = {"install_path", "install-path", "installpath", "install_dir",
                                            "path"};

std::optional<std::string_view> meant_by(std::string_view name, const Vocabulary& vocabulary) {
    const auto lower_case = lower(std::string(name));
    constexpr std::size_t plain = 6;  // a shorter one is near to too many words
    const auto* alias = std::ranges::find(aliases, lower_case, &Alias::written);
    if (alias == std::end(aliases)) {
        alias = std::ranges::find_if(aliases, [&](const Alias& one) {
            return one.written.size() >= plain && is_certainly(lower_case, one.written);
        });
    }
    if (alias != std::end(aliases)
        && (contains(vocabulary.known, alias->meant) || contains(vocabulary.misplaced, alias->meant))) {
        return alias->meant;
    }
    return contains(own_words, name) ? std::nullopt : nearest(name, vocabulary.known);
}

// Whether a download's version was to say what is cloned.
bool is_version_of_clone(const Map& download, std::string_view name, const Vocabulary& vocabulary) {
    const auto* type = download.find("type");
    const bool cloned =
        type == nullptr ? download.find("url") != nullptr : !type->is_map() && type->written() == "git";
    return name == "version" && contains(vocabulary.misplaced, name) && cloned
           && std::ranges::none_of(git_attributes, [&](auto one) { return download.find(one) != nullptr; });
}

// Without the core, which a project's version does not begin with.
std::optional<Edit> core_removed(const Value& version, const Map& project, const Reporter& reporter) {
    const auto* type = project.find("type");
    const auto size = core_prefix_size(version.written());
    const auto& span = version.span();
    const auto at = reporter.text(span.file).find(version.written(), span.begin);
    if (size == 0 || at >= span.end || (type != nullptr && !type->is_map() && type->written() == "core")) {
        return std::nullopt;
    }
    const auto begin = static_cast<std::uint32_t>(at);
    return Edit{.span = {.file = span.file, .begin = begin, .end = begin + static_cast<std::uint32_t>(size)},
                .replacement = ""};
}

// Whether a download is one of git only because it holds a version, which was to choose a release.
bool is_lone_version(const Map& download, std::string_view name, const Vocabulary& vocabulary) {
    constexpr std::array<std::string_view, 6> choosing{"type", "url", "refspec", "tag", "revision", "branch"};
    return name == "version" && contains(vocabulary.misplaced, name)
           && std::ranges::none_of(choosing, [&](auto one) { return download.find(one) != nullptr; });
}

void advise_on_misplaced(const Map& map,
                         const Map::Entry& entry,
                         const Vocabulary& vocabulary,
                         const Reporter& reporter,
                         Diagnostic& unknown) {
    const auto text = reporter.text(entry.key.span.file);
    if (names_whole_place(entry)) {
        const auto& span = entry.value.span();
        unknown.help =
            "remove the line if the project is where it should be: Drush takes this for a part of the path";
        unknown.fix = fix_with(Fix::Kind::guess, line_removed(reporter.text(span.file), span));
    } else if (is_version_of_clone(map, entry.key.text, vocabulary)) {
        unknown.message += ", and this is a clone of the default branch";
        unknown.help = worded(text, entry.key.span, "name what to clone: [tag] = ..., or [branch]",
                              "name what to clone: 'tag: ...', or 'branch: ...'");
        if (!entry.value.written().ends_with("-dev")) {
            unknown.fix = renamed(map, entry, clone_attribute_for(entry.value.written()), reporter);
        }
    } else {
        unknown.help = worded(text, entry.key.span, std::string(vocabulary.right_place),
                              std::string(vocabulary.right_place_in_yaml));
        unknown.fix = moved(map, entry, vocabulary, reporter);
        auto core = is_lone_version(map, entry.key.text, vocabulary) && vocabulary.right_map != nullptr
                        ? core_removed(entry.value, *vocabulary.right_map, reporter)
                        : std::nullopt;
        if (unknown.fix && core) {
            unknown.fix->edits.push_back(*std::move(core));
        }
    }
}

// The key of ':' is that of ';' on many keyboards.
void advise_to_comment(const Map& map,
                       const Map::Entry& entry,
                       const Reporter& reporter,
                       Diagnostic& unknown) {
    unknown.help = "begin a comment with ';'";
    unknown.fix = renamed(map, entry, fmt::format(";{}", entry.key.text.view().substr(1)), reporter);
    if (unknown.fix) {
        unknown.fix->kind = Fix::Kind::guess;
    }
}

// What an install profile says about itself, and a makefile does not.
constexpr std::string_view manifest_keys[] = {
    "base",   "base profile", "dependencies", "description", "distribution", "exclusive", "files",
    "hidden", "name",         "package",      "php",         "themes",       "type",      "version"};

// Whether all that is below a top-level key are texts of attributes: "views[version] = 3.29".
bool is_nameless_group(const Map::Entry& entry) {
    return entry.value.is_map() && !entry.value.map().empty()
           && std::ranges::all_of(entry.value.map().entries(), [](const Map::Entry& attribute) {
                  return !attribute.value.is_map() && document::is_project_attribute(attribute.key.text);
              });
}

// Returns whether there was something to say.
bool advise_on_top_level(const Map::Entry& entry, const Reporter& reporter, Diagnostic& unknown) {
    const auto name = entry.key.text.view();
    const auto text = reporter.text(entry.key.span.file);
    if (is_nameless_group(entry)) {
        const auto attribute = entry.value.map().entries().front().key.text.view();
        unknown.help =
            worded(text, entry.key.span,
                   fmt::format("if it is a project, write projects[{}][{}] = ...", name, attribute),
                   "if it is a project, write it below 'projects:'");
        unknown.fix = replaced_in_keys(entry.value, fmt::format("{}[", name),
                                       fmt::format("projects[{}][", name), reporter);
        return true;
    }
    if (!contains(manifest_keys, name)) {
        return false;
    }
    unknown.help = name == "base" ? "a profile's base belongs into its .info file; another makefile is read "
                                    "by 'includes'"
                                  : "it belongs into the .info file of an install profile";
    return true;
}

void check_name(const Map& map, const Map::Entry& entry, const Vocabulary& vocabulary, Reporter& reporter) {
    const auto name = entry.key.text.view();
    Diagnostic unknown{.slug = vocabulary.slug,
                       .span = entry.key.span,
                       .message = fmt::format("{} no attribute '{}'", vocabulary.owner, name)};
    if (is_lone_version(map, name, vocabulary)) {
        unknown.message += ", and without a type it is a clone of the default branch";
    }
    if (vocabulary.slug == slug::unknown_key && advise_on_top_level(entry, reporter, unknown)) {
        reporter.warning(std::move(unknown));
        return;
    }
    if (name.starts_with(':')) {
        advise_to_comment(map, entry, reporter, unknown);
    } else if (!vocabulary.parts_of_place.empty() && contains(whole_paths, name)) {
        unknown.help = vocabulary.parts_of_place;
    } else if (contains(vocabulary.misplaced, name)) {
        advise_on_misplaced(map, entry, vocabulary, reporter, unknown);
    } else if (const auto meant = meant_by(name, vocabulary)) {
        unknown.help = fmt::format("there is one called '{}'", *meant);
        if (contains(vocabulary.known, *meant)) {
            unknown.fix = renamed(map, entry, *meant, reporter);
        } else {
            *unknown.help += ", of the download";
            unknown.fix = replaced_in_keys(entry.value, fmt::format("[{}]", name),
                                           fmt::format("{}[{}]", vocabulary.right_text, *meant), reporter);
        }
    }
    reporter.warning(std::move(unknown));
}

// Names that only exist because a line was misread, which has been said.
bool is_misread(std::string_view name) {
    return name.find_first_of("\r\n]") != std::string_view::npos || has_invisible(name);
}

void check(const Map& map, const Vocabulary& vocabulary, Reporter& reporter) {
    for (const auto& entry : map.entries()) {
        const auto name = entry.key.text.view();
        if (!contains(vocabulary.known, name) && !is_misread(name) && !reporter.is_full()) {
            check_name(map, entry, vocabulary, reporter);
        }
    }
}

// Whole keys that only exist because a line was misread.
bool is_misread_key(std::string_view key) {
    constexpr std::array<std::string_view, 10> signs{"#",       "'",  "\"", "//", "<",
                                                     ">>>>>>>", "+ ", "- ", "$",  "{"};
    return is_misread(key) || is_index(key)
           || std::ranges::any_of(signs, [&](std::string_view sign) { return key.starts_with(sign); });
}

// Whether a key is written as it is, in YAML, with its colon behind it.
bool is_yaml_key(const document::Key& key, std::string_view text) {
    const auto& span = key.span;
    if (span.end >= text.size() || text[span.end] != ':'
        || text.substr(span.begin, span.end - span.begin) != key.text) {
        return false;
    }
    const auto before = text.substr(0, text.substr(0, span.begin).find_last_not_of(' ') + 1);
    return before.empty() || std::string_view("\n-{,").find(before.back()) != std::string_view::npos;
}

// "common: &common", in YAML, is there for what the rest of the file makes of it.
bool is_anchored(const Map::Entry& entry, const Reporter& reporter) {
    const auto text = reporter.text(entry.key.span.file);
    const auto colon = entry.key.span.end;
    if (colon >= text.size() || text[colon] != ':') {
        return false;
    }
    const auto value = text.find_first_not_of(" \t", colon + 1);
    return value != std::string_view::npos && text[value] == '&';
}

}  // namespace

std::optional<Fix> renamed(const Map& map,
                           const Map::Entry& entry,
                           std::string_view meant,
                           const Reporter& reporter) {
    const auto name = entry.key.text.view();
    const auto begin = entry.key.span.begin;
    const auto text = reporter.text(entry.key.span.file);
    const bool bracketed = begin > 0 && begin <= text.size() && text[begin - 1] == '[';
    const auto quoted = [&](std::string_view part) {
        return bracketed ? fmt::format("[{}]", part) : std::string(part) + (entry.value.is_map() ? "[" : "");
    };
    auto fix =
        is_yaml_key(entry.key, text)
            ? fix_with(Fix::Kind::guess, Edit{.span = entry.key.span, .replacement = std::string(meant)})
            : replaced_in_keys(entry.value, quoted(name), quoted(meant), reporter);
    if (fix && is_certainly(name, meant) && can_become(map, entry, meant)) {
        fix->kind = Fix::Kind::safe;
    }
    return fix;
}

void check_top_level(const Map& root, Reporter& reporter) {
    constexpr Vocabulary vocabulary{
        .slug = slug::unknown_key, .owner = "a makefile has", .known = top_level_names};
    for (const auto& entry : root.entries()) {
        const auto name = entry.key.text.view();
        if (!contains(vocabulary.known, name) && !is_misread_key(name) && !is_anchored(entry, reporter)
            && !reporter.is_full()) {
            check_name(root, entry, vocabulary, reporter);
        }
    }
}

namespace {

std::string_view parts_of_place(Group group) {
    return group == Group::libraries
               ? "Drush puts the path together from contrib_destination, destination, subdir and "
                 "directory_name"
               : "Drush puts the path together from contrib_destination, the type, subdir and directory_name";
}

}  // namespace

void check_project_attributes(Group group, const Map& attributes, Reporter& reporter) {
    const auto* download = attributes.find("download");
    const auto* type = download != nullptr && download->is_map() ? download->map().find("type") : nullptr;
    const bool by_git = type != nullptr && !type->is_map() && type->written() == "git";
    check(attributes,
          {.slug = slug::unknown_attribute,
           .owner = group == Group::libraries ? "a library has" : "a project has",
           .known = project_attributes,
           .misplaced = misplaced_in_project,
           .right_place = "it is an attribute of the download: write it after [download]",
           .right_place_in_yaml = "it is an attribute of the download: write it below 'download:'",
           .right_text = "[download]",
           .right_map = by_git ? &download->map() : nullptr,
           .parts_of_place = parts_of_place(group)},
          reporter);
}

void check_download_attributes(const Map& project, const Map& download, Reporter& reporter) {
    check(download,
          {.slug = slug::unknown_attribute,
           .owner = "a download has",
           .known = download_attributes,
           .misplaced = misplaced_in_download,
           .right_place = "it is no attribute of the download: write it without [download]",
           .right_place_in_yaml = "it is no attribute of the download: write it beside 'download:'",
           .misplaced_text = "[download]",
           .right_map = &project},
          reporter);
}

void check_patch_attributes(const Map& patch, Reporter& reporter) {
    check(patch, {.slug = slug::unknown_attribute, .owner = "a patch has", .known = patch_attributes},
          reporter);
}

}  // namespace slipway::makefile

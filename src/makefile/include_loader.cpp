#include "include_loader.hpp"

#include "attributes.hpp"
#include "merge.hpp"
#include "name_lint.hpp"
#include "place.hpp"

#include <slipway/diag/slugs.hpp>
#include <slipway/ini/edits.hpp>
#include <slipway/makefile/parse.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace slipway::makefile {

namespace {

using document::Map;
using document::Value;
using ini::worded;

constexpr std::size_t most_files =
    500;  // a file that includes another twice, which includes … doubles each time
constexpr std::size_t deepest = 32;
constexpr std::size_t most_bytes = std::size_t{64} << 20U;

// What an option's value means on a command line.
std::string option_text(const Value& value) {
    if (!value.is_map()) {
        return value.text();
    }
    std::string out;
    for (const auto& element : value.map().entries()) {
        out += out.empty() ? "" : ",";
        out += element.value.is_map() ? std::string() : element.value.text();
    }
    return out;
}

// What identifies a makefile: for cycles.
std::string identity(const Place& place) {
    auto out = place.repository && place.repository->url ? place.repository->url->text + '\n' : std::string();
    out += place.kind == Place::Kind::url ? place.path : plain(place.path);
    return out;
}

}  // namespace

std::optional<Map> IncludeLoader::load(FileId file, const Place& place, const Additions& additions) {
    if (place.kind != Place::Kind::file) {
        remote_files_.insert(file);
    }
    auto document = parse(file, sources_, reporter_.policy(), diagnostics_);
    if (!document) {
        return std::nullopt;
    }
    open_.push_back(identity(place));
    auto root = std::move(document->root);
    check_top_level(root, reporter_);
    apply_options(root);
    for (auto& base : all_of(root, "includes", additions.includes, place)) {
        root = merge_include(std::move(base), root, file, reporter_);
    }
    normalise_projects(root, reporter_);
    for (const auto& overlay : all_of(root, "overrides", additions.overrides, place)) {
        root = merge(std::move(root), overlay, reporter_);
    }
    root.erase("includes");
    root.erase("overrides");
    normalise_projects(root, reporter_);
    open_.pop_back();
    return root;
}

std::vector<Map> IncludeLoader::all_of(const Map& root,
                                       std::string_view attribute,
                                       const std::vector<Value>& added,
                                       const Place& from) {
    std::vector<const Value*> elements;
    const auto* written = root.find(attribute);
    if (written != nullptr && !written->is_falsy() && !written->is_map()) {
        reporter_.loss({.slug = slug::not_a_list,
                        .span = written->span(),
                        .message = fmt::format("'{}' is a list: Drush ignores this text", attribute),
                        .notes = {},
                        .help = worded(reporter_.text(written->span().file), written->span(),
                                       fmt::format("write {}[] = {}", attribute, written->written()),
                                       fmt::format("write '{}: [{}]'", attribute, written->written()))});
    } else if (written != nullptr && written->is_map()) {
        for (const auto& element : written->map().entries()) {
            elements.push_back(&element.value);
        }
    }
    for (const auto& element : added) {
        elements.push_back(&element);
    }
    std::vector<Map> out;
    for (const auto* element : elements) {
        if (element->is_falsy()) {
            continue;
        }
        if (auto map = included(*element, from)) {
            out.push_back(std::move(*map));
        }
    }
    return out;
}

std::optional<Map> IncludeLoader::included(const Value& element, const Place& from) {
    auto place = place_of(element, from);
    return place ? open(element, from, *std::move(place)) : std::nullopt;
}

std::optional<Place> IncludeLoader::place_of(const Value& element, const Place& from) {
    if (element.is_map() && element.map().find("makefile") != nullptr
        && element.map().find("download") != nullptr) {
        return place_in_repository(element);
    }
    if (!element.is_text()) {
        reporter_.error({.slug = slug::malformed_include,
                         .span = element.span(),
                         .message = "expected the path of a makefile",
                         .notes = {},
                         .help = worded(reporter_.text(element.span().file), element.span(),
                                        "write includes[] = path/to/file.make",
                                        "write '- path/to/file.make' below 'includes:'")});
        return std::nullopt;
    }
    return beside(from, std::string(element.written()));
}

// Drush clones with its git downloader, whatever type is written.
std::optional<Place> IncludeLoader::place_in_repository(const Value& element) {
    const auto makefile = AttributeReader(element.map(), reporter_).filled_text("makefile");
    const auto& written = *element.map().find("download");
    Download download;
    download.span = written.span();
    download.type = {"git", written.span()};
    if (written.is_map()) {
        const AttributeReader read(written.map(), reporter_);
        download.url = read.filled_text("url");
        download.refspec = read.filled_text("refspec");
        download.tag = read.filled_text("tag");
        download.revision = read.filled_text("revision");
        download.branch = read.filled_text("branch");
    } else if (written.is_text()) {
        download.url = Text{written.text(), written.span()};
    }
    if (!makefile || !download.url) {
        reporter_.error(
            {.slug = slug::malformed_include,
             .span = written.span(),
             .message = "an include from a repository needs a 'makefile' and a 'download' with a 'url'",
             .notes = {},
             .help = worded(reporter_.text(written.span().file), written.span(),
                            "write includes[x][makefile] = file.make and includes[x][download][url] = ...",
                            "write '- {makefile: file.make, download: {url: ...}}' below 'includes:'")});
        return std::nullopt;
    }
    return Place{.kind = Place::Kind::repository, .path = makefile->text, .repository = std::move(download)};
}

// A file that is not beside the makefile may be in the working directory; `place` says which was read.
Result<std::string> IncludeLoader::read(const Value& element, const Place& from, Place& place) {
    const bool leaves = place.kind == Place::Kind::repository
                        && (plain(place.path).starts_with("..") || place.path.starts_with('/'));
    if (leaves) {
        return Error(ErrorKind::denied, "it is not in the repository");
    }
    if (from.kind != Place::Kind::file && element.is_map() && is_on_host(place)) {
        return Error(ErrorKind::denied, "a makefile from elsewhere names a repository of this host");
    }
    auto bytes = read_(place);
    const auto here = std::string(element.is_text() ? element.written() : "");
    if (!bytes && bytes.error().kind() == ErrorKind::not_found && from.kind == Place::Kind::file
        && place.kind == Place::Kind::file && place.path != here) {
        Place working_directory{.kind = Place::Kind::file, .path = here};
        if (auto from_here = read_(working_directory)) {
            place = std::move(working_directory);
            return from_here;
        }
    }
    return bytes;
}

std::optional<Map> IncludeLoader::open(const Value& element, const Place& from, Place place) {
    if (input_.offline && place.kind != Place::Kind::file) {
        incomplete_ = true;
        reporter_.warning(
            {.slug = slug::remote_include,
             .span = element.span(),
             .message = fmt::format("'{}' is not looked at: this works without a network", shown(place)),
             .notes = {},
             .help = {}});
        return std::nullopt;
    }
    auto bytes = read(element, from, place);
    if (!bytes) {
        incomplete_ = true;
        const auto help = bytes.error().help();
        reporter_.error(
            {.slug = bytes.error().kind() == ErrorKind::drifted ? slug::lock_drift
                     : place.kind == Place::Kind::file          ? slug::include_not_found
                                                                : slug::remote_include,
             .span = element.span(),
             .message = fmt::format("cannot include '{}': {}", shown(place), bytes.error().to_string()),
             .notes = {},
             .help = help.empty() && place.kind == Place::Kind::file
                         ? "paths are relative to the file that includes, then to the working directory"
                     : help.empty() ? std::optional<std::string>()
                                    : std::optional<std::string>(help)});
        return std::nullopt;
    }
    bytes_ += bytes->size();
    if (!enters(place, element)) {
        return std::nullopt;
    }
    if (input_.offline && is_lone_ini_line(*bytes)) {
        reporter_.warning(
            {.slug = slug::yaml_not_in_drush,
             .span = element.span(),
             .message = fmt::format("'{}' is one line: Drush takes it for a text of YAML, and crashes",
                                    shown(place)),
             .help = "add a second line to it, such as api = 2"});
    }
    const auto file = sources_.add(shown(place), std::move(*bytes));
    return load(file, place);
}

bool IncludeLoader::enters(const Place& place, const Value& element) {
    if (std::ranges::find(open_, identity(place)) != open_.end()) {
        reporter_.error({.slug = slug::include_cycle,
                         .span = element.span(),
                         .message = fmt::format("'{}' is included while it is being read", shown(place)),
                         .notes = {},
                         .help = "remove one of the includes"});
        return false;
    }
    if (++files_ > most_files || bytes_ > most_bytes || open_.size() >= deepest) {
        reporter_.error(
            {.slug = slug::too_many_includes,
             .span = element.span(),
             .message = fmt::format("a makefile includes at most {} others, {} deep, of {} MiB together",
                                    most_files, deepest, most_bytes >> 20U),
             .notes = {},
             .help = {}});
        return false;
    }
    return true;
}

void IncludeLoader::apply_options(const Map& root) {
    const auto* options = root.find("options");
    if (options == nullptr || options->is_falsy()) {
        return;
    }
    if (!options->is_map()) {
        reporter_.loss({.slug = slug::not_a_map,
                        .span = options->span(),
                        .message = "'options' is a list, not one text: Drush ignores it",
                        .notes = {},
                        .help = worded(reporter_.text(options->span().file), options->span(),
                                       fmt::format("write options[{}] = TRUE", options->written()),
                                       fmt::format("write 'options: {{{}: true}}'", options->written()))});
        return;
    }
    for (const auto& option : options->map().entries()) {
        if (is_allowed(option)) {
            apply_option(
                option.key.text.str(),
                {option_text(option.value), option.value.is_map() ? option.key.span : option.value.span()});
        }
    }
}

bool IncludeLoader::is_allowed(const Map::Entry& option) {
    const auto& allowed = input_.allowed_options;
    if (!allowed || allowed->contains(option.key.text)) {
        return true;
    }
    reporter_.warning({.slug = slug::option_refused,
                       .span = option.key.span,
                       .message = fmt::format("the option '{}' is ignored: --allow-override does not list it",
                                              option.key.text),
                       .notes = {},
                       .help = {}});
    return false;
}

void IncludeLoader::apply_option(const std::string& name, Text value) {
    const auto present = options_.find(name);
    if (present == options_.end()) {
        options_.emplace(name, std::move(value));
        return;
    }
    if (present->second.text != value.text) {
        reporter_.warning(
            {.slug = slug::option_replaced,
             .span = value.span,
             .message = fmt::format("the option '{}' of an included file wins over an earlier one", name),
             .notes = {{.span = present->second.span, .message = "this has no effect"}},
             .help = "give the option once, or on the command line"});
    }
    present->second = std::move(value);
}

}  // namespace slipway::makefile

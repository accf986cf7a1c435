#include "translations.hpp"

#include <slipway/cache/object.hpp>
#include <slipway/cache/tree_builder.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/resolve/release_history.hpp>
#include <slipway/resolve/translation_server.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace slipway::build {

using makefile::Text;
using Origin = TranslationTemplate::Origin;

namespace {

constexpr std::string_view file_scheme = "file://";

bool is_filled(const std::optional<Text>& text) { return text && !text->text.empty(); }

// Whether the project says for itself which languages it wants: also that it wants none.
bool has_languages_of_its_own(const Item& item) {
    const auto* const projects = item.level->makefile.data.find("projects");
    const auto* const project =
        projects != nullptr && projects->is_map() ? projects->map().find(item.asked->key) : nullptr;
    return project != nullptr && project->is_map() && project->map().find("translations") != nullptr;
}

std::vector<Text> languages_of(const Item& item, const Options& options) {
    if (has_languages_of_its_own(item)) {
        return item.asked->translations;
    }
    std::vector<Text> languages;
    for (const auto& language : options.translations) {
        languages.push_back({language, item.asked->span});
    }
    const auto& more = item.level->translations;
    languages.insert(languages.end(), more.begin(), more.end());
    return languages;
}

// Whether a file can have the name.
bool is_one_name(const std::string& text) {
    const auto path = RelativePath::parse(text);
    return path && path->parent().empty();
}

using Values = std::map<std::string, std::string>;

Values values_for(const Item& item, const std::string& language) {
    const auto& core = item.asked->core;
    return {{"%project", item.asked->name},
            {"%release", item.full_version},
            {"%core", is_filled(core) ? core->text : item.level->makefile.core},
            {"%language", language}};
}

// Whether one of the values could lead out of the directory of a path that it is put into.
bool can_climb(const Values& values) {
    return std::ranges::any_of(
        values, [](const auto& value) { return value.second.find("..") != std::string::npos; });
}

Error denied(std::string message) {
    return Error(ErrorKind::denied, std::move(message))
        .with_help("write l10n_path into your own makefile if you want that file");
}

// Where a translation server says that something is.
Result<Location> at_server(const std::string& url, Origin origin) {
    if (url.starts_with(file_scheme)) {
        return origin == Origin::server_on_host
                   ? Result<Location>(HostFile{url.substr(file_scheme.size())})
                   : denied("the translation server is elsewhere, but names a file of this host");
    }
    if (url.find("://") == std::string::npos) {
        return Error(ErrorKind::unsupported,
                     fmt::format("the translation server gives '{}', which is no URL", url));
    }
    return Location(RemoteFile{url});
}

// The directories that get each translation of a core: those of its profiles, and one that all other profiles
// look into.
Result<std::vector<std::string>> directories_in_core(const cache::Store& store, const Digest& tree) {
    std::vector<std::string> directories;
    const auto path = SLIPWAY_TRY(RelativePath::parse("profiles"));
    const auto entry = SLIPWAY_TRY(cache::find_entry(store, tree, path));
    if (entry && entry->mode == cache::Mode::directory) {
        const auto profiles = SLIPWAY_TRY(store.read_tree(entry->id));
        for (const auto& profile : profiles.entries()) {
            if (profile.mode == cache::Mode::directory && profile.name != "node_modules"
                && profile.name != "bower_components") {
                directories.push_back(fmt::format("profiles/{}/translations", profile.name));
            }
        }
    }
    directories.emplace_back("modules/system/translations");
    return directories;
}

}  // namespace

bool want_translations(Item& item, const Options& options, Diagnostics& diagnostics) {
    for (auto& language : languages_of(item, options)) {
        const bool is_new = std::ranges::none_of(item.translations, [&](const Translation& known) {
            return known.language.text == language.text;
        });
        if (!is_one_name(language.text)) {
            diagnostics.report({.slug = slug::unsafe_path,
                                .span = language.span,
                                .message = fmt::format("{}: '{}' is no language: a file is named after it",
                                                       item.label(), language.text),
                                .help = "write a code like de or pt-br"});
            return false;
        }
        if (is_new) {
            item.translations.push_back({std::move(language)});
        }
    }
    return true;
}

bool is_there(const Translation& translation) {
    static const auto nothing = cache::blob_id({});
    return translation.file && *translation.file != nothing;
}

bool is_translatable(const Item& item) {
    static constexpr std::array<std::string_view, 4> types = {"core", "module", "profile", "theme"};
    return std::ranges::find(types, item.type) != types.end();
}

std::optional<Text> translation_server_of(const Item& item, const Options& options) {
    const auto& asked = *item.asked;
    if (is_filled(asked.l10n_url)) {
        return asked.l10n_url;
    }
    const auto& location = is_filled(asked.location) ? asked.location->text : options.location;
    if (!location.empty() && location != resolve::default_location) {
        return std::nullopt;
    }
    return Text{std::string(resolve::default_translation_server), asked.span};
}

Result<Location> locate(const Item& item, const TranslationTemplate& where, const Translation& translation) {
    const auto values = values_for(item, translation.language.text);
    const Text address{resolve::expand_template(where.address.text, values), where.address.span};
    auto location = where.origin == Origin::makefile ? locate(*item.level, address, RelativeTo::makefile)
                                                     : at_server(address.text, where.origin);
    if (location && !std::holds_alternative<RemoteFile>(*location) && can_climb(values)) {
        return denied(fmt::format("'{}' leads out of its directory", address.text));
    }
    return location;
}

Result<Translating> translating(const Item& item, const cache::Store& store) {
    const auto directories = item.is_core() ? SLIPWAY_TRY(directories_in_core(store, *item.source))
                                            : std::vector<std::string>{"translations"};
    Translating all{.action = {}, .inputs = {*item.source}};
    for (const auto& translation : item.translations) {
        if (!is_there(translation)) {
            continue;
        }
        for (const auto& directory : directories) {
            all.action.paths.push_back(fmt::format("{}/{}.po", directory, translation.language.text));
            all.inputs.emplace_back(*translation.file);
        }
    }
    return all;
}

std::optional<Diagnostic> missing_translations(const Item& item) {
    std::vector<std::string_view> languages;
    const Translation* first = nullptr;
    for (const auto& translation : item.translations) {
        if (is_translatable(item) && !is_there(translation)) {
            languages.emplace_back(translation.language.text);
            first = first == nullptr ? &translation : first;
        }
    }
    if (first == nullptr) {
        return std::nullopt;
    }
    return Diagnostic{
        .severity = Severity::warning,
        .slug = slug::missing_translation,
        .span = first->language.span,
        .message =
            fmt::format("{}: there is no translation into {}", item.label(), fmt::join(languages, ", ")),
        .help = first->address.empty()
                    ? "release histories are not drupal.org's here, so the makefile has to say where "
                      "translations are: with l10n_path or l10n_url"
                    : fmt::format("it was looked for at {}", first->address)};
}

}  // namespace slipway::build

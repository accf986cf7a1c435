// Translations: which a project is wanted in, where they are looked for, and where they go (spec §7.5). When
// what is asked for is up to Compilation. Private to build.
#pragma once

#include "item.hpp"
#include "location.hpp"

#include <slipway/base/result.hpp>
#include <slipway/build/build.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/diag/diagnostic.hpp>
#include <slipway/plan/plan.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace slipway::build {

// The addresses of all translations, with %project and so on in it; and who said so, since that decides what
// it may name.
struct TranslationTemplate {
    enum class Origin : std::uint8_t { makefile, server, server_on_host };
    makefile::Text address;
    Origin origin{};
};

// One for each language, none of them there yet. What is no name of a file is reported: false then.
bool want_translations(Item& item, const Options& options, Diagnostics& diagnostics);

// Whether there is something in it: Drush takes an empty file for none.
bool is_there(const Translation& translation);

// Whether translations go into projects of the item's type.
bool is_translatable(const Item& item);

// The document that says where the translations are. Nothing if nobody has one: release histories are not
// drupal.org's.
std::optional<makefile::Text> translation_server_of(const Item& item, const Options& options);

// Where the translation is. ErrorKind::denied if that is on this host, and who says so may not name its
// files.
Result<Location> locate(const Item& item, const TranslationTemplate& where, const Translation& translation);

// The action that adds all translations that are there to the item's source, and its inputs; no paths if none
// is.
struct Translating {
    plan::AddFiles action;
    std::vector<plan::Input> inputs;
};
Result<Translating> translating(const Item& item, const cache::Store& store);

// A warning that names the languages without a translation, if there are any.
std::optional<Diagnostic> missing_translations(const Item& item);

}  // namespace slipway::build

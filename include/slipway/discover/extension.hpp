// Extension: one thing that Drupal can find in a project's tree: a module, a theme, a theme engine, a
// profile, a library; with what its manifest says. An Analysis is all of them in one tree.
//
// Values that know no platform: paths are relative to the tree, and whether Drupal finds an extension at all
// is decided where the tree is placed (discover/platform.hpp). An analysis depends on the tree alone.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::discover {

enum class Kind : std::uint8_t { module, theme, theme_engine, profile, library };

// "theme engine".
std::string_view to_string(Kind kind);

// An extension that a manifest names.
struct Reference {
    Kind kind{};
    std::string written;      // "views (>=3.x)", "drupal:node"
    std::uint32_t begin = 0;  // where, in the manifest's bytes
    std::uint32_t end = 0;

    bool operator==(const Reference&) const = default;
};

struct Extension {
    // By what Drupal finds it.
    enum class Form : std::uint8_t {
        files,     // Drupal 6 and 7: NAME.module, NAME.info, NAME.engine, NAME.profile
        info_yml,  // Drupal 8 and later: NAME.info.yml
        library    // a directory in a directory `libraries`
    };

    std::string name;
    std::string directory;  // in the tree; empty for its root
    Form form{};

    // Form::files: which there are.
    bool has_module = false;
    bool has_info = false;
    bool has_engine = false;
    bool has_profile = false;
    // Form::info_yml: what its `type:` line says; nothing if there is none, or it is of another word.
    std::optional<Kind> type = {};

    // What the manifest says. Empty where it says nothing.
    std::string manifest = {};  // its path in the tree
    std::optional<Digest> manifest_blob = {};
    bool is_readable = true;            // false: it is there, and holds nothing that can be read
    std::string core = {};              // "7.x"
    std::string core_requirement = {};  // "^9 || ^10"
    std::string php = {};
    std::string version = {};
    std::string base = {};  // of a theme or a profile: what it builds on
    std::vector<Reference> references = {};
    std::vector<std::string> removed = {};  // modules of its base's that a profile does without

    bool operator==(const Extension&) const = default;
};

struct Analysis {
    std::vector<Extension> extensions;  // by directory, name and form

    bool operator==(const Analysis&) const = default;
};

// What is in a tree; remembered in the store, so that a tree is read once, ever. Symbolic links are followed
// as Drupal follows them, but for links that are found behind a link, and for what lies outside of the tree.
// Linear in the number of its directories. Errors: of the store.
Result<Analysis> analyse(cache::Store& store, const Digest& tree);

// The text that an analysis is remembered as, and the analysis of such a text: nothing if it is none.
std::string to_text(const Analysis& analysis);
std::optional<Analysis> analysis_of(std::string_view text);

}  // namespace slipway::discover

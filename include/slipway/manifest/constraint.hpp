// Dependency: what one line of a .info file, or one item of a .info.yml file, asks for: a module, and which
// versions of it will do (spec §9.1). Read exactly as Drupal reads it.
//
//   drupal:node
//   views (>=7.x-3.0, <4.x)
#pragma once

#include <slipway/diag/source_map.hpp>
#include <slipway/diag/span.hpp>
#include <slipway/document/reporter.hpp>
#include <slipway/makefile/model.hpp>
#include <slipway/manifest/php_version.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::manifest {

// One comparison that a version must pass. What an author writes may become two: "=2.x" is ">=2.x" and
// "<3.x".
struct Condition {
    Operator comparison;
    std::string version;  // without the prefix of the core: "3.0-beta2", "4.x"
    SourceSpan span;      // of what the author wrote
};

struct Dependency {
    makefile::Text name;  // the module's machine name
    std::optional<makefile::Text> project = {};
    std::vector<Condition> conditions = {};  // all must hold
    bool has_parentheses = false;            // also if nothing inside of them can be read
    std::string core = {};                   // what versions may begin with: "7.x"; "8.x" from Drupal 8 on
    SourceSpan span = {};                    // of the whole
    std::string written = {};
};

// Reads what `written` says for a platform of this core ("7.x", "10.x"). Every text is a dependency; parts
// that Drupal ignores are reported where they stand, as is a name that no module can have. `written` is a
// value of a file in `sources`. Linear in its size.
Dependency read_dependency(const makefile::Text& written,
                           std::string_view core,
                           const SourceMap& sources,
                           document::Reporter& reporter);

// Whether a module of this version is what the dependency asks for: "7.x-3.29" and "3.29" are the same, and
// an unknown version is an empty text, which satisfies only what has no condition (or one with "<", "<=" or
// "!=").
bool satisfies(std::string_view version, const Dependency& dependency);

// What the versions of projects for a core begin with, without the dash: the core itself up to 8.x, and "8.x"
// since.
std::string_view core_prefix(std::string_view core);

}  // namespace slipway::manifest

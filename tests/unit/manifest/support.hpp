// What the tests of manifest share.
#pragma once

#include <slipway/diag/diagnostic.hpp>
#include <slipway/diag/source_map.hpp>
#include <slipway/manifest/manifest.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace slipway::manifest::testing {

// What came of reading one manifest.
struct Read {
    std::optional<Manifest> manifest;
    std::vector<std::string> errors;    // slugs
    std::vector<std::string> warnings;  // slugs
    std::string rendered;
    std::vector<std::string> bases_read;
    SourceMap sources;

    // The names of its modules, in order.
    std::vector<std::string> modules() const;
    // The text that a span covers.
    std::string at(const SourceSpan& span) const;
};

// .info files of other profiles, by profile.
using Bases = std::map<std::string, std::string>;

// Reads a text as the file of this name, whose kind is that of the name. Without bases, none is looked for.
Read read(const std::string& name,
          const std::string& text,
          const std::optional<Bases>& bases = Bases{},
          document::Mode mode = document::Mode::strict);

// A dependency for a core, and what was said about it.
struct ReadDependency {
    Dependency dependency;
    std::vector<std::string> slugs;
    std::string rendered;
    SourceMap sources;

    // Its conditions as they are compared: ">=2.x <3.x".
    std::string conditions() const;
};

ReadDependency dependency(const std::string& text, const std::string& core = "7.x");

}  // namespace slipway::manifest::testing

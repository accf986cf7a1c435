// What is wrong with a YAML text, and how that is said. Private to yaml.
#pragma once

#include <slipway/diag/range.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/document/reporter.hpp>
#include <slipway/yaml/source.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace slipway::yaml {

// Why a text is not YAML as Drush knows it.
struct Mistake {
    Range where;
    std::string message;
    std::optional<std::string> help;
    std::string_view slug = slug::yaml_syntax;
};

// More than max_depth lists and maps inside one another.
Mistake nested_too_deep(Range where);

// Reports it; and, if its place looks like INI, which line made the file YAML.
void report(const Source& source, Mistake mistake, document::Reporter& reporter);

}  // namespace slipway::yaml

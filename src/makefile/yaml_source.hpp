// What the readers of a YAML makefile share: the text, and how they say what is wrong with it. Private to
// makefile.
#pragma once

#include "reporter.hpp"

#include <slipway/diag/slugs.hpp>
#include <slipway/diag/span.hpp>
#include <slipway/makefile/ini_entries.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace slipway::makefile {

struct YamlSource {
    std::string_view text;
    FileId file{};
    // The line `core:` that makes the file YAML, if it was that.
    std::optional<SourceSpan> because;

    SourceSpan span(Range range) const { return {.file = file, .begin = range.begin, .end = range.end}; }
};

// Why a text is not YAML as Drush knows it.
struct YamlMistake {
    Range where;
    std::string message;
    std::optional<std::string> help;
    std::string_view slug = slug::yaml_syntax;
};

// More than max_depth lists and maps inside one another.
YamlMistake nested_too_deep(Range where);

// Reports it; and, if its place looks like INI, which line made the file YAML.
void report(const YamlSource& source, YamlMistake mistake, Reporter& reporter);

}  // namespace slipway::makefile

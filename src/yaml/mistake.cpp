#include "mistake.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/diag/range.hpp>
#include <slipway/document/document.hpp>
#include <slipway/ini/line_shape.hpp>

#include <fmt/core.h>

#include <utility>

namespace slipway::yaml {

using document::max_depth;
using document::Reporter;
using ini::LineShape;
using ini::shape_of;

Mistake nested_too_deep(Range where) {
    return {.where = where,
            .message = fmt::format("lists and maps are at most {} deep", max_depth),
            .help = {},
            .slug = slug::nested_too_deep};
}

void report(const Source& source, Mistake mistake, Reporter& reporter) {
    Diagnostic wrong{.slug = mistake.slug,
                     .span = source.span(mistake.where),
                     .message = std::move(mistake.message),
                     .notes = {},
                     .help = std::move(mistake.help)};
    const auto shape = shape_of(mistake.where.of(source.text));
    const auto part = trimmed(mistake.where.of(source.text));
    if (!part.empty() && part.find_first_not_of(";, \t") == std::string_view::npos) {
        wrong.message = "nothing ends a value but its line's end";
        wrong.help = "remove it";
        wrong.fix = Fix{.edits = {{.span = source.span(mistake.where), .replacement = ""}}};
    } else if (shape == LineShape::comment) {
        const auto before = source.text.substr(0, mistake.where.begin);
        const bool apart = before.find_last_not_of(" \t\r\n") + 1 < before.size() || before.empty();
        wrong.message = "a comment begins with '#' in YAML";
        wrong.help = apart ? "write # instead of ;" : "write # instead of ;, and a space before it";
        wrong.fix = Fix{.edits = {{.span = source.span({mistake.where.begin, mistake.where.begin + 1}),
                                   .replacement = apart ? "#" : " #"}}};
    } else if (shape == LineShape::entry) {
        wrong.message = "this line is in INI form, but the file is YAML";
        wrong.help =
            source.because ? "write core = 7.x if the file is to be INI" : "write it as 'key: value'";
    }
    if (source.because && (shape == LineShape::comment || shape == LineShape::entry)) {
        wrong.notes.push_back({.span = *source.because, .message = "this line makes the file YAML"});
    }
    reporter.error(std::move(wrong));
}

}  // namespace slipway::yaml

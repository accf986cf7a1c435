// What the lints of an INI text share. Private to makefile.
#pragma once

#include "ini_edits.hpp"
#include "reporter.hpp"

#include <slipway/diag/span.hpp>

#include <string_view>

namespace slipway::makefile {

// A text that somebody else owns, and where to report what is wrong with it.
struct LintedText {
    std::string_view text;
    FileId file;
    Reporter& reporter;

    SourceSpan span(std::string_view part) const { return span_of(part, text, file); }
    Edit edit(std::string_view part, std::string replacement) const {
        return {.span = span(part), .replacement = std::move(replacement)};
    }
};

inline Fix safe_fix(Edit edit) { return {.kind = Fix::Kind::safe, .edits = {std::move(edit)}}; }

}  // namespace slipway::makefile

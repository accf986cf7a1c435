// What the lints of an INI text share. Private to ini.
#pragma once

#include <slipway/diag/range.hpp>
#include <slipway/diag/span.hpp>
#include <slipway/document/reporter.hpp>
#include <slipway/ini/edits.hpp>

#include <string_view>

namespace slipway::ini {

// A text that somebody else owns, and where to report what is wrong with it.
struct LintedText {
    std::string_view text;
    FileId file;
    document::Reporter& reporter;

    SourceSpan span(std::string_view part) const { return span_of(part, text, file); }
    Edit edit(std::string_view part, std::string replacement) const {
        return {.span = span(part), .replacement = std::move(replacement)};
    }
};

inline Fix safe_fix(Edit edit) { return {.kind = Fix::Kind::safe, .edits = {std::move(edit)}}; }

}  // namespace slipway::ini

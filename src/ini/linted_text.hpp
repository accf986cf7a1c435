// What the lints of an INI text share. Private to ini.
#pragma once

#include <slipway/diag/range.hpp>
#include <slipway/diag/span.hpp>
#include <slipway/document/reporter.hpp>
#include <slipway/ini/edits.hpp>

#include <string_view>

namespace slipway::ini {

// Which bytes stand anywhere in a text. Most texts have none of these, and then no line is searched for them.
struct Bytes {
    bool all_plain = false;          // nothing but visible ASCII and space
    bool carriage_return = false;    // '\r'
    bool placeholder_begin = false;  // '{', '$', '<', '%' or '@'
};

Bytes bytes_of(std::string_view text);

// A text that somebody else owns, and where to report what is wrong with it.
struct LintedText {
    std::string_view text;
    FileId file;
    Bytes bytes;
    document::Reporter& reporter;

    SourceSpan span(std::string_view part) const { return span_of(part, text, file); }
    Edit edit(std::string_view part, std::string replacement) const {
        return {.span = span(part), .replacement = std::move(replacement)};
    }
};

// Whether every double quote of a text opens or closes a word or phrase of it, as in: the "one" or "the
// other".
bool has_paired_quotes(std::string_view text);

inline Fix safe_fix(Edit edit) { return {.kind = Fix::Kind::safe, .edits = {std::move(edit)}}; }

}  // namespace slipway::ini

// Edits of INI text around the places that a document knows.
//
// A document may be of another language, and a key may have been written on another line than its value: each
// of these looks at the text first, and gives nothing where it is not what the edit is for.
#pragma once

#include <slipway/diag/diagnostic.hpp>
#include <slipway/diag/span.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::ini {

// The key of the entry whose value stands at `value`, if it is all on one line with its "=".
std::optional<std::string_view> key_before(std::string_view text, const SourceSpan& value);

// What to say about a key or value: `in_yaml` if it is written in YAML, as the signs beside it tell.
std::string worded(std::string_view text, const SourceSpan& span, std::string in_ini, std::string in_yaml);

// Whether a key or value is written in YAML, as far as the signs beside it tell.
bool is_in_yaml(std::string_view text, const SourceSpan& span);

// projects[views] = 3.29 with "[version]": projects[views][version] = 3.29
std::optional<Edit> key_extended(std::string_view text, const SourceSpan& value, std::string_view suffix);

// Replaces what stands once in a value's key: "[verison]" by "[version]".
std::optional<Edit> key_text_replaced(std::string_view text,
                                      const SourceSpan& value,
                                      std::string_view from,
                                      std::string_view to);

// Removes the entry of a value that stands on one line, and its line end.
std::optional<Edit> line_removed(std::string_view text, const SourceSpan& value);

// Puts a line of its own above or below the entry of a value, in the same indentation and with the same line
// end.
std::optional<Edit> line_above(std::string_view text, const SourceSpan& value, std::string_view line);
std::optional<Edit> line_below(std::string_view text, const SourceSpan& value, std::string_view line);

// The line around a part of the text, without its line feed.
std::string_view line_around(std::string_view part, std::string_view text);

}  // namespace slipway::ini

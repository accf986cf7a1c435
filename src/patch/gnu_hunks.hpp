// Reads the hunks of one file as GNU patch does.
#pragma once

#include "gnu_patch.hpp"
#include "gnu_text.hpp"

#include <slipway/base/result.hpp>

#include <vector>

namespace slipway::patch {

// All hunks of this kind that follow; leaves the text behind them. ErrorKind::corrupt.
Result<std::vector<GnuHunk>> read_gnu_hunks(GnuText& text, GnuKind kind, const GnuText::Form& form);

// One hunk of a context diff, or nothing if none follows.
Result<std::optional<GnuHunk>> read_context_hunk(GnuText& text, const GnuText::Form& form);

// "12,7" at the beginning of `line`, which it is taken off; `second` is left as it is if there is none.
// False: no number.
bool take_line_numbers(std::string_view& line, std::int64_t& first, std::int64_t& second);

}  // namespace slipway::patch

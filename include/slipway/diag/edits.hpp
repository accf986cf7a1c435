// Fixes of diagnostics: put together from edits, and made to a source text.
#pragma once

#include <slipway/diag/diagnostic.hpp>
#include <slipway/diag/span.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace slipway {

struct Edited {
    std::string text;
    std::size_t fixes_made = 0;
    std::size_t fixes_left = 0;  // they overlap one that was made: another run can make them
};

// Makes all safe fixes of `diagnostics` whose edits are all in `file`, the earliest in the text first, and
// none that overlaps another that was made. Fixes that are equal are one. Pure. n log n.
Edited make_safe_fixes(std::string_view text, FileId file, std::span<const Diagnostic> diagnostics);

// A fix of one edit, or of several. Nothing if one of them is missing, or if there are none.
std::optional<Fix> fix_with(Fix::Kind kind, std::optional<Edit> edit);
std::optional<Fix> fix_with(Fix::Kind kind, std::vector<std::optional<Edit>> edits);

}  // namespace slipway

// What docs/diagnostics.md says about a slug: the page is part of the program.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace slipway::report {

// The slug's entry, with its heading, as Markdown that ends in one line feed; nothing if there is none.
std::optional<std::string_view> explanation(std::string_view slug);

// All slugs that have an entry, in the page's order.
std::vector<std::string_view> explained_slugs();

}  // namespace slipway::report

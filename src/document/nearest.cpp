#include "slipway/document/nearest.hpp"

#include <slipway/base/chars.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace slipway::document {

namespace {

constexpr std::size_t longest = 32;  // of two names that are compared

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// The Damerau-Levenshtein distance (optimal string alignment). Requires texts of at most `longest` bytes.
std::size_t distance(std::string_view a, std::string_view b) {
    std::array<std::array<std::size_t, longest + 1>, longest + 1> cost{};
    for (std::size_t i = 0; i <= a.size(); ++i) {
        for (std::size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0) {
                cost[i][j] = i + j;
                continue;
            }
            const bool same = lower(a[i - 1]) == lower(b[j - 1]);
            cost[i][j] =
                std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + (same ? 0U : 1U)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
            }
        }
    }
    return cost[a.size()][b.size()];
}

}  // namespace

std::optional<std::string_view> nearest(std::string_view written, std::span<const std::string_view> known) {
    std::optional<std::string_view> best;
    if (written.size() > longest) {
        return best;
    }
    auto best_distance = longest;
    for (const auto name : known) {
        if (name.size() > longest) {
            continue;
        }
        const auto mistakes = distance(written, name);
        if (mistakes < best_distance && mistakes <= std::max<std::size_t>(1, name.size() / 3)) {
            best = name;
            best_distance = mistakes;
        }
    }
    return best;
}

bool is_certainly(std::string_view written, std::string_view known) {
    constexpr std::size_t few = 4;
    if (written.size() == known.size() + 2 && written.starts_with(known) && written.ends_with("es")) {
        return true;
    }
    return known.size() >= few && written.size() >= few && written.size() <= longest
           && known.size() <= longest
           && std::ranges::none_of(known, [](char c) { return c >= '0' && c <= '9'; })
           && distance(written, known) <= 1;
}

}  // namespace slipway::document

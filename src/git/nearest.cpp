#include "nearest.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace slipway::git {

namespace {

constexpr std::size_t longest = 250;  // of a name that is compared: the distance takes the square of it

// How many letters must be changed, added or dropped (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        auto diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const auto changed = diagonal + (a[i] == b[j] ? 0U : 1U);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, diagonal + 1, row[j] + 1});
        }
    }
    return row.back();
}

// So many slips of the hand: two in a word of four letters, since two that changed places count as two.
std::size_t few(std::string_view wanted) {
    return wanted.size() < 4 ? 1 : std::max<std::size_t>(2, wanted.size() / 3);
}

bool resembles(std::string_view wanted, std::string_view name, std::size_t letters) {
    const bool continues =
        wanted.size() > 1 && name.size() > 1 && (name.starts_with(wanted) || wanted.starts_with(name));
    return continues || letters <= few(wanted);
}

}  // namespace

std::vector<std::string> nearest(std::string_view wanted,
                                 const std::vector<std::string>& names,
                                 std::size_t count) {
    std::vector<std::pair<std::size_t, std::string>> near;
    for (const auto& name : names) {
        if (wanted.size() > longest || name.size() > longest) {
            continue;
        }
        if (const auto letters = distance(wanted, name); resembles(wanted, name, letters)) {
            near.emplace_back(letters, name);
        }
    }
    std::sort(near.begin(), near.end());
    near.erase(std::unique(near.begin(), near.end()), near.end());
    std::vector<std::string> out;
    for (std::size_t i = 0; i < std::min(count, near.size()); ++i) {
        out.push_back(std::move(near[i].second));
    }
    return out;
}

}  // namespace slipway::git

#include "slipway/ini/block_owner.hpp"

#include "scanner.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/ini/edits.hpp>
#include <slipway/ini/line_shape.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace slipway::ini {

namespace {

constexpr std::size_t farthest = 2000;  // bytes

using Parts = std::vector<std::string_view>;  // of a key

bool names_something(const Parts& parts) {
    return parts.size() > 1 && (parts[0] == "projects" || parts[0] == "libraries") && !parts[1].empty();
}

bool are_about_the_same(const Parts& left, const Parts& right) {
    return left[0] == right[0] && left[1] == right[1];
}

// projects[x] = 1.0 sets a version.
bool set_the_same(const Parts& left, const Parts& right) {
    static constexpr std::string_view version[] = {"version"};
    const auto attribute_of = [](const Parts& parts) {
        return parts.size() == 2 ? std::span<const std::string_view>(version) : std::span(parts).subspan(2);
    };
    return std::ranges::equal(attribute_of(left), attribute_of(right));
}

// The entries of a block on one side of a line, nearest first, as far as they are about the same as the
// nearest. A blank line ends it; a comment does not.
class Side {
public:
    // False if the next line is not of the block.
    bool add(std::string_view line) {
        const auto content = trimmed(line);
        const auto shape = shape_of(content);
        if (shape == LineShape::comment || shape == LineShape::hash) {
            return true;
        }
        auto parts = split_key(trimmed(content.substr(0, content.find('='))));
        if (shape != LineShape::entry || !names_something(parts)
            || (nearest() != nullptr && !are_about_the_same(*nearest(), parts))) {
            return false;
        }
        entries_.push_back(std::move(parts));
        return true;
    }

    const Parts* nearest() const { return entries_.empty() ? nullptr : &entries_.front(); }

    bool sets(const Parts& key) const {
        return std::ranges::any_of(entries_, [&](const Parts& entry) { return set_the_same(entry, key); });
    }

private:
    std::vector<Parts> entries_;
};

Side side_above(std::string_view text, std::size_t line_begin) {
    Side side;
    auto rest = text.substr(0, line_begin);
    rest.remove_prefix(rest.size() - std::min(rest.size(), farthest));
    while (rest.ends_with('\n')) {
        rest.remove_suffix(1);
        const auto feed = rest.rfind('\n');
        const auto line = rest.substr(feed == std::string_view::npos ? 0 : feed + 1);
        const bool is_whole = feed != std::string_view::npos || rest.data() == text.data();
        if (!is_whole || !side.add(line)) {
            break;
        }
        rest.remove_suffix(line.size());
    }
    return side;
}

Side side_below(std::string_view text, std::size_t line_end) {
    Side side;
    auto rest = text.substr(std::min(line_end + 1, text.size())).substr(0, farthest);
    while (!rest.empty()) {
        const auto line = rest.substr(0, rest.find('\n'));
        if (!side.add(line)) {
            break;
        }
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    }
    return side;
}

}  // namespace

std::optional<Stray> stray_entry(std::string_view text, const SourceSpan& value) {
    const auto key = key_before(text, value);
    const auto parts = key ? split_key(*key) : Parts();
    if (!names_something(parts)) {
        return std::nullopt;
    }
    const auto line = line_around(*key, text);
    const auto begin = static_cast<std::size_t>(line.data() - text.data());
    const auto above = side_above(text, begin);
    const auto below = side_below(text, begin + line.size());
    const auto* const owner = above.nearest() != nullptr ? above.nearest() : below.nearest();
    if (owner == nullptr || (*owner)[0] != parts[0] || (*owner)[1] == parts[1]
        || (below.nearest() != nullptr && !are_about_the_same(*owner, *below.nearest())) || above.sets(parts)
        || below.sets(parts)) {
        return std::nullopt;
    }
    Stray stray{.name = fmt::format("[{}]", parts[1]),
                .owner = fmt::format("[{}]", (*owner)[1]),
                .meant = std::string(*key)};
    const auto at = key->find(stray.name);
    if (at == std::string_view::npos) {
        return std::nullopt;
    }
    stray.meant.replace(at, stray.name.size(), stray.owner);
    return stray;
}

}  // namespace slipway::ini

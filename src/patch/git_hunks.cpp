#include "git_hunks.hpp"

#include "mismatch.hpp"
#include "names.hpp"
#include "patch_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>

namespace slipway::patch {

namespace {

struct Sides {
    std::vector<Line> before;
    std::vector<Line> after;
};

Sides sides_of(const Hunk& hunk) {
    Sides sides;
    for (PatchText text(hunk.body); !text.done();) {
        auto line = text.peek();
        text.next();
        const char kind = line.front();
        if (text.rest().starts_with('\\')) {
            line.remove_suffix(1);  // "\ No newline at end of file"
        }
        if (line.empty() || kind == '\\') {
            continue;
        }
        const Line content(kind == '\n' ? line : line.substr(1));  // a bare newline: an empty line of context
        if (kind != '+') {
            sides.before.push_back(content);
        }
        if (kind != '-') {
            sides.after.push_back(content);
        }
    }
    return sides;
}

struct Anchors {
    bool beginning;
    bool end;
};

class Search {
public:
    Search(const Image& image, const Sides& sides, Anchors anchors, Effort& effort)
        : image_(image), sides_(sides), anchors_(anchors), effort_(effort) {}

    // Looks at `start`, then one line after and one before it, two, and so on, as git does.
    std::optional<std::size_t> from(std::size_t start) const {
        if (sides_.before.size() > image_.size()) {
            return std::nullopt;
        }
        if (anchors_.beginning || anchors_.end) {
            return at_anchors();
        }
        start = std::min(start, image_.size());
        for (std::size_t distance = 0; distance <= image_.size() && !effort_.exhausted(); ++distance) {
            if (matches(start + distance)) {
                return start + distance;
            }
            if (distance <= start && matches(start - distance)) {
                return start - distance;
            }
        }
        return std::nullopt;
    }

private:
    std::optional<std::size_t> at_anchors() const {
        const auto last = image_.size() - sides_.before.size();
        const auto only = anchors_.beginning ? 0 : last;
        return (!anchors_.end || only == last) && matches(only) ? std::optional(only) : std::nullopt;
    }

    bool matches(std::size_t at) const {
        const auto& wanted = sides_.before;
        if (at > image_.size() - wanted.size()) {
            return false;
        }
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            effort_.spend(1 + wanted[i].text.size() / 256);
            const auto& found = image_[at + i];
            if (found.placed
                || !(same(found, wanted[i]) || (i + 1 == wanted.size() && ends_early(found, wanted[i])))) {
                return false;
            }
        }
        return !glues(at);
    }

    // The last line of a hunk that has no newline is a match for one that has: git looks at its bytes alone.
    bool ends_early(const Line& found, const Line& wanted) const {
        if (anchors_.end || wanted.complete() || !found.text.starts_with(wanted.text)) {
            return false;
        }
        return std::ranges::all_of(found.text.substr(wanted.text.size()), is_space);
    }

    // Whether a line without newline would come to stand before another. Where git makes one line of both, we
    // refuse.
    bool glues(std::size_t at) const {
        const auto& placed = sides_.after;
        if (placed.empty()) {
            return false;
        }
        const bool ends_here = at + sides_.before.size() == image_.size();
        const auto incomplete = [](const Line& line) { return !line.complete(); };
        return std::any_of(placed.begin(), placed.end() - 1, incomplete)
               || (incomplete(placed.back()) && !ends_here) || (at > 0 && incomplete(image_[at - 1]));
    }

    const Image& image_;
    const Sides& sides_;
    Anchors anchors_;
    Effort& effort_;
};

}  // namespace

Result<std::ptrdiff_t> put_hunk(
    const std::string& file, std::size_t number, const Hunk& hunk, Image& image, Effort& effort) {
    constexpr std::size_t farthest = most_bytes;  // no file has more lines
    const auto sides = sides_of(hunk);
    const auto expected = hunk.new_position == 0 ? 0 : std::min(hunk.new_position - 1, farthest);
    const Anchors anchors{.beginning = hunk.old_position <= 1, .end = hunk.trailing == 0};
    const auto at = Search(image, sides, anchors, effort).from(expected);
    if (effort.exhausted()) {
        return Error(ErrorKind::unsupported,
                     fmt::format("hunk {} of '{}': finding its place takes too long", number, file));
    }
    if (!at) {
        const Sides made{.before = sides.after, .after = sides.before};
        const bool applied =
            !made.before.empty() && Search(image, made, anchors, effort).from(expected).has_value();
        return misfit({file, number, hunk.line, expected, applied}, image, sides.before);
    }
    image.replace(*at, sides.before.size(), sides.after);
    return static_cast<std::ptrdiff_t>(*at) - static_cast<std::ptrdiff_t>(expected);
}

}  // namespace slipway::patch

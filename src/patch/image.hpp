// Image: a file as lines, while hunks are put into it. Lines are views: what they point at must outlive it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::patch {

// With its newline, which only the last line of a file may lack.
struct Line {
    explicit Line(std::string_view bytes);

    bool complete() const noexcept { return text.ends_with('\n'); }

    std::string_view text;
    std::uint64_t hash;   // tells most unequal lines apart without reading them
    bool placed = false;  // put there by a hunk: no later hunk may match it
};

bool same(const Line& a, const Line& b) noexcept;

std::vector<Line> lines_of(std::string_view bytes);

// A gap buffer: hunks in file order cost what they are long, not what the file is long.
class Image {
public:
    explicit Image(std::string_view bytes);

    std::size_t size() const noexcept { return front_.size() + back_.size(); }
    const Line& operator[](std::size_t index) const noexcept {
        return index < front_.size() ? front_[index] : back_[size() - 1 - index];
    }

    // Requires first + count <= size(). The new lines count as placed.
    void replace(std::size_t first, std::size_t count, std::span<const Line> lines);

    std::string bytes() const;

private:
    void move_gap(std::size_t index);

    std::vector<Line> front_;
    std::vector<Line> back_;  // last line first
};

// Comparing lines is all that a hostile patch can make us do without end: each attempt has so much of it.
class Effort {
public:
    void spend(std::size_t lines) noexcept { left_ -= lines < left_ ? lines : left_; }
    bool exhausted() const noexcept { return left_ == 0; }

private:
    std::size_t left_ = std::size_t{1} << 28U;  // about a second
};

}  // namespace slipway::patch

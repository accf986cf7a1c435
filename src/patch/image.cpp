#include "image.hpp"

#include <slipway/base/assert.hpp>

#include <algorithm>
#include <functional>

namespace slipway::patch {

Line::Line(std::string_view bytes) : text(bytes), hash(std::hash<std::string_view>{}(bytes)) {}

bool same(const Line& a, const Line& b) noexcept { return a.hash == b.hash && a.text == b.text; }

std::vector<Line> lines_of(std::string_view bytes) {
    std::vector<Line> lines;
    while (!bytes.empty()) {
        const auto newline = bytes.find('\n');
        const auto length = newline == std::string_view::npos ? bytes.size() : newline + 1;
        lines.emplace_back(bytes.substr(0, length));
        bytes.remove_prefix(length);
    }
    return lines;
}

Image::Image(std::string_view bytes) : back_(lines_of(bytes)) { std::ranges::reverse(back_); }

void Image::move_gap(std::size_t index) {
    while (front_.size() < index) {
        front_.push_back(back_.back());
        back_.pop_back();
    }
    while (front_.size() > index) {
        back_.push_back(front_.back());
        front_.pop_back();
    }
}

void Image::replace(std::size_t first, std::size_t count, std::span<const Line> lines) {
    SLIPWAY_ASSERT(first <= size() && count <= size() - first, "a hunk must lie inside its file");
    move_gap(first);
    back_.erase(back_.end() - static_cast<std::ptrdiff_t>(count), back_.end());
    for (const auto& line : lines) {
        front_.push_back(line);
        front_.back().placed = true;
    }
}

std::string Image::bytes() const {
    std::size_t length = 0;
    for (std::size_t i = 0; i < size(); ++i) {
        length += (*this)[i].text.size();
    }
    std::string bytes;
    bytes.reserve(length);
    for (std::size_t i = 0; i < size(); ++i) {
        bytes += (*this)[i].text;
    }
    return bytes;
}

}  // namespace slipway::patch

// PatchText: a patch, read line by line.
#pragma once

#include <cstddef>
#include <string_view>

namespace slipway::patch {

class PatchText {
public:
    explicit PatchText(std::string_view text) : rest_(text) {}

    bool done() const noexcept { return rest_.empty(); }
    std::size_t line() const noexcept { return line_; }  // the number of the next one, from 1
    std::string_view rest() const noexcept { return rest_; }

    // The next line with its newline; empty at the end.
    std::string_view peek() const noexcept {
        const auto newline = rest_.find('\n');
        return newline == std::string_view::npos ? rest_ : rest_.substr(0, newline + 1);
    }

    void next() noexcept {
        rest_.remove_prefix(peek().size());
        ++line_;
    }

private:
    std::string_view rest_;
    std::size_t line_ = 1;
};

}  // namespace slipway::patch

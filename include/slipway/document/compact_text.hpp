// CompactText: a text of its own in half the room of a std::string. A large makefile is millions of short
// texts, and reading one takes as long as the memory that they fill is large.
//
// A value. Up to fifteen bytes are in the object itself, more on the heap.
#pragma once

#include <array>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace slipway::document {

class CompactText;

template <class Text>
concept OtherText = std::convertible_to<Text, std::string_view> && !std::same_as<Text, CompactText>;

class CompactText {
public:
    CompactText() noexcept = default;
    // Requires a text of less than 4 GiB.
    template <OtherText Text>
    CompactText(const Text& text)  // NOLINT(google-explicit-constructor): wherever a std::string would do
        : CompactText(std::string_view(text), Tag()) {}
    CompactText(const CompactText& other) : CompactText(other.view(), Tag()) {}
    CompactText(CompactText&& other) noexcept : short_(std::exchange(other.short_, {})) {}
    CompactText& operator=(const CompactText& other) { return *this = CompactText(other); }
    CompactText& operator=(CompactText&& other) noexcept {
        std::swap(short_, other.short_);
        return *this;
    }
    ~CompactText() {
        if (is_long()) {
            release();
        }
    }

    // Good until the text is changed or moved.
    std::string_view view() const noexcept {
        return is_long() ? long_view() : std::string_view(short_.data(), size_of_short());
    }
    // NOLINTNEXTLINE(google-explicit-constructor): it is one
    operator std::string_view() const noexcept { return view(); }

    std::string str() const { return std::string(view()); }

    bool empty() const noexcept { return size_of_short() == 0; }

    friend bool operator==(const CompactText& left, const CompactText& right) {
        return left.view() == right.view();
    }
    template <OtherText Text>
    friend bool operator==(const CompactText& left, const Text& right) {
        return left.view() == std::string_view(right);
    }
    template <OtherText Text>
    friend auto operator<=>(const CompactText& left, const Text& right) {
        return left.view() <=> std::string_view(right);
    }

private:
    struct Tag {};

    CompactText(std::string_view text, Tag tag);

    static constexpr std::size_t most_short = 15;
    static constexpr char long_tag = 16;

    bool is_long() const noexcept { return short_.back() == long_tag; }
    // Of a long text some number above zero.
    std::size_t size_of_short() const noexcept { return static_cast<std::size_t>(short_.back()); }
    std::string_view long_view() const noexcept {
        const char* text = nullptr;
        std::uint32_t size = 0;
        std::memcpy(&text, short_.data(), sizeof text);
        std::memcpy(&size, short_.data() + sizeof text, sizeof size);
        return {text, size};
    }
    void release() noexcept;

    // A short text and its size at the end; of a long one where it is, its size, and the tag at the end.
    alignas(8) std::array<char, most_short + 1> short_{};
};

}  // namespace slipway::document

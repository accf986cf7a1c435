#include "key_index.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <random>
#include <utility>

namespace slipway::document {

namespace {

std::uint64_t multiplied(std::uint64_t left, std::uint64_t right) {
    __extension__ using Wide = unsigned __int128;
    const auto product = Wide{left} * right;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

std::uint64_t word_at(std::string_view text, std::size_t offset) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + offset, std::min<std::size_t>(8, text.size() - offset));
    return word;
}

// Keyed with random numbers, so that no makefile can be written whose keys all meet in one place. No output
// depends on it: maps keep the order of their entries.
std::uint32_t hash_of(std::string_view key) {
    static const std::array<std::uint64_t, 2> secret = [] {
        std::random_device random;
        const auto word = [&random] { return (std::uint64_t{random()} << 32U | random()) | 1U; };
        return std::array{word(), word()};
    }();
    auto hash = multiplied(key.size() ^ secret[0], secret[1]);
    for (std::size_t offset = 0; offset < key.size(); offset += 8) {
        hash = multiplied(hash ^ word_at(key, offset) ^ secret[0], secret[1]);
    }
    return static_cast<std::uint32_t>(hash ^ (hash >> 32U));
}

}  // namespace

std::size_t KeyIndex::find(std::span<const Map::Entry> entries, std::string_view key) {
    while (known_ < entries.size()) {
        add(hash_of(entries[known_].key.text));
    }
    const auto hash = hash_of(key);
    for (auto at = home(hash);; at = next(at)) {
        const auto& slot = slots_[at];
        if (slot.number == 0) {
            return entries.size();
        }
        if (slot.hash == hash && entries[slot.number - 1].key.text.view() == key) {
            return slot.number - 1;
        }
    }
}

void KeyIndex::add(std::uint32_t hash) {
    if (2 * (known_ + 1) > slots_.size()) {
        grow();
    }
    ++known_;
    put({.hash = hash, .number = static_cast<std::uint32_t>(known_)});
}

void KeyIndex::put(Slot slot) {
    auto at = home(slot.hash);
    while (slots_[at].number != 0) {
        at = next(at);
    }
    slots_[at] = slot;
}

void KeyIndex::grow() {
    const auto old = std::exchange(slots_, std::vector<Slot>(std::max(8 * few, 4 * slots_.size())));
    for (const auto& slot : old) {
        if (slot.number != 0) {
            put(slot);
        }
    }
}

}  // namespace slipway::document

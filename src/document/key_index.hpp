// Where the keys of a large map are. Private to document.
#pragma once

#include <slipway/document/document.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace slipway::document {

// Open addressing over the positions of a map's entries; each slot keeps its key's hash, so that nearly every
// key that is compared is the right one.
class KeyIndex {
public:
    static constexpr std::size_t few = 16;  // up to so many entries are searched one by one

    // Takes in what was appended to `entries` since the last time. Their number if there is none.
    std::size_t find(std::span<const Map::Entry> entries, std::string_view key);

private:
    struct Slot {
        std::uint32_t hash = 0;
        std::uint32_t number = 0;  // of the entry, from 1; 0: free
    };

    std::size_t home(std::uint32_t hash) const { return hash & (slots_.size() - 1); }
    std::size_t next(std::size_t at) const { return (at + 1) & (slots_.size() - 1); }
    void add(std::uint32_t hash);
    void put(Slot slot);
    void grow();

    std::vector<Slot> slots_;  // a power of two of them
    std::size_t known_ = 0;
};

}  // namespace slipway::document

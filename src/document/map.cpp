#include "key_index.hpp"

#include <slipway/base/assert.hpp>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <memory>
#include <new>
#include <utility>

namespace slipway::document {

namespace {

// What a key means in a list; the greatest number for one that no list has.
std::size_t position_in_list(std::string_view key) {
    constexpr auto none = std::numeric_limits<std::size_t>::max();
    constexpr std::size_t most_digits = 10;  // of a 32-bit number
    if (key.empty() || key.size() > most_digits || (key.size() > 1 && key.front() == '0')) {
        return none;
    }
    std::size_t position = 0;
    for (const char digit : key) {
        if (digit < '0' || digit > '9') {
            return none;
        }
        position = 10 * position + static_cast<std::size_t>(digit - '0');
    }
    return position;
}

}  // namespace

// One piece of memory holds this and the entries behind it: most maps of a makefile are small, and there are
// as many as projects.
struct Map::Block {
    std::uint32_t size = 0;
    std::uint32_t capacity = 0;
    bool is_list = true;              // the keys are 0, 1, 2 … in order, and so need no index
    std::unique_ptr<KeyIndex> index;  // made when there are many others

    Entry* entries() noexcept { return std::launder(reinterpret_cast<Entry*>(this + 1)); }
};

Map::Map(const Map& other) {
    if (other.empty()) {
        return;
    }
    reserve(other.size());
    block_->is_list = other.block_->is_list;
    for (const auto& entry : other.entries()) {
        std::construct_at(block_->entries() + block_->size, entry);
        ++block_->size;
    }
}

Map::Map(Map&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}

Map& Map::operator=(const Map& other) { return *this = Map(other); }

Map& Map::operator=(Map&& other) noexcept {
    auto taken = std::move(other);  // which may be a part of this map
    std::swap(block_, taken.block_);
    return *this;
}

Map::~Map() {
    if (block_ != nullptr) {
        std::destroy_n(block_->entries(), block_->size);
        std::destroy_at(block_);
        std::free(block_);  // NOLINT(cppcoreguidelines-no-malloc): what realloc gave
    }
}

// Moves nothing by hand: texts, maps and indexes hold no pointer into themselves, so their bytes may be
// elsewhere, and the system moves those of large maps without touching them.
void Map::reserve(std::size_t capacity) {
    static_assert(sizeof(Block) % alignof(Entry) == 0 && alignof(Block) <= alignof(std::max_align_t));
    SLIPWAY_ASSERT(capacity <= std::numeric_limits<std::uint32_t>::max(), "a text has no more entries");
    // NOLINTNEXTLINE(cppcoreguidelines-no-malloc,bugprone-suspicious-realloc-usage)
    auto* const memory = std::realloc(static_cast<void*>(block_), sizeof(Block) + capacity * sizeof(Entry));
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
    if (block_ == nullptr) {
        std::construct_at(static_cast<Block*>(memory));
    }
    block_ = static_cast<Block*>(memory);
    block_->capacity = static_cast<std::uint32_t>(capacity);
}

std::span<const Map::Entry> Map::entries() const noexcept {
    return block_ == nullptr ? std::span<const Entry>() : std::span(block_->entries(), block_->size);
}

std::span<Map::Entry> Map::own_entries() noexcept {
    return block_ == nullptr ? std::span<Entry>() : std::span(block_->entries(), block_->size);
}

std::size_t Map::size() const noexcept { return block_ == nullptr ? 0 : block_->size; }

std::size_t Map::index_of(std::string_view key) const {
    const auto all = entries();
    if (all.empty()) {
        return 0;
    }
    if (block_->is_list) {
        return std::min(position_in_list(key), all.size());
    }
    // What is said about one thing mostly stands together.
    if (all.back().key.text.view() == key) {
        return all.size() - 1;
    }
    if (all.size() <= KeyIndex::few) {
        const auto found =
            std::ranges::find(all, key, [](const Entry& entry) { return entry.key.text.view(); });
        return static_cast<std::size_t>(found - all.begin());
    }
    if (!block_->index) {
        block_->index = std::make_unique<KeyIndex>();
    }
    return block_->index->find(all, key);
}

const Map::Entry* Map::find_entry(std::string_view key) const {
    const auto index = index_of(key);
    return index == size() ? nullptr : &entries()[index];
}

const Value* Map::find(std::string_view key) const {
    const auto* entry = find_entry(key);
    return entry == nullptr ? nullptr : &entry->value;
}

Value* Map::find(std::string_view key) {
    const auto index = index_of(key);
    return index == size() ? nullptr : &own_entries()[index].value;
}

Value& Map::set(Key key, Value value) {
    if (auto* present = find(key.text)) {
        return *present = std::move(value);
    }
    return append(std::move(key), std::move(value));
}

Value& Map::append(Key key, Value value) {
    if (block_ == nullptr || block_->size == block_->capacity) {
        reserve(std::max<std::size_t>(1, 2 * size()));
    }
    block_->is_list = block_->is_list && position_in_list(key.text) == block_->size;
    auto* const entry =
        std::construct_at(block_->entries() + block_->size, Entry{std::move(key), std::move(value)});
    ++block_->size;
    return entry->value;
}

void Map::erase(std::string_view key) {
    const auto index = index_of(key);
    if (index == size()) {
        return;
    }
    const auto all = own_entries();
    std::move(all.begin() + static_cast<std::ptrdiff_t>(index) + 1, all.end(),
              all.begin() + static_cast<std::ptrdiff_t>(index));
    std::destroy_at(&all.back());
    --block_->size;
    block_->index.reset();
    block_->is_list = block_->size == 0;
}

}  // namespace slipway::document

#include "slipway/document/document.hpp"

#include <slipway/base/assert.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <random>
#include <utility>

namespace slipway::document {

namespace {

constexpr std::size_t few = 16;  // up to so many entries are searched one by one

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

// Open addressing over the positions of a map's entries; each slot keeps its key's hash, so that nearly every
// key that is compared is the right one.
class KeyIndex {
public:
    // Takes in what was appended to `entries` since the last time.
    std::size_t find(const std::vector<Map::Entry>& entries, std::string_view key) {
        while (known_ < entries.size()) {
            add(hash_of(entries[known_].key.text));
        }
        const auto hash = hash_of(key);
        for (auto at = home(hash);; at = next(at)) {
            const auto& slot = slots_[at];
            if (slot.number == 0) {
                return entries.size();
            }
            if (slot.hash == hash && entries[slot.number - 1].key.text == key) {
                return slot.number - 1;
            }
        }
    }

private:
    struct Slot {
        std::uint32_t hash = 0;
        std::uint32_t number = 0;  // of the entry, from 1; 0: free
    };

    std::size_t home(std::uint32_t hash) const { return hash & (slots_.size() - 1); }
    std::size_t next(std::size_t at) const { return (at + 1) & (slots_.size() - 1); }

    void add(std::uint32_t hash) {
        if (2 * (known_ + 1) > slots_.size()) {
            grow();
        }
        ++known_;
        put({.hash = hash, .number = static_cast<std::uint32_t>(known_)});
    }

    void put(Slot slot) {
        auto at = home(slot.hash);
        while (slots_[at].number != 0) {
            at = next(at);
        }
        slots_[at] = slot;
    }

    void grow() {
        const auto old = std::exchange(slots_, std::vector<Slot>(std::max(8 * few, 4 * slots_.size())));
        for (const auto& slot : old) {
            if (slot.number != 0) {
                put(slot);
            }
        }
    }

    std::vector<Slot> slots_;  // a power of two of them
    std::size_t known_ = 0;
};

bool is_index(std::string_view key) {
    const bool negative = key.starts_with('-');
    const auto digits = key.substr(negative ? 1 : 0);
    if (digits == "0") {
        return !negative;
    }
    constexpr std::string_view highest = "9223372036854775807";  // of a 64-bit PHP
    constexpr std::string_view lowest = "9223372036854775808";
    if (digits.empty() || digits.size() > highest.size() || digits.front() == '0'
        || !std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; })) {
        return false;
    }
    return digits.size() < highest.size() || digits <= (negative ? lowest : highest);
}

Value::Value(Kind kind, std::string text, SourceSpan span)
    : kind_(kind), span_(span), text_(std::move(text)) {
    SLIPWAY_ASSERT(kind != Kind::map, "a scalar is not a map");
}

Value::Value(SourceSpan span) : kind_(Kind::map), span_(span), map_(std::make_unique<Map>()) {}

Value::Value(const Value& other)
    : kind_(other.kind_),
      span_(other.span_),
      text_(other.text_),
      map_(other.map_ ? std::make_unique<Map>(*other.map_) : nullptr) {}

Value::Value(Value&&) noexcept = default;

Value& Value::operator=(const Value& other) { return *this = Value(other); }

Value& Value::operator=(Value&&) noexcept = default;

Value::~Value() = default;

std::string Value::text() const {
    switch (kind_) {
        case Kind::text: return text_;
        case Kind::true_constant: return "1";
        case Kind::false_constant:
        case Kind::null_constant:
        case Kind::map: break;
    }
    return {};
}

bool Value::is_falsy() const {
    switch (kind_) {
        case Kind::text: return text_.empty() || text_ == "0";
        case Kind::true_constant: return false;
        case Kind::false_constant:
        case Kind::null_constant: return true;
        case Kind::map: return map_->empty();
    }
    return false;
}

const Map& Value::map() const {
    SLIPWAY_ASSERT(map_ != nullptr, "the value is a map");
    return *map_;
}

Map& Value::map() {
    SLIPWAY_ASSERT(map_ != nullptr, "the value is a map");
    return *map_;
}

std::size_t Map::index_of(std::string_view key) const {
    if (is_list_) {
        return std::min(position_in_list(key), entries_.size());
    }
    // What is said about one thing mostly stands together.
    if (!entries_.empty() && entries_.back().key.text == key) {
        return entries_.size() - 1;
    }
    if (entries_.size() <= few) {
        const auto found = std::ranges::find(
            entries_, key, [](const Entry& entry) -> std::string_view { return entry.key.text; });
        return static_cast<std::size_t>(found - entries_.begin());
    }
    if (!index_) {
        index_ = std::make_unique<KeyIndex>();
    }
    return index_->find(entries_, key);
}

Map::Map() = default;

Map::Map(const Map& other) : entries_(other.entries_), is_list_(other.is_list_) {}

Map::Map(Map&&) noexcept = default;

Map& Map::operator=(const Map& other) { return *this = Map(other); }

Map& Map::operator=(Map&&) noexcept = default;

Map::~Map() = default;

const Map::Entry* Map::find_entry(std::string_view key) const {
    const auto index = index_of(key);
    return index == entries_.size() ? nullptr : &entries_[index];
}

const Value* Map::find(std::string_view key) const {
    const auto* entry = find_entry(key);
    return entry == nullptr ? nullptr : &entry->value;
}

Value* Map::find(std::string_view key) {
    const auto index = index_of(key);
    return index == entries_.size() ? nullptr : &entries_[index].value;
}

Value& Map::set(Key key, Value value) {
    if (auto* present = find(key.text)) {
        return *present = std::move(value);
    }
    return append(std::move(key), std::move(value));
}

Value& Map::append(Key key, Value value) {
    is_list_ = is_list_ && position_in_list(key.text) == entries_.size();
    return entries_.emplace_back(Entry{std::move(key), std::move(value)}).value;
}

void Map::erase(std::string_view key) {
    const auto index = index_of(key);
    if (index == entries_.size()) {
        return;
    }
    entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(index));
    index_.reset();
    is_list_ = entries_.empty();
}

}  // namespace slipway::document

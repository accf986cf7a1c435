// Document: a makefile as data, before anything is made of it: an ordered tree of maps and texts in which
// every key and value knows where it was written.
//
// It has the semantics of the PHP arrays that Drush works on: a key is a text, and one that is a decimal
// integer in canonical form is an index; maps keep the order of first insertion. Values; copying a Value
// copies all below it. Trees are at most `max_depth` deep, so recursion over them is bounded.
#pragma once

#include <slipway/diag/span.hpp>
#include <slipway/document/compact_text.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace slipway::document {

inline constexpr std::size_t max_depth = 32;

// Whether PHP makes an integer key of this text: "10" and "-5", not "007" or "1.5".
bool is_index(std::string_view key);

struct Key {
    CompactText text;
    SourceSpan span;
};

// The constants are what Drush makes of TRUE, FALSE and NULL, quoted or not, in any case.
enum class Kind : std::uint8_t { text, true_constant, false_constant, null_constant, map };

class Value;

class Map {
public:
    struct Entry;

    Map() noexcept = default;
    Map(const Map& other);
    Map(Map&& other) noexcept;
    Map& operator=(const Map& other);
    Map& operator=(Map&& other) noexcept;
    ~Map();

    // Good until the map changes.
    std::span<const Entry> entries() const noexcept;
    std::size_t size() const noexcept;
    bool empty() const noexcept { return size() == 0; }

    const Value* find(std::string_view key) const;
    Value* find(std::string_view key);
    const Entry* find_entry(std::string_view key) const;

    // Replaces a value where it stands (its key keeps place and span), or appends. The reference is good
    // until the map changes.
    Value& set(Key key, Value value);
    // Likewise, for a key that find() has just not found.
    Value& append(Key key, Value value);
    void erase(std::string_view key);

private:
    struct Block;  // what stands in front of the entries, on the heap (map.cpp)

    std::span<Entry> own_entries() noexcept;
    std::size_t index_of(std::string_view key) const;  // size() if there is none
    void reserve(std::size_t capacity);

    Block* block_ = nullptr;  // owned; null when nothing was ever put in
};

class Value {
public:
    Value(Kind kind, CompactText text, SourceSpan span);  // a scalar, as written
    explicit Value(SourceSpan span);                      // an empty map
    Value(const Value& other);
    Value(Value&& other) noexcept;
    Value& operator=(const Value& other);
    Value& operator=(Value&& other) noexcept;
    ~Value();

    Kind kind() const noexcept { return kind_; }
    bool is_map() const noexcept { return kind_ == Kind::map; }
    bool is_text() const noexcept { return kind_ == Kind::text; }
    const SourceSpan& span() const noexcept { return span_; }

    // What the author wrote, without quotes. Empty for a map. Good until the value is changed or moved.
    std::string_view written() const noexcept { return is_map() ? std::string_view() : text_.view(); }
    // What PHP makes of the value where it wants a string: "1" for TRUE, nothing for FALSE and NULL.
    std::string text() const;
    // FALSE, NULL, "", "0" and the empty map.
    bool is_falsy() const;

    // Requires is_map().
    const Map& map() const;
    Map& map();

private:
    SourceSpan span_;
    Kind kind_;
    union {
        // NOLINTBEGIN(readability-identifier-naming): as private as the union is
        CompactText text_;
        Map map_;  // when that is its kind
        // NOLINTEND(readability-identifier-naming)
    };
};

struct Map::Entry {
    Key key;
    Value value;
};

}  // namespace slipway::document

// Document: a makefile as data, before anything is made of it: an ordered tree of maps and texts in which
// every key and value knows where it was written.
//
// It has the semantics of the PHP arrays that Drush works on: a key is a text, and one that is a decimal
// integer in canonical form is an index; maps keep the order of first insertion. Values; copying a Value
// copies all below it. Trees are at most `max_depth` deep, so recursion over them is bounded.
#pragma once

#include <slipway/diag/span.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::document {

inline constexpr std::size_t max_depth = 32;

// Whether PHP makes an integer key of this text: "10" and "-5", not "007" or "1.5".
bool is_index(std::string_view key);

struct Key {
    std::string text;
    SourceSpan span;
};

// The constants are what Drush makes of TRUE, FALSE and NULL, quoted or not, in any case.
enum class Kind : std::uint8_t { text, true_constant, false_constant, null_constant, map };

class Map;

class Value {
public:
    Value(Kind kind, std::string text, SourceSpan span);  // a scalar, as written
    explicit Value(SourceSpan span);                      // an empty map
    Value(const Value& other);
    Value(Value&&) noexcept;
    Value& operator=(const Value& other);
    Value& operator=(Value&&) noexcept;
    ~Value();

    Kind kind() const noexcept { return kind_; }
    bool is_map() const noexcept { return kind_ == Kind::map; }
    bool is_text() const noexcept { return kind_ == Kind::text; }
    const SourceSpan& span() const noexcept { return span_; }

    // What the author wrote, without quotes. Empty for a map.
    const std::string& written() const noexcept { return text_; }
    // What PHP makes of the value where it wants a string: "1" for TRUE, nothing for FALSE and NULL.
    std::string text() const;
    // FALSE, NULL, "", "0" and the empty map.
    bool is_falsy() const;

    // Requires is_map().
    const Map& map() const;
    Map& map();

private:
    Kind kind_;
    SourceSpan span_;
    std::string text_;
    std::unique_ptr<Map> map_;
};

// Where the keys of a large map are (document.cpp).
class KeyIndex;

class Map {
public:
    struct Entry {
        Key key;
        Value value;
    };

    Map();
    Map(const Map& other);
    Map(Map&&) noexcept;
    Map& operator=(const Map& other);
    Map& operator=(Map&&) noexcept;
    ~Map();

    const std::vector<Entry>& entries() const noexcept { return entries_; }
    std::size_t size() const noexcept { return entries_.size(); }
    bool empty() const noexcept { return entries_.empty(); }

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
    std::size_t index_of(std::string_view key) const;  // size() if there is none

    std::vector<Entry> entries_;
    bool is_list_ = true;                      // the keys are 0, 1, 2 … in order, and so need no index
    mutable std::unique_ptr<KeyIndex> index_;  // made when there are many others
};

}  // namespace slipway::document

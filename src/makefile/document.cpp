#include "slipway/makefile/document.hpp"

#include <slipway/base/assert.hpp>

#include <algorithm>
#include <utility>

namespace slipway::makefile {

namespace {

constexpr std::size_t few = 16;  // up to so many entries are searched one by one

}  // namespace

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
    if (entries_.size() <= few) {
        const auto found = std::ranges::find(
            entries_, key, [](const Entry& entry) -> std::string_view { return entry.key.text; });
        return static_cast<std::size_t>(found - entries_.begin());
    }
    for (auto i = positions_.size(); i < entries_.size(); ++i) {
        positions_.emplace(entries_[i].key.text, i);
    }
    const auto found = positions_.find(key);
    return found == positions_.end() ? entries_.size() : found->second;
}

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
    return entries_.emplace_back(Entry{std::move(key), std::move(value)}).value;
}

void Map::erase(std::string_view key) {
    const auto index = index_of(key);
    if (index == entries_.size()) {
        return;
    }
    entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(index));
    positions_.clear();
}

}  // namespace slipway::makefile

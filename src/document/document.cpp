#include "slipway/document/document.hpp"

#include <slipway/base/assert.hpp>

#include <algorithm>
#include <memory>
#include <utility>

namespace slipway::document {

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

Value::Value(Kind kind, CompactText text, SourceSpan span)
    : span_(span), kind_(kind), text_(std::move(text)) {
    SLIPWAY_ASSERT(kind != Kind::map, "a scalar is not a map");
}

Value::Value(SourceSpan span) : span_(span), kind_(Kind::map), map_() {}

Value::Value(const Value& other) : span_(other.span_), kind_(other.kind_) {
    if (is_map()) {
        std::construct_at(&map_, other.map_);
    } else {
        std::construct_at(&text_, other.text_);
    }
}

Value::Value(Value&& other) noexcept : span_(other.span_), kind_(other.kind_) {
    if (is_map()) {
        std::construct_at(&map_, std::move(other.map_));
    } else {
        std::construct_at(&text_, std::move(other.text_));
    }
}

Value& Value::operator=(const Value& other) { return *this = Value(other); }

Value& Value::operator=(Value&& other) noexcept {
    if (this != &other) {
        auto taken = std::move(other);  // which may be a part of this value
        std::destroy_at(this);
        std::construct_at(this, std::move(taken));
    }
    return *this;
}

Value::~Value() {
    if (is_map()) {
        std::destroy_at(&map_);
    } else {
        std::destroy_at(&text_);
    }
}

std::string Value::text() const {
    switch (kind_) {
        case Kind::text: return std::string(text_.view());
        case Kind::true_constant: return "1";
        case Kind::false_constant:
        case Kind::null_constant:
        case Kind::map: break;
    }
    return {};
}

bool Value::is_falsy() const {
    switch (kind_) {
        case Kind::text: return text_.empty() || text_.view() == "0";
        case Kind::true_constant: return false;
        case Kind::false_constant:
        case Kind::null_constant: return true;
        case Kind::map: return map_.empty();
    }
    return false;
}

const Map& Value::map() const {
    SLIPWAY_ASSERT(is_map(), "the value is a map");
    return map_;
}

Map& Value::map() {
    SLIPWAY_ASSERT(is_map(), "the value is a map");
    return map_;
}

}  // namespace slipway::document

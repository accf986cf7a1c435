#include "same_data.hpp"

#include <algorithm>

namespace slipway::write {

namespace {

using document::Map;
using document::Value;

bool same_value(const Value& left, const Value& right) {
    if (left.kind() != right.kind()) {
        return false;
    }
    return left.is_map() ? same_data(left.map(), right.map())
                         : !left.is_text() || left.written() == right.written();
}

}  // namespace

bool same_data(const Map& left, const Map& right) {
    return std::ranges::equal(left.entries(), right.entries(), [](const auto& a, const auto& b) {
        return a.key.text == b.key.text && same_value(a.value, b.value);
    });
}

}  // namespace slipway::write

#include "mapping.hpp"

#include <slipway/diag/slugs.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace slipway::yaml {

namespace {

using document::Key;
using document::Kind;
using document::Map;
using document::Value;

bool is_absent(const Value* value) { return value == nullptr || value->kind() == Kind::null_constant; }

bool says_the_same(const Value& a, const Value& b) {
    if (a.kind() != b.kind() || a.written() != b.written()) {
        return false;
    }
    return !a.is_map()
           || std::ranges::equal(a.map().entries(), b.map().entries(),
                                 [](const Map::Entry& x, const Map::Entry& y) {
                                     return x.key.text == y.key.text && says_the_same(x.value, y.value);
                                 });
}

}  // namespace

void Mapping::set(Key key, Value value) {
    const auto* present = map_.find_entry(key.text);
    if (present == nullptr) {
        map_.append(std::move(key), std::move(value));
        return;
    }
    if (is_absent(&present->value)) {
        map_.set(std::move(key), std::move(value));
        return;
    }
    const auto merged = from_merges_.find(key.text);
    if (merged != from_merges_.end()) {
        from_merges_.erase(merged);
    } else if (!says_the_same(present->value, value)) {
        report_lost(*present, key, value, !merged_);
    }
    if (merged_) {
        map_.set(std::move(key), std::move(value));
    }
}

void Mapping::append(Value value) {
    const auto where = value.span();
    const fmt::format_int number(map_.size());
    map_.append({.text = std::string_view(number.data(), number.size()), .span = where}, std::move(value));
}

bool Mapping::merge(const Value& value) {
    merged_ = true;
    if (!value.is_map()) {
        return false;
    }
    if (is_absent(value.map().find("0"))) {
        merge_one(value.map());
        return true;
    }
    return std::ranges::all_of(value.map().entries(), [this](const Map::Entry& entry) {
        if (entry.value.is_map()) {
            merge_one(entry.value.map());
        }
        return entry.value.is_map();
    });
}

void Mapping::merge_one(const Map& map) {
    for (const auto& entry : map.entries()) {
        if (is_absent(map_.find(entry.key.text))) {
            map_.set(entry.key, entry.value);
            from_merges_.insert(entry.key.text.str());
        }
    }
}

void Mapping::report_lost(const Map::Entry& present, const Key& key, const Value& value, bool present_wins) {
    if (reporter_ == nullptr) {
        return;
    }
    std::string help = "remove one of them";
    if (present.value.is_map() && value.is_map()) {
        help = fmt::format("write '{}:' once, and all that stands below either of them below it",
                           key.text.view());
    } else if (key.text == "patch" && !present.value.is_map()) {
        help = "write 'patch:' once, and each of them below it after '- '";
    }
    reporter_->loss({.slug = slug::duplicate_key,
                     .span = key.span,
                     .message = fmt::format(
                         "'{}' is set twice: Drush takes {}", key.text,
                         present_wins ? "the first and drops this one" : "this one, as '<<' stands above"),
                     .notes = {{.span = present.key.span, .message = "it is set here first"}},
                     .help = std::move(help)});
}

Extent extent_of(const Value& value) {
    Extent extent;
    if (value.is_map()) {
        for (const auto& entry : value.map().entries()) {
            const auto inner = extent_of(entry.value);
            extent.values += inner.values;
            extent.depth = std::max(extent.depth, inner.depth);
        }
        ++extent.depth;
    }
    return extent;
}

}  // namespace slipway::yaml

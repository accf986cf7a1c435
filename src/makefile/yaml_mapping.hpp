// A map in the making, by the rules that Symfony's YAML reader has for keys that meet (spec §1.4): the first
// wins, but null counts as absent, and after a `<<` the last wins. Private to makefile.
#pragma once

#include "reporter.hpp"

#include <slipway/makefile/document.hpp>

#include <set>
#include <string>
#include <utility>

namespace slipway::makefile {

class YamlMapping {
public:
    // `reporter` hears of values that are lost; null where that is said elsewhere.
    explicit YamlMapping(Reporter* reporter) : reporter_(reporter) {}

    void set(Key key, Value value);
    // The next element of a sequence, which is a map from 0, 1, … on.
    void append(Value value);
    // `<<`: a map, or a sequence of maps of which the first wins. False if it is neither.
    bool merge(const Value& value);

    Map take() && { return std::move(map_); }

private:
    void merge_one(const Map& map);
    void report_lost(const Map::Entry& present, const Key& key, bool present_wins);

    Map map_;
    Reporter* reporter_;
    bool merged_ = false;
    std::set<std::string, std::less<>> from_merges_;
};

// How many scalars and maps a value consists of, and how many maps are inside one another.
struct Extent {
    std::size_t values = 1;
    std::size_t depth = 0;
};

Extent extent_of(const Value& value);

}  // namespace slipway::makefile

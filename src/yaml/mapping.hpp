// A map in the making, by the rules that Symfony's YAML reader has for keys that meet (spec §1.4): the first
// wins, but null counts as absent, and after a `<<` the last wins. Private to yaml.
#pragma once

#include <slipway/document/document.hpp>
#include <slipway/document/reporter.hpp>

#include <set>
#include <string>
#include <utility>

namespace slipway::yaml {

class Mapping {
public:
    // `reporter` hears of values that are lost; null where that is said elsewhere.
    explicit Mapping(document::Reporter* reporter) : reporter_(reporter) {}

    void set(document::Key key, document::Value value);
    // The next element of a sequence, which is a map from 0, 1, … on.
    void append(document::Value value);
    // `<<`: a map, or a sequence of maps of which the first wins. False if it is neither.
    bool merge(const document::Value& value);

    document::Map take() && { return std::move(map_); }

private:
    void merge_one(const document::Map& map);
    void report_lost(const document::Map::Entry& present,
                     const document::Key& key,
                     const document::Value& value,
                     bool present_wins);

    document::Map map_;
    document::Reporter* reporter_;
    bool merged_ = false;
    std::set<std::string, std::less<>> from_merges_;
};

// How many scalars and maps a value consists of, and how many maps are inside one another.
struct Extent {
    std::size_t values = 1;
    std::size_t depth = 0;
};

Extent extent_of(const document::Value& value);

}  // namespace slipway::yaml

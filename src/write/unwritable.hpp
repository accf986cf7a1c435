// What of a tree a format cannot hold, found before a line of it is written. Private to write.
#pragma once

#include <slipway/document/document.hpp>
#include <slipway/write/written.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace slipway::write {

// Why a format cannot hold a key or a value; null where it can. A depth of 0 is the top level.
struct Limits {
    const char* (*key)(std::string_view key, std::size_t depth);
    const char* (*value)(const document::Value& value);
};

// The entries to leave out. A map that loses all of its entries is left out with them: empty, it would mean
// something else.
class Unwritable {
public:
    // `root` outlives this.
    Unwritable(const document::Map& root, const Limits& limits);

    bool contains(const document::Map::Entry& entry) const { return entries_.contains(&entry); }
    bool empty() const noexcept { return entries_.empty(); }
    std::vector<Problem> take_problems() && { return std::move(problems_); }

private:
    // Whether anything of the map can be written.
    bool inspect(const document::Map& map);
    bool inspect(const document::Map::Entry& entry);
    const char* reason_against(const document::Map::Entry& entry) const;

    const Limits& limits_;
    std::vector<std::string_view> path_;
    std::unordered_set<const document::Map::Entry*> entries_;
    std::vector<Problem> problems_;
};

// A path as a person writes it, safe to print; long parts are cut.
std::string shown_path(const std::vector<std::string_view>& path);

// Takes away a text that is larger than makefile/parse.hpp reads, which is a problem. `kind` is "makefile" or
// the like.
void check_size(Written& written, std::size_t most, std::string_view kind);

}  // namespace slipway::write

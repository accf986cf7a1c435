// for_each_entry: what a tree names, without a Tree made of it: for who reads a hundred thousand of them.
#pragma once

#include <slipway/hash/digest.hpp>

#include <algorithm>
#include <string_view>

namespace slipway::cache {

// Calls visit(mode, name, id), the mode in octal as git writes it, for each entry of a tree whose bytes are
// those of its id. Stops at what no tree has.
template <class Visit>
void for_each_entry(std::string_view bytes, Visit visit) {
    while (!bytes.empty()) {
        const auto space = bytes.find(' ');
        const auto end = bytes.find('\0');
        if (space > end || end == std::string_view::npos || bytes.size() - end <= Digest::size) {
            return;
        }
        Digest id;
        std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(end) + 1, Digest::size, id.bytes.begin());
        visit(bytes.substr(0, space), bytes.substr(space + 1, end - space - 1), id);
        bytes.remove_prefix(end + 1 + Digest::size);
    }
}

inline bool is_directory(std::string_view mode) { return mode == "40000"; }

}  // namespace slipway::cache

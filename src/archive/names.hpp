// Names: what an archive has put where so far, and whether the next entry may stand where it says.
//
// The rule is that unpacking never depends on order or on the file system: no entry replaces another, not
// even where case does not count, and none is written through a link.
#pragma once

#include <slipway/archive/unpack.hpp>

#include <string>
#include <string_view>
#include <unordered_map>

namespace slipway::archive {

class Names {
public:
    // Whether the entry is new: false if the same entry, with the same content, stood there before.
    //
    // ErrorKind::unsupported if something else stands there, or would where case does not count (two
    // directories that differ in case do no harm), or if what is above it is not a directory.
    Result<bool> take(const Entry& entry);

    // The file that a hard link to `target` repeats: never itself a link.
    // ErrorKind::unsupported if no file of that name was taken before.
    Result<RelativePath> file_at(const RelativePath& link, const RelativePath& target) const;

private:
    struct Standing {
        Entry::Kind kind{};
        bool implied = false;  // a directory that only the names below it speak of
        std::string content;   // what tells whether a second entry of this name is the same
    };
    using Table = std::unordered_map<std::string, Standing>;

    Result<void> take_parents(const RelativePath& path);
    Result<void> check_case(std::string_view path, Entry::Kind kind);

    Table standing_;
    std::unordered_map<std::string, std::string_view> by_folded_;  // into the keys of standing_
    std::string parent_;                                           // the directory last known to be sound
};

}  // namespace slipway::archive

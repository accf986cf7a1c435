// Names: what an archive has put where so far, and whether the next entry may stand where it says.
//
// The rule is that unpacking never depends on order: no entry replaces another, and none is written through a
// link. Names that differ in nothing but case are two names: real releases have them (devel 7.x-1.7:
// Interface.PNG, Interface.png); a file system that takes them for one is found out when a platform is
// published, which never overwrites.
#pragma once

#include <slipway/archive/unpack.hpp>

#include <string>
#include <unordered_map>

namespace slipway::archive {

class Names {
public:
    // Whether the entry is new: false if the same entry, with the same content, stood there before.
    //
    // ErrorKind::unsupported if something else stands there, or if what is above it is not a directory.
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

    Table standing_;
    std::string parent_;  // the directory last known to be sound
};

}  // namespace slipway::archive

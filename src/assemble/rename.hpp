// Renaming an entry of one directory into another, or within one.
#pragma once

#include <string>

namespace slipway::assemble {

// An entry by the directory that it is in, which is open, or AT_FDCWD.
struct EntryName {
    int directory;
    std::string name;

    bool is_there() const;
    bool is_directory() const;  // itself: not where a link leads
};

enum class Over : bool { nothing, anything };

// A directory that its owner may not write to is made writable for the moment. Returns an errno value, or 0;
// EEXIST if something is there that must not be replaced.
int rename_entry(const EntryName& from, const EntryName& to, Over over);

// Exchanges the names of two directories that lie in one. EINVAL if the file system cannot do that at once.
int exchange_entries(const EntryName& one, const EntryName& other);

// Likewise, by renames: for a moment nothing has the name of `other`, whose directory is "NAME~" of `one`.
// After an error the names are as they were, if that could be had.
int exchange_in_two_steps(const EntryName& one, const EntryName& other);

}  // namespace slipway::assemble

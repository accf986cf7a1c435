#include "rename.hpp"

#include "unlocked.hpp"

#include <slipway/sys/file.hpp>

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>  // renameat2
#include <optional>

namespace slipway::assemble {

namespace {

std::optional<::mode_t> kind_of(const EntryName& entry) {
    struct ::stat status {};
    return ::fstatat(entry.directory, entry.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0
               ? std::optional(status.st_mode & S_IFMT)
               : std::nullopt;
}

}  // namespace

bool EntryName::is_there() const { return kind_of(*this).has_value(); }
bool EntryName::is_directory() const { return kind_of(*this) == S_IFDIR; }

int rename_entry(const EntryName& from, const EntryName& to, Over over) {
    // To be moved to another parent, a directory must be writable itself: its ".." changes.
    const Fd moved(
        ::openat(from.directory, from.name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    std::optional<Unlocked> unlocked;
    if (moved) {
        unlocked.emplace(*moved);
    }
    const auto rename = [&](unsigned flags) {
        const int result =
            ::renameat2(from.directory, from.name.c_str(), to.directory, to.name.c_str(), flags);
        return result == 0 ? 0 : errno;
    };
    if (over == Over::anything) {
        return rename(0);
    }
    const int failed = rename(RENAME_NOREPLACE);
    if (failed != EINVAL && failed != ENOSYS) {
        return failed;
    }
    // A file system that does not know the flag (NFS).
    return to.is_there() ? EEXIST : rename(0);
}

int exchange_entries(const EntryName& one, const EntryName& other) {
    const int result =
        ::renameat2(one.directory, one.name.c_str(), other.directory, other.name.c_str(), RENAME_EXCHANGE);
    if (result == 0) {
        return 0;
    }
    return errno == ENOSYS || errno == EOPNOTSUPP ? EINVAL : errno;
}

int exchange_in_two_steps(const EntryName& one, const EntryName& other) {
    const EntryName aside{one.directory, one.name + '~'};
    if (const int failed = rename_entry(other, aside, Over::nothing); failed != 0) {
        return failed;
    }
    if (const int failed = rename_entry(one, other, Over::nothing); failed != 0) {
        rename_entry(aside, other, Over::nothing);
        return failed;
    }
    return rename_entry(aside, one, Over::nothing);
}

}  // namespace slipway::assemble

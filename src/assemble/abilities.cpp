#include "slipway/assemble/abilities.hpp"

#include "rename.hpp"

#include <slipway/assemble/seal.hpp>
#include <slipway/sys/clone.hpp>
#include <slipway/sys/file.hpp>
#include <slipway/sys/scratch_directory.hpp>

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>

namespace slipway::assemble {

namespace fs = std::filesystem;

namespace {

struct Kind {
    std::uint32_t magic;
    std::string_view name;
    bool is_remote = false;
    std::uint64_t most_links =
        0;  // to one file; 0: not known. (glibc answers 127 for what it does not know.)
};

constexpr std::uint32_t xfs_magic = 0x58465342;
constexpr std::uint32_t zfs_magic = 0x2FC12FC1;
constexpr std::uint32_t bcachefs_magic = 0xCA451A4E;

constexpr std::array kinds{
    Kind{EXT4_SUPER_MAGIC, "ext2, ext3 or ext4", false, 65000},
    Kind{BTRFS_SUPER_MAGIC, "btrfs", false, 65535},
    Kind{xfs_magic, "xfs", false, 2147483647},
    Kind{zfs_magic, "zfs"},
    Kind{bcachefs_magic, "bcachefs"},
    Kind{TMPFS_MAGIC, "tmpfs"},
    Kind{F2FS_SUPER_MAGIC, "f2fs"},
    Kind{OVERLAYFS_SUPER_MAGIC, "overlayfs"},
    Kind{NFS_SUPER_MAGIC, "nfs", true},
    Kind{SMB_SUPER_MAGIC, "smb", true},
    Kind{SMB2_SUPER_MAGIC, "smb", true},
    Kind{CIFS_SUPER_MAGIC, "smb", true},
    Kind{CEPH_SUPER_MAGIC, "ceph", true},
    Kind{FUSE_SUPER_MAGIC, "fuse"},
};

const Kind* kind_of(const fs::path& directory) {
    struct ::statfs status {};
    if (::statfs(directory.c_str(), &status) != 0) {
        return nullptr;
    }
    for (const auto& kind : kinds) {
        if (kind.magic == static_cast<std::uint32_t>(status.f_type)) {
            return &kind;
        }
    }
    return nullptr;
}

bool is_on_one(const fs::path& one, const fs::path& other) {
    struct ::stat first {};
    struct ::stat second {};
    return ::stat(one.c_str(), &first) == 0 && ::stat(other.c_str(), &second) == 0
           && first.st_dev == second.st_dev;
}

bool clones(const fs::path& from, const fs::path& to) {
    const Fd source(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
    const Fd target(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    return source && target && clone_content(*source, *target) == 0;
}

bool exchanges(const fs::path& directory) {
    const auto one = directory / "one";
    const auto other = directory / "other";
    return ::mkdir(one.c_str(), 0700) == 0 && ::mkdir(other.c_str(), 0700) == 0
           && exchange_entries({AT_FDCWD, one}, {AT_FDCWD, other}) == 0;
}

void look_at_space(const fs::path& store, const fs::path& destination, Abilities& abilities) {
    struct ::statvfs status {};
    if (::statvfs(store.c_str(), &status) == 0) {
        abilities.store_free = std::uint64_t{status.f_bavail} * status.f_frsize;
    }
    if (::statvfs(destination.c_str(), &status) == 0) {
        abilities.destination_free = std::uint64_t{status.f_bavail} * status.f_frsize;
        abilities.destination_free_files = status.f_favail;
    }
}

void look_at_kinds(const fs::path& store, const fs::path& destination, Abilities& abilities) {
    if (const auto* kind = kind_of(store)) {
        abilities.store_kind = kind->name;
        abilities.store_is_remote = kind->is_remote;
    }
    if (const auto* kind = kind_of(destination)) {
        abilities.destination_kind = kind->name;
        abilities.most_links = kind->most_links == 0 ? std::nullopt : std::optional(kind->most_links);
    }
}

}  // namespace

Result<Abilities> find_abilities(const fs::path& store, const fs::path& destination) {
    const auto here = SLIPWAY_TRY(ScratchDirectory::make_in(store));
    const auto there = SLIPWAY_TRY(ScratchDirectory::make_in(destination));
    const auto source = here / "probe";
    SLIPWAY_TRY(write_file_atomically(source, "what can be done with this?", false));
    Abilities abilities;
    look_at_kinds(store, destination, abilities);
    look_at_space(store, destination, abilities);
    abilities.same_file_system = is_on_one(here.path(), there.path());
    const auto link = there / "link";
    abilities.hard_links = ::link(source.c_str(), link.c_str()) == 0;
    abilities.clones = clones(source, there / "clone");
    abilities.symbolic_links = ::symlink("probe", (there / "symlink").c_str()) == 0;
    abilities.exchange = exchanges(there.path());
    abilities.unnamed_files =
        static_cast<bool>(Fd(::open(here.path().c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600)));
    abilities.attributes = ::setxattr(there.path().c_str(), "user.slipway.probe", "yes", 3, 0) == 0;
    const auto seals = SLIPWAY_TRY(probe_seals(there.path()));
    abilities.immutable = seals.immutable;
    abilities.why_not_immutable = seals.why_not;
    abilities.verity = seals.verity;
    SLIPWAY_TRY(write_file_atomically(there / "case", "", false));
    std::error_code error;
    abilities.case_sensitive = !fs::exists(there / "CASE", error);
    return abilities;
}

}  // namespace slipway::assemble

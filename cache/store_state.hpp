// What a Store is made of, for the files that implement it.
#pragma once

#include "object_files.hpp"
#include "record_files.hpp"
#include "ref_files.hpp"
#include "staging.hpp"
#include "use.hpp"

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <mutex>
#include <string_view>

namespace slipway::cache {

inline constexpr std::size_t no_limit = std::numeric_limits<std::int64_t>::max();

// The id of the tree that the file holds.
Result<Digest> tree_id_of(int fd, const std::filesystem::path& name);

struct Store::State {
    std::filesystem::path root;
    StoreOptions options;
    Use use;
    std::unique_ptr<Staging> staging;  // at an address that stays: the members below refer to it
    ObjectFiles objects;
    RecordFiles actions;
    RecordFiles documents;
    RefFiles refs;
    std::mutex
        publishing;  // of the one thread that moves staged files; held over I/O, which is what it orders
    mutable std::atomic<std::uint64_t> lost = 0;

    bool durable() const { return options.durability != Durability::none; }
    bool fully_durable() const { return options.durability == Durability::full; }

    // One syncfs, unless nothing is to be durable.
    Result<void> sync() const;

    // Counts one more object as lost, and says so, if not too many were.
    void tell_loss(const std::filesystem::path& path, std::string_view what) const;

    // Of an object that was damaged and has been removed, or is not there: counted.
    Error damaged(const std::filesystem::path& path) const;
    Error no_such_object(std::string_view type, const Digest& id) const;

    // Once damage was met, reads an object before it is believed to be there, and removes it if it is
    // damaged: so it can be put anew.
    void distrust(const ObjectName& name) const;

    // The blob's file, whichever of the twins there is.
    Result<ObjectFile> open_blob(const Digest& id) const;

    // Puts one blob that is staged, or whose twin is there, into its place now.
    Result<void> bring(const ObjectName& name);

    // A new file without a name, with the verified content of what is there.
    Result<Fd> copy_of(const ObjectFile& file, const ObjectName& name);

    // For an object whose mode or mtime is not its own: repairs that if the bytes are right, else removes it.
    Result<void> recheck(const ObjectName& name) const;
};

}  // namespace slipway::cache

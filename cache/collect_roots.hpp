// What a collection starts from: the refs of a store, and what counts only while it is used.
#pragma once

#include "scan.hpp"

#include <slipway/base/result.hpp>
#include <slipway/cache/collect.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace slipway::cache {

struct RefRoots {
    std::vector<std::pair<std::string, Ref>> kept;  // sorted by name
    std::vector<std::string> removed;               // sorted
};

Result<RefRoots> read_refs(const std::filesystem::path& root, const CollectOptions& options);

// A record or a git mirror.
struct Used {
    enum class Kind : std::uint8_t { action, document, mirror };

    std::int64_t when = 0;  // seconds since 1970
    Kind kind{};
    Digest key;
    bool is_tree = false;               // of the object
    std::optional<Digest> object = {};  // what the record names
    std::uint64_t physical = 0;         // of the record's file; of a mirror, only if it was asked for
    bool operator==(const Used&) const = default;
};

struct StoreDirectories {
    std::filesystem::path root;
    Shards objects;
    Shards trees;
    Shards actions;
    Shards documents;

    static Result<StoreDirectories> open(const std::filesystem::path& root);
    // Whether all of them may be listed.
    Result<void> check() const;
};

enum class RecordState : std::uint8_t {
    sound,
    damaged,  // it counts as none
    stale     // what it names is not there
};
struct ReadRecord {
    RecordState state{};
    Used used = {};  // of a damaged one, without its object
};
Result<ReadRecord> read_record(const StoreDirectories& store, const ShardFile& file, Used::Kind kind);

// What was used since `since`, and whose object is there; the latest first, and by key among equals.
Result<std::vector<Used>> list_used(const StoreDirectories& store, std::int64_t since, int threads);

std::filesystem::path mirror_path(const std::filesystem::path& root, const Digest& key);
// The key of the mirror whose directory has this name.
std::optional<Digest> mirror_key(std::string_view name);

}  // namespace slipway::cache

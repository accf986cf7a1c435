// check_object: reads one object's file, and does what can be done for it.
#pragma once

#include "scan.hpp"

#include <slipway/base/result.hpp>
#include <slipway/cache/verify_store.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace slipway::cache {

struct CheckedObject {
    bool sound = false;  // it is there, and its bytes are right
    std::uint64_t bytes = 0;
    std::optional<Damage> damage = {};
};

// `buffer` is the thread's own. The object may have been removed since it was listed.
Result<CheckedObject> check_blob(const Shards& shards, const ShardFile& file, std::string& buffer);
Result<CheckedObject> check_tree(const Shards& shards, const ShardFile& file, std::string& buffer);

// "objects/ab/cdef…": as a Damage names it.
std::string path_in_store(const Shards& shards, const ShardFile& file);

}  // namespace slipway::cache

// The right to use a store: shared by all who build, or alone for who removes what others could be using.
//
// Two locks, always taken in this order. `locks/gate` is held shared for a moment by whoever comes to use the
// store, and exclusively by who wants to be alone, from then on: so nobody new gets in, and those who are in
// leave one by one. `locks/use` is held shared as long as a Store lives.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/sys/file_lock.hpp>

#include <filesystem>
#include <optional>

namespace slipway::cache {

struct Use {
    std::optional<FileLock> gate;  // when alone
    FileLock use;
};

Result<Use> begin_use(const std::filesystem::path& root, const StoreOptions& options);

}  // namespace slipway::cache

// RecordFiles: a directory of small checksummed texts by key (actions/, feeds/), and those that wait for
// commit. Thread-safe; publish() by one thread at a time.
#pragma once

#include "guarded.hpp"
#include "staging.hpp"

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>
#include <slipway/sys/file.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace slipway::cache {

class RecordFiles {
public:
    // root/name is created if it is missing. `staging` outlives this.
    static Result<RecordFiles> open(const std::filesystem::path& root,
                                    std::string_view name,
                                    Staging& staging,
                                    Durability durability);

    // The text as it was put last, by this process or, committed, by any. Marks the file as used today.
    std::optional<std::string> find(const Digest& key) const;
    void put(const Digest& key, std::string text);
    // Removes the file of a record that proved damaged.
    void remove(const Digest& key) const;

    using Pending = std::unordered_map<Digest, std::string>;
    // What was put and not yet published.
    Pending pending() const;
    // Writes those records to their places. What fails stays pending.
    Result<void> publish(const Pending& records);

private:
    RecordFiles(std::filesystem::path path, Fd directory, Staging& staging, Durability durability);

    std::filesystem::path path_;
    Fd directory_;
    Staging* staging_;
    Durability durability_;
    std::unique_ptr<Guarded<Pending>> pending_;
};

}  // namespace slipway::cache

// Occupant: what is at a destination before a platform is published there.
#pragma once

#include <slipway/assemble/platform.hpp>
#include <slipway/assemble/publish.hpp>
#include <slipway/assemble/verify.hpp>
#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>

#include <filesystem>
#include <optional>
#include <stop_token>

namespace slipway::assemble {

struct Occupant {
    Platform platform;
    bool told_by_attribute = false;  // and not by the store's ref alone
    bool known = false;              // the store has its ref
};

// Nothing if nothing is there. Error: conflict if it is no platform, or may not be replaced.
Result<std::optional<Occupant>> look_at_destination(const cache::Store& store,
                                                    const std::filesystem::path& target,
                                                    Occupied occupied);

// Whether publishing `platform` so would give what is there. Told by id and ref: what somebody changed in it
// since is found by verify().
bool is_that_platform(const Occupant& occupant, const Digest& platform, const PublishOptions& options);

// Whether it is as it was published, wherever it lies by now. What is in the way is told to
// options.on_changed. unsupported if the store no longer knows what it was.
Result<bool> is_as_published(const cache::Store& store,
                             const Occupant& occupant,
                             const std::filesystem::path& directory,
                             const PublishOptions& options,
                             const std::stop_token& stop);

// "there.~1~", or the first number that is free.
std::filesystem::path place_aside(const std::filesystem::path& target);

}  // namespace slipway::assemble

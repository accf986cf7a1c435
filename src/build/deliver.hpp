// Delivery: what becomes of a finished platform (spec §0.1, §7.8, §7.9).
#pragma once

#include <slipway/assemble/publish.hpp>
#include <slipway/base/result.hpp>
#include <slipway/build/build.hpp>
#include <slipway/diag/diagnostic.hpp>
#include <slipway/hash/digest.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace slipway::build {

// A platform whose tree is in the store, and what is no part of its identity.
struct Ready {
    Digest platform;
    SourceSpan core_span;                         // where a failure is reported
    std::vector<std::string> mutable_paths = {};  // as in assemble::PublishOptions
    assemble::Finish finish = {};
    std::vector<std::string> projects = {};  // their paths in the platform
    std::optional<Digest> lock = {};         // the blob of its lock
    std::function<void(const assemble::Platform&, const assemble::Verification&)> on_changed = {};
};

// Says before the work begins that its result could not be delivered.
Result<void> check_delivery(const Options& options, const cache::Store& store);

// Fills in what `summary` says about the delivery. False if something was reported.
bool deliver(
    const Options& options, const World& world, Ready ready, Diagnostics& diagnostics, Summary& summary);

}  // namespace slipway::build

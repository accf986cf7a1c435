// From what lies where to what Drupal finds there. Private to build.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/build/sharing.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/discover/hoist.hpp>

#include <map>
#include <string>
#include <vector>

namespace slipway::build {

// A project where it goes on the platform.
struct Placed {
    std::string path;  // empty for the core
    Digest tree;
    std::string label;
    std::string version;
    bool is_profile = false;
};

// The trees of one platform, each analysed once.
class Analyses {
public:
    explicit Analyses(cache::Store& store) : store_(store) {}

    // Good as long as this is.
    Result<const discover::Analysis*> of(const Digest& tree);

private:
    cache::Store& store_;
    std::map<Digest, discover::Analysis> known_;
};

// Who wants what: what lies in a profile's directory is that profile's.
Result<discover::Demand> demand_of(const std::vector<Placed>& placed,
                                   int core_major,
                                   const std::string& shared_base,
                                   Analyses& analyses);

Sharing sharing_of(const discover::Hoisting& hoisting);

// Asks the store how much each shared project is. Requires that it was committed.
Result<void> measure(const cache::Store& store, Sharing& sharing);

}  // namespace slipway::build

// What people and programs are told of what is in a store, and of its verification.
#pragma once

#include <slipway/assemble/inventory.hpp>
#include <slipway/cache/statistics.hpp>
#include <slipway/cache/verify_store.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace slipway::report {

struct StoreStatistics {
    std::filesystem::path root;
    cache::Statistics statistics = {};
    std::optional<std::vector<assemble::Listed>> platforms = {};  // if they are asked for
    std::vector<cache::Share> shares = {};                        // theirs, in the same order
};

std::string to_text(const StoreStatistics& statistics);
std::string to_json(const StoreStatistics& statistics);

// Each damage in a line, then each ref that has lost something, then a summary.
std::string to_text(const cache::StoreVerification& verification);
std::string to_json(const cache::StoreVerification& verification);

}  // namespace slipway::report

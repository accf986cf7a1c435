// What people and programs are told of a store. JSON is one object, ended by a line feed; keys are only ever
// added to it. Paths and names that are not UTF-8 have U+FFFD in place of what is not.
#pragma once

#include <slipway/assemble/inventory.hpp>
#include <slipway/cache/collect.hpp>

#include <string>
#include <vector>

namespace slipway::report {

struct Collection {
    cache::Collected collected;
    assemble::Retirement retirement;
    bool dry_run = false;
};

std::string to_text(const Collection& collection);
std::string to_json(const Collection& collection);

// One line a platform: state, id, when, link mode, path.
std::string to_text(const std::vector<assemble::Listed>& platforms);
std::string to_json(const std::vector<assemble::Listed>& platforms);

}  // namespace slipway::report

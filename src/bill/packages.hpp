// What composer.json, package.json and Composer's list of what it installed say. Private to bill.
//
// nlohmann-json is in this reader and in the two writers; a text that is no JSON says nothing.
#pragma once

#include <slipway/bill/bill.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::bill {

struct Package {
    std::string version = {};
    std::string licence = {};  // as written; alternatives joined with OR
};

// Nothing if it is no JSON object.
std::optional<Package> read_package(std::string_view json);

// What vendor/composer/installed.json lists, sorted; nothing if it is none.
std::optional<std::vector<Bundled>> read_installed(std::string_view json, const std::string& path);

}  // namespace slipway::bill

// Licences: what texts and statements say, in SPDX's terms. Private to bill. Pure functions.
#pragma once

#include <slipway/bill/bill.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::bill {

// The SPDX identifier for what people write, in any case of letters and with the names that SPDX gave up
// ("GPL-2.0+"); nothing if we know of none.
std::optional<std::string_view> licence_id(std::string_view written);

// The same for an expression with AND, OR and parentheses, written as SPDX does.
std::optional<std::string> licence_expression(std::string_view written);

// The licences whose whole text, or whose notice ("either version 2 of the License, or (at your option) any
// later version"), a file holds; sorted.
std::vector<std::string_view> recognised_licences(std::string_view text);

// A statement, or the licences that a file was recognised to hold.
struct LicenceEvidence {
    std::string file;
    std::string stated = {};  // as written; several alternatives are joined with OR
    std::vector<std::string_view> recognised = {};
};

// What all of it says together. Statements count before texts; where they differ, or texts of several
// licences lie side by side, nobody can tell which holds. `of_drupal_org`: the text of the GPL 2 means what
// drupal.org demands of all that it hosts: version 2 or later.
Licence licence_of(std::span<const LicenceEvidence> evidence, bool of_drupal_org);

}  // namespace slipway::bill

// What both formats call the parts of a bill, and the bill itself. Private to bill. Pure functions.
#pragma once

#include <slipway/bill/bill.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::bill {

inline constexpr std::string_view platform_name = "drupal-platform";

// A name-based UUID (version 5, RFC 4122) of the platform and the text of its lock, in the namespace of URLs:
// bills of different locks have different ones, and the same lock always has the same.
std::string uuid_of(const lock::Lock& lock);

// One for each component, all different: "views@sites/all/modules/views".
std::vector<std::string> refs_of(const Bill& bill);

// "1970-01-01T00:00:00Z".
std::string date_text(std::int64_t seconds);

// The last part of a URL or path, without a query: "fix.patch".
std::string_view file_name(std::string_view url);

// Whether it is an address that others can follow.
bool is_address(std::string_view url);

// "git+https://…@commit": where a repository's commit is, as SPDX writes it; a file's URL as it is. Empty for
// what is no address.
std::string location_of(const lock::Source& source);

// "site.make:3", "profiles/p/p.make:4 through p".
std::string text_of(const lock::Asker& asker);

}  // namespace slipway::bill

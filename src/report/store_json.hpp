// What the JSON of a store's reports has in common. Private to report.
#pragma once

#include <slipway/cache/collect.hpp>

#include <nlohmann/json.hpp>
#include <string>

namespace slipway::report {

using Json = nlohmann::ordered_json;

// Ended by a line feed; what is not UTF-8 is replaced.
inline std::string dump(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

inline Json json_of(const cache::Amount& amount) {
    return {{"count", amount.count}, {"bytes", amount.bytes}, {"physical", amount.physical}};
}

}  // namespace slipway::report

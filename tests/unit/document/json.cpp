#include "json.hpp"

#include <nlohmann/json.hpp>

namespace slipway::document::testing {

namespace {

using Json = nlohmann::ordered_json;

Json to_json(const Map& map);

Json to_json(const Value& value) {
    switch (value.kind()) {
        case Kind::map: return to_json(value.map());
        case Kind::true_constant: return true;
        case Kind::false_constant: return false;
        case Kind::null_constant: return nullptr;
        case Kind::text: break;
    }
    return value.written();
}

Json to_json(const Map& map) {
    auto list = Json::array();
    auto object = Json::object();
    bool is_list = true;
    for (const auto& entry : map.entries()) {
        is_list = is_list && entry.key.text == std::to_string(list.size());
        list.push_back(to_json(entry.value));
        object[entry.key.text.str()] = list.back();
    }
    return is_list ? list : object;
}

}  // namespace

std::string json(const Map& map) { return to_json(map).dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace slipway::document::testing

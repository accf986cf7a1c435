#include <slipway/report/backend_packet.hpp>

#include <nlohmann/json.hpp>
#include <string_view>

namespace slipway::report {

namespace {

using Json = nlohmann::ordered_json;

std::string_view name_of(LogClass log_class) {
    switch (log_class) {
        case LogClass::ok: return "ok";
        case LogClass::success: return "success";
        case LogClass::notice: return "notice";
        case LogClass::warning: return "warning";
        case LogClass::error: return "error";
        case LogClass::cancel: return "cancel";
    }
    return {};
}

// An error without a code is Drush's own general one: the caller counts only what has one.
std::string_view code_of(const LogEntry& entry) {
    const bool is_error = entry.log_class == LogClass::error;
    return is_error && entry.code.empty() ? std::string_view("DRUSH_FRAMEWORK_ERROR") : entry.code;
}

}  // namespace

std::string backend_packet(std::span<const LogEntry> log, int status) {
    auto entries = Json::array();
    auto errors = Json::object();
    for (const auto& entry : log) {
        Json item = {{"type", name_of(entry.log_class)}, {"message", entry.message}};
        if (entry.log_class == LogClass::error) {
            item["error"] = code_of(entry);
            errors[std::string(code_of(entry))].push_back(entry.message);
        }
        entries.push_back(std::move(item));
    }
    const Json packet = {{"output", ""},
                         {"object", nullptr},
                         {"error_status", status},
                         {"log", std::move(entries)},
                         {"error_log", std::move(errors)}};
    return std::string(1, '\0') + "DRUSH_BACKEND_OUTPUT_START>>>"
           + packet.dump(-1, ' ', false, Json::error_handler_t::replace) + "<<<DRUSH_BACKEND_OUTPUT_END\n";
}

}  // namespace slipway::report

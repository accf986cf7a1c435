#include "retry.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <system_error>

namespace slipway::net {

using std::chrono::milliseconds;
using std::chrono::seconds;

std::chrono::milliseconds backoff(int failures, milliseconds first, double random) {
    milliseconds whole = std::min<milliseconds>(first, longest_wait);
    for (int i = 1; i < failures && whole < longest_wait; ++i) {
        whole = std::min<milliseconds>(whole * 2, longest_wait);
    }
    const auto half = static_cast<double>(whole.count()) / 2;
    return milliseconds(static_cast<milliseconds::rep>(half + half * random));
}

std::optional<milliseconds> retry_after(const std::string& header, std::time_t now) {
    constexpr seconds most = longest_wait;
    std::uint64_t count = 0;
    const auto* const end = header.data() + header.size();
    const auto [parsed, error] = std::from_chars(header.data(), end, count);
    if (parsed == end && error == std::errc()) {
        return std::min<std::uint64_t>(count, static_cast<std::uint64_t>(most.count())) * seconds(1);
    }
    if (parsed == end && error == std::errc::result_out_of_range) {
        return most;
    }
    const auto date = curl_getdate(header.c_str(), nullptr);
    if (date < 0) {
        return std::nullopt;
    }
    return std::clamp(seconds(date - now), seconds(0), most);
}

bool worth_retrying(int status) {
    constexpr int request_timeout = 408;
    constexpr int too_early = 425;
    constexpr int too_many_requests = 429;
    constexpr int first_server_error = 500;
    return status == request_timeout || status == too_early || status == too_many_requests
           || status >= first_server_error;
}

}  // namespace slipway::net

// When to try again, and after what time. Pure functions of their arguments.
#pragma once

#include <chrono>
#include <ctime>
#include <optional>
#include <string>

namespace slipway::net {

// No wait is longer, whatever a server asks for.
constexpr auto longest_wait = std::chrono::minutes(1);

// The wait after the `failures`-th failure (from 1): `first`, doubled with each further one, of which at
// least half and, by `random` in [0, 1), up to all is taken. So many clients that failed together do not come
// back together.
std::chrono::milliseconds backoff(int failures, std::chrono::milliseconds first, double random);

// What a Retry-After header asks for, in seconds or as an HTTP date (RFC 9110 §10.2.3), at most longest_wait.
// Empty if it says neither.
std::optional<std::chrono::milliseconds> retry_after(const std::string& header, std::time_t now);

// 408, 425, 429 and all of 5xx.
bool worth_retrying(int status);

}  // namespace slipway::net

#include "src/net/retry.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <string>

using slipway::net::backoff;
using slipway::net::retry_after;
using slipway::net::worth_retrying;
using namespace std::chrono_literals;

TEST_CASE("The wait doubles with each failure, between half and all of it", "[net]") {
    CHECK(backoff(1, 100ms, 0) == 50ms);
    CHECK(backoff(1, 100ms, 0.5) == 75ms);
    CHECK(backoff(2, 100ms, 0) == 100ms);
    CHECK(backoff(2, 100ms, 0.999) < 200ms);
    CHECK(backoff(4, 100ms, 0) == 400ms);
}

TEST_CASE("No wait is longer than a minute, however many failures there were", "[net]") {
    CHECK(backoff(30, 250ms, 0.9999) <= 60s);
    CHECK(backoff(2'000'000'000, 250ms, 0) == 30s);
    CHECK(backoff(1, 1h, 0) == 30s);
    CHECK(backoff(5, 0ms, 0.5) == 0ms);
}

TEST_CASE("Retry-After is seconds or a date, and never more than a minute", "[net]") {
    const std::time_t now = 1'700'000'000;  // Tue, 14 Nov 2023 22:13:20 GMT
    CHECK(retry_after("0", now) == 0ms);
    CHECK(retry_after("7", now) == 7s);
    CHECK(retry_after("3600", now) == 60s);
    CHECK(retry_after("99999999999999999999999999", now) == 60s);
    CHECK(retry_after("Tue, 14 Nov 2023 22:13:30 GMT", now) == 10s);
    CHECK(retry_after("Tuesday, 14-Nov-23 22:13:30 GMT", now) == 10s);
    CHECK(retry_after("Tue, 14 Nov 2023 21:00:00 GMT", now) == 0s);
    CHECK(retry_after("Fri, 31 Dec 2049 23:59:59 GMT", now) == 60s);
}

TEST_CASE("A Retry-After that says neither counts as none", "[net]") {
    const auto text = GENERATE(as<std::string>(), "", "soon", "-1", "1.5", "7 seconds");
    CAPTURE(text);
    CHECK_FALSE(retry_after(text, 1'700'000'000));
}

TEST_CASE("Only a status that may pass is worth another attempt", "[net]") {
    for (const int status : {408, 425, 429, 500, 502, 503, 504, 599}) {
        CAPTURE(status);
        CHECK(worth_retrying(status));
    }
    for (const int status : {200, 304, 400, 401, 403, 404, 407, 410, 416, 418, 451}) {
        CAPTURE(status);
        CHECK_FALSE(worth_retrying(status));
    }
}

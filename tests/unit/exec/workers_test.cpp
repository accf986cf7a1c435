#include <slipway/exec/workers.hpp>

#include <catch2/catch.hpp>

#include <atomic>
#include <latch>
#include <memory>

using namespace slipway;

namespace {

// ThreadSanitizer cannot see through Debian's TBB: what it would report there are no races (docs/adr/0004).
#ifdef __SANITIZE_THREAD__
constexpr int kinds = 1;
#else
constexpr int kinds = 2;
#endif

}  // namespace

TEST_CASE("Every submitted task is run once, also those that tasks submit, before wait returns", "[exec]") {
    const bool with_tbb = GENERATE(range(0, kinds)) == 1;
    const auto workers = with_tbb ? exec::make_tbb_workers(3) : exec::make_waiting_workers(3);
    std::atomic<int> count = 0;
    for (int i = 0; i < 100; ++i) {
        workers->submit([&] {
            ++count;
            workers->submit([&] { ++count; });
        });
    }
    workers->wait();
    CHECK(count == 200);
}

TEST_CASE("As many waiting tasks wait at once as there are waiting workers", "[exec]") {
    const auto workers = exec::make_waiting_workers(8);
    std::latch all_there(8);
    for (int i = 0; i < 8; ++i) {
        workers->submit([&] { all_there.arrive_and_wait(); });
    }
    workers->wait();  // would never return if fewer ran side by side
    SUCCEED();
}

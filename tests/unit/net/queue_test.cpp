#include "src/net/queue.hpp"

#include <catch2/catch.hpp>

#include <optional>

using slipway::net::Queue;

TEST_CASE("First come, first served, whichever server it is", "[net]") {
    Queue queue(10, 10);
    queue.push(2, "b");
    queue.push(1, "a");
    queue.push(3, "a");
    CHECK(queue.take() == 1U);
    CHECK(queue.take() == 2U);
    CHECK(queue.take() == 3U);
    CHECK(queue.take() == std::nullopt);
}

TEST_CASE("A server that is busy with us does not hold up the others", "[net]") {
    Queue queue(10, 1);
    queue.push(1, "a");
    queue.push(2, "a");
    queue.push(3, "b");
    CHECK(queue.take() == 1U);
    CHECK(queue.take() == 3U);
    CHECK(queue.take() == std::nullopt);
    queue.release("a");
    CHECK(queue.take() == 2U);
}

TEST_CASE("No more run than the limit in all, and one that comes back keeps its turn", "[net]") {
    Queue queue(2, 2);
    for (Queue::Ticket ticket = 1; ticket <= 4; ++ticket) {
        queue.push(ticket, ticket % 2 == 0 ? "a" : "b");
    }
    CHECK(queue.take() == 1U);
    CHECK(queue.take() == 2U);
    CHECK(queue.take() == std::nullopt);
    queue.release("b");
    queue.push(1, "b");
    CHECK(queue.take() == 1U);
    queue.release("b");
    queue.release("a");
    CHECK(queue.take() == 3U);
    CHECK(queue.take() == 4U);
}

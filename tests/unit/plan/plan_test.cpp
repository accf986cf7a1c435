#include <slipway/plan/plan.hpp>

#include <catch2/catch.hpp>

using namespace slipway;
using namespace slipway::plan;

TEST_CASE("Equal work is one node, whoever asks for it", "[plan]") {
    Plan plan;
    const auto fetch = plan.add(FetchFile{.url = "https://example.org/a"}, {}, "fetch a");
    const auto again = plan.add(FetchFile{.url = "https://example.org/a"}, {}, "fetch a for somebody else");
    CHECK(fetch == again);
    CHECK(plan.size() == 1);
    CHECK(plan[fetch].label == "fetch a");

    const auto unpack = plan.add(Unpack{}, {fetch}, "unpack a");
    CHECK(plan.add(Unpack{}, {again}, "unpack a") == unpack);
}

TEST_CASE("Work that differs in anything but its label is different nodes", "[plan]") {
    Plan plan;
    plan.add(FetchFile{.url = "https://example.org/a"}, {}, "");
    plan.add(FetchFile{.url = "https://example.org/b"}, {}, "");
    plan.add(FetchFile{.url = "https://example.org/a", .checksums = {}, .known_is_enough = true}, {}, "");
    plan.add(FetchGit{.url = "a", .kind = FetchGit::Kind::branch, .name = "x"}, {}, "");
    plan.add(FetchGit{.url = "a", .kind = FetchGit::Kind::tag, .name = "x"}, {}, "");
    plan.add(CopyDirectory{.path = "/a"}, {}, "");
    plan.add(CopyDirectory{.path = "/b"}, {}, "");
    const auto a = plan.add(Unpack{}, {sha256("a")}, "");
    const auto b = plan.add(Unpack{}, {sha256("b")}, "");
    plan.add(Link{.paths = {"x", "y"}}, {a, b}, "");
    plan.add(Link{.paths = {"x", "y"}}, {b, a}, "");
    CHECK(plan.size() == 11);
}

TEST_CASE("A node stays where it is while the plan grows", "[plan]") {
    Plan plan;
    const auto& first = plan[plan.add(CopyDirectory{.path = "/0"}, {}, "first")];
    for (int i = 1; i < 10'000; ++i) {
        plan.add(CopyDirectory{.path = std::to_string(i)}, {}, "");
    }
    CHECK(&first == &plan[NodeId{0}]);
    CHECK(first.label == "first");
}

#include "src/git/nearest.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using slipway::git::nearest;
using Names = std::vector<std::string>;

TEST_CASE("The nearest names come first, and those that nobody meant not at all", "[git]") {
    const Names names = {"7.x-1.x", "7.x-2.x", "8.x-1.x", "master", "7.x-1.0-beta1"};
    CHECK(nearest("7.x-1x", names, 3) == Names{"7.x-1.x", "7.x-2.x", "8.x-1.x"});
    CHECK(nearest("mastre", names, 3) == Names{"master"});
    CHECK(nearest("wholly-different", names, 3).empty());
}

TEST_CASE("A name that another continues is near to it, however long the rest", "[git]") {
    CHECK(nearest("7.x-1.0", {"7.x-1.0-beta1", "unrelated-name"}, 3) == Names{"7.x-1.0-beta1"});
    CHECK(nearest("feature/login-page-rework", {"feature", "x"}, 3) == Names{"feature"});
}

TEST_CASE("No name is said twice, and very long ones are not looked at", "[git]") {
    CHECK(nearest("main", {"maim", "maim"}, 3) == Names{"maim"});
    CHECK(nearest(std::string(100'000, 'a'), {std::string(100'000, 'a')}, 3).empty());
}

// How the arguments of a program that stands in for Drush are put in our order.
#include "src/app/drush_arguments.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace {

using Arguments = std::vector<std::string>;

Arguments ordered(const Arguments& given) {
    std::vector<const char*> argv{"slipway"};
    for (const auto& argument : given) {
        argv.push_back(argument.c_str());
    }
    auto out = slipway::app::in_our_order(static_cast<int>(argv.size()), argv.data());
    std::ranges::reverse(out);  // the parser takes the last one first
    return out;
}

}  // namespace

TEST_CASE("Drush's global options may stand before its commands, with their values", "[commands]") {
    CHECK(ordered({"-y", "-r", "/var/aegir", "--uri=x", "make", "a.make", "out"})
          == Arguments{"make", "-y", "-r", "/var/aegir", "--uri=x", "a.make", "out"});
    CHECK(ordered({"-v", "generate-makefile", "dir"}) == Arguments{"generate-makefile", "-v", "dir"});
    CHECK(ordered({"make", "a.make", "-y"}) == Arguments{"make", "a.make", "-y"});
}

TEST_CASE("The targets @none and @self are this host, but only before the command", "[commands]") {
    CHECK(ordered({"@none", "make", "a.make"}) == Arguments{"make", "a.make"});
    CHECK(ordered({"-y", "@self", "make-lock", "@self"}) == Arguments{"make-lock", "-y", "@self"});
    CHECK(ordered({"@site", "make"}) == Arguments{"@site", "make"});
}

TEST_CASE("An option without its value is no option at all, for Drush's commands alone", "[commands]") {
    CHECK(ordered({"make", "--translations=", "a.make"}) == Arguments{"make", "a.make"});
    CHECK(ordered({"build", "--store=", "a.make"}) == Arguments{"build", "--store=", "a.make"});
}

TEST_CASE("What is no command of Drush is left as it is", "[commands]") {
    CHECK(ordered({}).empty());
    CHECK(ordered({"-q", "build", "a.make"}) == Arguments{"-q", "build", "a.make"});
    CHECK(ordered({"-r"}) == Arguments{"-r"});
    CHECK(ordered({"@none"}) == Arguments{"@none"});
}

// Expected values: Drupal's rules for a dependency (spec §9.1).
#include "support.hpp"

#include <grammar/constraint.hpp>

#include <catch2/catch.hpp>
#include <tao/pegtl/contrib/analyze.hpp>

#include <string>
#include <vector>

using slipway::manifest::satisfies;
using slipway::manifest::testing::dependency;
using Slugs = std::vector<std::string>;

TEST_CASE("The grammar of dependencies has no loop that consumes nothing", "[manifest]") {
    CHECK(tao::pegtl::analyze<slipway::grammar::constraint::dependency>(-1) == 0);
}

TEST_CASE("A dependency is a module, perhaps of a project, perhaps in some versions", "[manifest]") {
    const auto bare = dependency("views").dependency;
    CHECK(bare.name.text == "views");
    CHECK_FALSE(bare.project);
    CHECK_FALSE(bare.has_parentheses);
    CHECK(bare.conditions.empty());

    const auto full = dependency("drupal: node (>=7.x-7.10)");
    CHECK(full.dependency.name.text == "node");
    REQUIRE(full.dependency.project);
    CHECK(full.dependency.project->text == "drupal");
    CHECK(full.dependency.has_parentheses);
    CHECK(full.conditions() == ">=7.10");
    CHECK(full.slugs.empty());
}

TEST_CASE("Every operator of a condition is read, with the longest first", "[manifest]") {
    const auto written =
        GENERATE(values<std::pair<std::string, std::string>>({{"1.2", "=1.2"},
                                                              {"=1.2", "=1.2"},
                                                              {"==1.2", "=1.2"},
                                                              {"!=1.2", "!=1.2"},
                                                              {"<>1.2", "!=1.2"},
                                                              {"<1.2", "<1.2"},
                                                              {"<=1.2", "<=1.2"},
                                                              {">1.2", ">1.2"},
                                                              {">=1.2", ">=1.2"},
                                                              {" >= 7.x-1.2 ", ">=1.2"},
                                                              {"<2.0-beta3", "<2.0-beta3"}}));
    const auto read = dependency("views (" + written.first + ")");
    CHECK(read.conditions() == written.second);
    CHECK(read.slugs.empty());
}

TEST_CASE("A branch stands for its releases", "[manifest]") {
    CHECK(dependency("a (2.x)").conditions() == "<3.x >=2.x");
    CHECK(dependency("a (=2.x)").conditions() == "<3.x >=2.x");
    CHECK(dependency("a (==9.x)").conditions() == "<10.x >=9.x");
    CHECK(dependency("a (>2.x)").conditions() == ">3.x");
    CHECK(dependency("a (<=99.x)").conditions() == "<=100.x");
    CHECK(dependency("a (>=2.x)").conditions() == ">=2.x");
    CHECK(dependency("a (<2.x)").conditions() == "<2.x");
    CHECK(dependency("a (>=7.x-2.x, <7.x-4.x)").conditions() == ">=2.x <4.x");
}

TEST_CASE("A version satisfies a dependency if it passes all conditions", "[manifest]") {
    const auto branch = dependency("views (3.x)").dependency;
    CHECK(satisfies("7.x-3.0", branch));
    CHECK(satisfies("7.x-3.29", branch));
    CHECK(satisfies("3.29", branch));
    CHECK(satisfies("7.x-3.0-alpha1", branch));
    CHECK_FALSE(satisfies("7.x-2.9", branch));
    CHECK_FALSE(satisfies("7.x-4.0", branch));
    CHECK_FALSE(satisfies("", branch));

    const auto above = dependency("views (>2.x)").dependency;
    CHECK_FALSE(satisfies("2.9", above));
    CHECK(satisfies("3.0", above));

    const auto but = dependency("views (>=1.2, !=1.5, <2.0-beta1)").dependency;
    CHECK(satisfies("1.2", but));
    CHECK_FALSE(satisfies("1.5", but));
    CHECK(satisfies("1.10", but));
    CHECK(satisfies("2.0-alpha9", but));
    CHECK_FALSE(satisfies("2.0-rc1", but));

    CHECK(satisfies("", dependency("views").dependency));
}

TEST_CASE("The prefix of a version is the core's, which stopped at 8.x", "[manifest]") {
    CHECK(dependency("a (8.x-1.2)", "10.x").conditions() == "=1.2");
    CHECK(satisfies("8.x-1.2", dependency("a (1.2)", "9.x").dependency));
    CHECK_FALSE(satisfies("7.x-1.2", dependency("a (1.2)", "9.x").dependency));
}

TEST_CASE("The prefix of another core is read as a branch, which is said", "[manifest]") {
    const auto read = dependency("a (6.x-2.0)", "7.x");
    CHECK(read.conditions() == "<7.x >=6.x");
    CHECK(read.slugs == Slugs{"ignored-condition"});
}

TEST_CASE("Conditions that Drupal drops are reported where they stand", "[manifest]") {
    const auto dropped = GENERATE(as<std::string>(), "^3.0", "~2.1", "*", "3", ">=3", "3.*", "dev-master",
                                  "7.x-dev-3", "=>3.0", "v1.2", "x.1");
    CAPTURE(dropped);
    const auto read = dependency("views (" + dropped + ", <9.0)");
    if (dropped == "7.x-dev-3") {  // of this, Drupal reads 7.x
        CHECK(read.conditions() == "<8.x >=7.x <9.0");
    } else {
        CHECK(read.conditions() == "<9.0");
    }
    CHECK(read.slugs == Slugs{"ignored-condition"});
}

TEST_CASE("What stands behind a condition is reported, unless it only closes it", "[manifest]") {
    const auto read = dependency("a (>=1.2.3)");
    CHECK(read.conditions() == ">=1.2");
    CHECK(read.rendered
          == "warning[ignored-condition]: '.3' stands behind the condition, and Drupal ignores it\n"
             " --> x.info:1:9\n"
             "1 | a (>=1.2.3)\n"
             "  |         ^^\n"
             "help: a version is major.minor, perhaps with -beta1 behind it; conditions are separated by commas\n");
    CHECK(dependency("a (>=1.2").slugs.empty());
    CHECK(dependency("a (>=1.2 )").slugs.empty());
    CHECK(dependency("a (2.x-dev)").slugs == Slugs{"ignored-condition"});
}

TEST_CASE("A branch that is excluded excludes nothing, which is said", "[manifest]") {
    const auto read = dependency("a (!=2.x)");
    CHECK(read.slugs == Slugs{"ignored-condition"});
    CHECK(satisfies("2.3", read.dependency));
}

TEST_CASE("A name that no module can have is reported", "[manifest]") {
    for (const auto* text : {"", "views, ctools", "my-module", "(>=1.2)", ":views", "a b"}) {
        CAPTURE(text);
        CHECK(dependency(text).slugs == Slugs{"malformed-dependency"});
    }
    CHECK(dependency("a:b:c").dependency.name.text == "b");
    CHECK(dependency("a:b:c").slugs == Slugs{"malformed-dependency"});
}

TEST_CASE("Hostile dependencies are read in one run", "[manifest]") {
    const auto* const piece =
        GENERATE("(", ")", ",", ":", ">=1.2,", "=", "1", "7.x-", " ", "\xFF", "1.x-", "<>");
    CAPTURE(piece);
    std::string text = "views (";
    while (text.size() < (4U << 20U)) {
        text += piece;
    }
    const auto read = dependency(text);
    CHECK(read.rendered.size() < (100U << 20U));
    CHECK(read.slugs.size() <= 101);
}

TEST_CASE("A NUL is a byte like others", "[manifest]") {
    const auto read = dependency(std::string("views\0 (>=1.2)", 14));
    CHECK(read.dependency.name.text == "views");
    CHECK(read.conditions() == ">=1.2");
}

// Expected values: the table in PHP's manual, the test of php-src for version_compare(), and PHP 8.2 itself
// for the odd ones.
#include <slipway/manifest/php_version.hpp>

#include <catch2/catch.hpp>

#include <array>
#include <cstddef>
#include <string>

using slipway::manifest::compare_versions;
using slipway::manifest::Operator;
using slipway::manifest::versions_compare_as;

TEST_CASE("Numbers of a version are compared by value, part by part", "[manifest]") {
    CHECK(compare_versions("1", "2") == -1);
    CHECK(compare_versions("10", "2") == 1);
    CHECK(compare_versions("1.0", "1.1") == -1);
    CHECK(compare_versions("1.2", "1.0.1") == 1);
    CHECK(compare_versions("5.2", "5.02") == 0);
    CHECK(compare_versions("1.0", "1.0.0") == -1);
}

TEST_CASE("The forms of a pre-release stand in the order of PHP's manual", "[manifest]") {
    // any string not found in this list < dev < alpha = a < beta = b < RC = rc < # < pl = p
    const std::array<std::string, 6> ascending{"1.0-foo1", "1.0-dev1", "1.0alpha1",
                                               "1.0beta1", "1.0RC1",   "1.0pl1"};
    for (std::size_t i = 0; i < ascending.size(); ++i) {
        for (std::size_t j = 0; j < ascending.size(); ++j) {
            CAPTURE(ascending.at(i), ascending.at(j));
            CHECK(compare_versions(ascending.at(i), ascending.at(j)) == (i < j ? -1 : i > j ? 1 : 0));
        }
    }
    CHECK(compare_versions("1.0alpha1", "1.0a1") == 0);
    CHECK(compare_versions("1.0beta1", "1.0b1") == 0);
    CHECK(compare_versions("1.0RC1", "1.0rc1") == 0);
    CHECK(compare_versions("1.0pl1", "1.0p1") == 0);
}

TEST_CASE("A version without a suffix lies between its candidates and its patch levels", "[manifest]") {
    for (const auto* older : {"1.0-dev", "1.0a1", "1.0b1", "1.0RC1", "1.0rc1", "1.0-anything"}) {
        CAPTURE(older);
        CHECK(compare_versions(older, "1.0") == -1);
        CHECK(compare_versions("1.0", older) == 1);
    }
    CHECK(compare_versions("1.0", "1.0pl1") == -1);
    CHECK(compare_versions("1.0pl1", "1.0") == 1);
    CHECK(compare_versions("1.0", "1.0") == 0);
}

TEST_CASE("Separators are alike, and stand where digits and letters meet as well", "[manifest]") {
    for (const auto* same : {"1.0.rc.1", "1-0-rc-1", "1_0+rc1", "1.0rc.1", "1.0--rc1", "1.0..rc1"}) {
        CAPTURE(same);
        CHECK(compare_versions("1.0rc1", same) == 0);
    }
}

TEST_CASE("A branch is older than its releases, as Drupal relies on", "[manifest]") {
    CHECK(compare_versions("2.x", "2.0") == -1);
    CHECK(compare_versions("2.0-alpha1", "2.x") == 1);
    CHECK(compare_versions("3.x", "2.999") == 1);
    CHECK(compare_versions("2.x-dev", "2.x") == -1);
}

TEST_CASE("What is no version is compared as PHP compares it", "[manifest]") {
    CHECK(compare_versions("", "") == 0);
    CHECK(compare_versions("", "1") == -1);
    CHECK(compare_versions("1", "") == 1);
    CHECK(compare_versions("1.", "1.") == -1);
    CHECK(compare_versions("1.", "1") == -1);
    CHECK(compare_versions("#", "1") == 0);
    CHECK(compare_versions("1.2(message)", "1.2(message)") == -1);
    CHECK(compare_versions("99999999999999999999", "9223372036854775807") == 0);
    CHECK(compare_versions(std::string("1.0\0.9", 6), "1.0") == 0);
}

TEST_CASE("Operators follow from the order", "[manifest]") {
    struct Case {
        Operator comparison;
        bool older, same, newer;
    };
    for (const auto& [comparison, older, same, newer] :
         {Case{Operator::less, true, false, false}, Case{Operator::less_or_equal, true, true, false},
          Case{Operator::equal, false, true, false}, Case{Operator::not_equal, true, false, true},
          Case{Operator::greater_or_equal, false, true, true}, Case{Operator::greater, false, false, true}}) {
        CAPTURE(to_string(comparison));
        CHECK(versions_compare_as("1.0RC1", comparison, "1.0") == older);
        CHECK(versions_compare_as("1.0RC1", comparison, "1.0rc1") == same);
        CHECK(versions_compare_as("1.0pl1", comparison, "1.0") == newer);
    }
}

TEST_CASE("Versions of ten megabytes are compared", "[manifest]") {
    const auto* const piece = GENERATE("1", ".", "#.", "a", "1a", "-", "9.");
    CAPTURE(piece);
    std::string version;
    while (version.size() < (10U << 20U)) {
        version += piece;
    }
    CHECK(compare_versions(version, "1") == -compare_versions("1", version));
}

// Expected values: spec §3.3's last paragraph and §7.1.
#include <slipway/resolve/checkout_version.hpp>

#include <catch2/catch.hpp>

#include <string>

using namespace slipway::resolve;

namespace {

struct Full {
    std::string version;
    std::string core;
    bool is_core;
    std::string full;
};

struct Rebuilt {
    std::string version;
    std::string description;
    std::string rebuilt;
};

}  // namespace

TEST_CASE("A version is told in full as releases are called", "[resolve]") {
    const auto [version, core, is_core, full] = GENERATE(values<Full>({
        {"", "7.x", false, ""},
        {"1.2", "7.x", false, "7.x-1.2"},
        {"1.2-beta1", "6.x", false, "6.x-1.2-beta1"},
        {"1.x-dev", "7.x", false, "7.x-1.x-dev"},
        {"1", "7.x", false, "7.x-1.x-dev"},
        {"1.x", "7.x", false, "7.x-1.x-dev"},
        {"7.x-1.x", "7.x", false, "7.x-1.x"},
        {"7.x-1.2", "6.x", false, "7.x-1.2"},
        {"7.x-dev", "7.x", false, "7.x-7.x-dev"},
        {"2.0.1", "8.x", false, "8.x-2.0.1"},
        {"7", "7.x", true, "7.x-dev"},
        {"7.x", "7.x", true, "7.x-dev"},
        {"7.98", "7.x", true, "7.98"},
        {"7.x-dev", "7.x", true, "7.x-dev"},
    }));
    CAPTURE(version, core, is_core);
    CHECK(full_version(version, core, is_core) == full);
}

TEST_CASE("A checkout's version is the full version, else the tag, the branch, the revision", "[resolve]") {
    Checkout checkout;
    CHECK(checkout_version(checkout) == "unknown");
    checkout.revision = "abc1234";
    CHECK(checkout_version(checkout) == "abc1234");
    checkout.branch = "7.x-1.x";
    CHECK(checkout_version(checkout) == "7.x-1.x-dev");
    checkout.tag = "7.x-1.0";
    CHECK(checkout_version(checkout) == "7.x-1.0");
    checkout.full_version = "7.x-1.2";
    CHECK(checkout_version(checkout) == "7.x-1.2");
}

TEST_CASE("Only a branch that ends in .x is counted from its last release", "[resolve]") {
    CHECK(is_development_version("7.x-1.x-dev"));
    CHECK(is_development_version("7.x-dev"));
    CHECK_FALSE(is_development_version("main-dev"));
    CHECK_FALSE(is_development_version("7.x-1.x"));
    CHECK_FALSE(is_development_version("7.x-1.0"));
    CHECK_FALSE(is_development_version(".x-dev"));
    CHECK_FALSE(is_development_version("x-dev"));
    CHECK_FALSE(is_development_version("unknown"));
}

TEST_CASE("A branch's version says how many commits follow its last release", "[resolve]") {
    const auto [version, description, rebuilt] = GENERATE(values<Rebuilt>({
        {"7.x-1.x-dev", "7.x-1.2-5-g1234567", "7.x-1.2+5-dev"},
        {"7.x-1.x-dev", "7.x-1.2", "7.x-1.2+0-dev"},
        {"7.x-1.x-dev", "7.x-1.0-beta1", "7.x-1.0-beta1+0-dev"},
        {"7.x-1.x-dev", "7.x-1.0-beta1-12-gabcdef0", "7.x-1.0-beta1+12-dev"},
        {"7.x-1.x-dev", "7.x-1.2-5-g123456789a", "7.x-1.2+5-dev"},  // Drush knows seven digits alone
        {"7.x-1.x-dev", "7.x-2.0-5-g1234567", "7.x-1.x-dev"},       // of another branch
        {"7.x-1.x-dev", "7.x-10.0-5-g1234567", "7.x-1.x-dev"},
        {"7.x-1.x-dev", "v1.2-5-g1234567", "7.x-1.x-dev"},
        {"7.x-1.x-dev", "7.x-1.2-beta-1-5-g1234567", "7.x-1.x-dev"},
        {"7.x-1.x-dev", "7.x-1.x", "7.x-1.x-dev"},
        {"7.x-1.x-dev", "7.x-1.", "7.x-1.x-dev"},
        {"7.x-1.x-dev", "", "7.x-1.x-dev"},
        {"7.x-dev", "7.98-3-g1234567", "7.98+3-dev"},
        {"2.0.x-dev", "2.0.1-3-g1234567", "2.0.1+3-dev"},
    }));
    CAPTURE(version, description);
    CHECK(rebuilt_version(version, description) == rebuilt);
}

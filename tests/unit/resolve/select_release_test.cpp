// The table of spec §3.3 and the matrix below it, which was recorded from Drush.
#include <slipway/resolve/release_history.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

using slipway::ErrorKind;
using slipway::resolve::is_exact;
using slipway::resolve::Release;
using slipway::resolve::ReleaseHistory;
using slipway::resolve::select_release;
using slipway::resolve::VersionRequest;

namespace {

Release release(const std::string& version, const std::string& major, const std::string& extra = "") {
    Release out;
    out.version = version;
    out.major = major;
    out.extra = extra;
    out.has_extra = !extra.empty();
    return out;
}

ReleaseHistory matrix() {
    return {.name = "foo",
            .type = "module",
            .recommended_major = "1",
            .supported_majors = {"1", "2"},
            .releases = {release("7.x-2.0-rc1", "2", "rc1"), release("7.x-2.x-dev", "2", "dev"),
                         release("7.x-1.2-beta1", "1", "beta1"), release("7.x-1.1", "1"),
                         release("7.x-1.0", "1"), release("7.x-1.x-dev", "1", "dev")}};
}

ReleaseHistory core_history() {
    return {.name = "drupal",
            .type = "module",
            .recommended_major = "7",
            .supported_majors = {"7"},
            .releases = {release("7.103", "7"), release("7.102", "7"), release("7.x-dev", "7", "dev")}};
}

ReleaseHistory semantic_history() {
    return {.name = "token",
            .type = "module",
            .recommended_major = "",
            .supported_majors = {"1", "2"},
            .releases = {release("2.1.x-dev", "2", "dev"), release("2.0.1", "2"),
                         release("2.0.0-rc1", "2", "rc1"), release("8.x-1.11", "1"),
                         release("8.x-1.x-dev", "1", "dev")}};
}

// The version chosen, or "error".
std::string chosen(const ReleaseHistory& history, const VersionRequest& request) {
    const auto found = select_release(history, request);
    if (!found) {
        CHECK(found.error().kind() == ErrorKind::not_found);
        return "error";
    }
    return (*found)->version;
}

std::string help_for(const ReleaseHistory& history, const VersionRequest& request) {
    const auto found = select_release(history, request);
    REQUIRE_FALSE(found);
    return found.error().help();
}

}  // namespace

TEST_CASE("A contributed project's version means the release that Drush takes", "[resolve]") {
    struct Case {
        std::string version;
        std::string release;
    };
    const auto [version, expected] = GENERATE(values<Case>({
        {"", "7.x-1.1"},
        {"1", "7.x-1.1"},
        {"1.x", "7.x-1.x-dev"},
        {"1.x-dev", "7.x-1.x-dev"},
        {"1.0", "7.x-1.0"},
        {"1.2-beta1", "7.x-1.2-beta1"},
        {"2", "7.x-2.0-rc1"},
        {"2.x", "7.x-2.x-dev"},
        {"1.2", "error"},
        {"3", "error"},
        {"3.x", "error"},
        {"1.1 ", "error"},
    }));
    CAPTURE(version);
    CHECK(chosen(matrix(), {"7.x", version}) == expected);
}

TEST_CASE("Without a version only an unstable release, or only a snapshot, is better than none",
          "[resolve]") {
    auto history = matrix();
    history.releases = {release("7.x-1.0-beta2", "1", "beta2"), release("7.x-1.0-beta1", "1", "beta1")};
    CHECK(chosen(history, {"7.x", ""}) == "7.x-1.0-beta2");
    history.releases = {release("7.x-1.x-dev", "1", "dev")};
    CHECK(chosen(history, {"7.x", ""}) == "7.x-1.x-dev");
}

TEST_CASE("Without a recommended major the supported ones are tried in their order", "[resolve]") {
    auto history = matrix();
    history.recommended_major.clear();
    history.supported_majors = {"2", "1"};
    CHECK(chosen(history, {"7.x", ""}) == "7.x-2.0-rc1");
    history.supported_majors = {"9", "1"};
    CHECK(chosen(history, {"7.x", ""}) == "7.x-1.1");
    history.supported_majors.clear();
    CHECK(chosen(history, {"7.x", ""}) == "error");
}

TEST_CASE("An element version_extra makes a release second choice even if it is empty", "[resolve]") {
    auto history = matrix();
    history.releases[3].has_extra = true;
    CHECK(chosen(history, {"7.x", ""}) == "7.x-1.0");
}

TEST_CASE("A version of core is compared as it is written", "[resolve]") {
    struct Case {
        std::string version;
        std::string release;
    };
    const auto [version, expected] = GENERATE(values<Case>({
        {"", "7.103"},
        {"7.102", "7.102"},
        {"7.x", "7.x-dev"},
        {"7.x-dev", "7.x-dev"},
        {"7", "error"},
        {"7.5", "error"},
    }));
    CAPTURE(version);
    CHECK(chosen(core_history(), {"7.x", version, true}) == expected);
}

TEST_CASE("A distribution as core is named in full", "[resolve]") {
    CHECK(chosen(matrix(), {"7.x", "7.x-1.0", true}) == "7.x-1.0");
    CHECK(chosen(matrix(), {"7.x", "1.0", true}) == "error");
}

TEST_CASE("A contributed project's version may be spelled in full, which Drush refuses", "[resolve]") {
    CHECK(chosen(matrix(), {"7.x", "7.x-1.0"}) == "7.x-1.0");
    CHECK(chosen(matrix(), {"7.x", "7.x-1.x"}) == "7.x-1.x-dev");
    CHECK(chosen(matrix(), {"7.x", "7.x-2"}) == "7.x-2.0-rc1");
    CHECK(chosen(matrix(), {"7.x", "6.x-1.0"}) == "error");
}

TEST_CASE("From core 8 on a contributed project's version may be a semantic one", "[resolve]") {
    struct Case {
        std::string core;
        std::string version;
        std::string release;
    };
    const auto [core, version, expected] = GENERATE(values<Case>({
        {"8.x", "2.0.1", "2.0.1"},
        {"8.x", "1.11", "8.x-1.11"},
        {"8.x", "2.1.x", "2.1.x-dev"},
        {"8.x", "1.x", "8.x-1.x-dev"},
        {"8.x", "2", "2.0.1"},
        {"8.x", "1", "8.x-1.11"},
        {"8.x", "", "8.x-1.11"},
        {"10.x", "2.0.0-rc1", "2.0.0-rc1"},
        {"10.x", "8.x-1.11", "8.x-1.11"},
        {"7.x", "2.0.1", "error"},
    }));
    CAPTURE(core, version);
    CHECK(chosen(semantic_history(), {core, version}) == expected);
}

TEST_CASE("Who asks for a release that is not there is told the nearest and the recommended", "[resolve]") {
    const auto missing = select_release(matrix(), {"7.x", "1.3"});
    REQUIRE_FALSE(missing);
    CHECK(missing.error().message() == "foo has no release 7.x-1.3");
    CHECK(missing.error().help()
          == "7.x-1.2-beta1, 7.x-1.1 and 7.x-1.0 are the nearest; 7.x-1.1 is recommended");
    CHECK(help_for(core_history(), {"7.x", "7.101", true})
          == "7.102, 7.103 and 7.x-dev are the nearest; 7.103 is recommended");

    auto history = matrix();
    history.releases.resize(1);
    CHECK(help_for(history, {"7.x", "1.0"}) == "7.x-2.0-rc1 is there; 7.x-2.0-rc1 is recommended");
    history.releases.clear();
    CHECK(help_for(history, {"7.x", "1.0"}) == "it has no published release at all");
}

TEST_CASE("A version names one release for good unless it is empty, a major or a snapshot", "[resolve]") {
    CHECK(is_exact({"7.x", "1.2"}));
    CHECK(is_exact({"7.x", "7.x-3.0-beta1"}));
    CHECK(is_exact({"8.x", "2.0.1"}));
    CHECK(is_exact({"7.x", "7.103", true}));
    CHECK_FALSE(is_exact({"7.x", ""}));
    CHECK_FALSE(is_exact({"7.x", "2"}));
    CHECK_FALSE(is_exact({"7.x", "7.x-2"}));
    CHECK_FALSE(is_exact({"7.x", "1.x"}));
    CHECK_FALSE(is_exact({"7.x", "1.x-dev"}));
    CHECK_FALSE(is_exact({"7.x", "7.x", true}));
}

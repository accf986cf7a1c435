// What a version is updated to. Expectations by hand from the rules in release_history.hpp.
#include <slipway/resolve/release_history.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using slipway::ErrorKind;
using slipway::resolve::parse_release_history;
using slipway::resolve::Release;
using slipway::resolve::ReleaseHistory;
using slipway::resolve::select_update;
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

ReleaseHistory history() {
    return {.name = "foo",
            .type = "module",
            .recommended_major = "2",
            .supported_majors = {"1", "2", "3"},
            .releases = {release("7.x-3.0-rc1", "3", "rc1"), release("7.x-3.0-beta1", "3", "beta1"),
                         release("7.x-3.x-dev", "3", "dev"), release("7.x-2.1", "2"), release("7.x-2.0", "2"),
                         release("7.x-1.3-beta1", "1", "beta1"), release("7.x-1.2", "1"),
                         release("7.x-1.0", "1"), release("7.x-0.9", "0")}};
}

std::string update_of(const ReleaseHistory& history, const std::string& version) {
    const auto found = select_update(history, {.core = "7.x", .version = version});
    return found ? (*found)->version : "error";
}

}  // namespace

TEST_CASE("A version is updated to the newest stable release of its major, if that is supported",
          "[resolve]") {
    CHECK(update_of(history(), "1.0") == "7.x-1.2");
    CHECK(update_of(history(), "7.x-1.0") == "7.x-1.2");
    CHECK(update_of(history(), "1") == "7.x-1.2");
    CHECK(update_of(history(), "1.2") == "7.x-1.2");
    CHECK(update_of(history(), "2.0") == "7.x-2.1");
}

TEST_CASE("Without a version the recommended release is taken", "[resolve]") {
    CHECK(update_of(history(), "") == "7.x-2.1");
}

TEST_CASE("A major that is not supported any more is left for the recommended one, never downwards",
          "[resolve]") {
    CHECK(update_of(history(), "0.9") == "7.x-2.1");
    auto above = history();
    above.supported_majors = {"2"};
    CHECK(update_of(above, "3.0-beta1") == "7.x-3.0-rc1");
    auto silent = history();
    silent.recommended_major.clear();
    silent.supported_majors = {"2", "3"};
    CHECK(update_of(silent, "1.0") == "7.x-2.1");
}

TEST_CASE("Nothing is updated to an older release", "[resolve]") {
    CHECK(update_of(history(), "1.3-beta1") == "7.x-1.3-beta1");
}

TEST_CASE("A release candidate comes before a snapshot where nothing is stable", "[resolve]") {
    auto unstable = history();
    unstable.releases = {release("7.x-1.x-dev", "1", "dev"), release("7.x-1.0-rc1", "1", "rc1"),
                         release("7.x-1.0-beta1", "1", "beta1")};
    CHECK(update_of(unstable, "1.0-beta1") == "7.x-1.0-rc1");
}

TEST_CASE("What is insecure or unsupported is not what anything is updated to", "[resolve]") {
    auto bad = history();
    bad.releases[6].insecure = true;  // 1.2
    CHECK(update_of(bad, "1.0") == "7.x-1.0");
    bad.releases[7].unsupported = true;  // 1.0
    CHECK(update_of(bad, "1") == "7.x-1.3-beta1");
    bad.releases[5].insecure = true;
    CHECK(update_of(bad, "1") == "error");
}

TEST_CASE("What a release history says of a release's fitness is read", "[resolve]") {
    const auto read = parse_release_history(R"(<project><releases>
        <release><version>7.x-1.0</version><status>published</status><terms>
          <term><name>Release type</name><value>Security update</value></term>
          <term><name>Release type</name><value>Insecure</value></term></terms></release>
        <release><version>7.x-1.1</version><status>published</status><terms>
          <term><name>Kind</name><value>Insecure</value></term>
          <term><name>Release type</name><value>Unsupported</value></term></terms></release>
        </releases></project>)");
    REQUIRE(read);
    REQUIRE(read->releases.size() == 2);
    CHECK(read->releases[0].insecure);
    CHECK_FALSE(read->releases[0].unsupported);
    CHECK_FALSE(read->releases[1].insecure);
    CHECK(read->releases[1].unsupported);
}

// What is said of a release in use. Expectations by hand from what Drupal 7's update module says of the same
// history: "Not secure", "Revoked", "Not supported", "Update available", "Up to date", "not checked".
#include <slipway/resolve/update_status.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using slipway::resolve::Flaw;
using slipway::resolve::InUse;
using slipway::resolve::name_of;
using slipway::resolve::parse_release_history;
using slipway::resolve::ReleaseHistory;
using slipway::resolve::Standing;
using slipway::resolve::update_status;
using slipway::resolve::UpdateStatus;

namespace {

std::string release(const std::string& version,
                    const std::string& type = "",
                    const std::string& status = "published",
                    const std::string& more = "") {
    const auto terms =
        type.empty() ? std::string()
                     : "<terms><term><name>Release type</name><value>" + type + "</value></term></terms>";
    return "<release><version>" + version + "</version><status>" + status + "</status>" + more + terms
           + "</release>";
}

// Of project foo; `head` stands before the releases.
ReleaseHistory history(const std::string& head, const std::vector<std::string>& releases) {
    std::string xml =
        "<project><short_name>foo</short_name><type>project_module</type>" + head + "<releases>";
    for (const auto& each : releases) {
        xml += each;
    }
    const auto parsed = parse_release_history(xml + "</releases></project>");
    REQUIRE(parsed);
    return *parsed;
}

constexpr const char* majors_1_and_2 =
    "<recommended_major>2</recommended_major><supported_majors>1,2</supported_majors>"
    "<project_status>published</project_status>";

InUse in_use(const std::string& version) { return {.core = "7.x", .version = version}; }

std::vector<std::string> reasons(const UpdateStatus& status) {
    std::vector<std::string> out;
    for (const auto& flaw : status.flaws) {
        out.push_back(std::string(name_of(flaw.kind)) + ": " + flaw.why);
    }
    return out;
}

}  // namespace

TEST_CASE("A release is current if it is the recommended or the newest of its major, and else outdated",
          "[resolve]") {
    const auto foo = history(majors_1_and_2, {release("7.x-2.0"), release("7.x-1.3-beta1"),
                                              release("7.x-1.2"), release("7.x-1.1")});
    CHECK(update_status(foo, in_use("7.x-2.0")).standing == Standing::current);
    CHECK(update_status(foo, in_use("7.x-1.2")).standing == Standing::current);
    CHECK(update_status(foo, in_use("7.x-1.3-beta1")).standing == Standing::current);
    const auto old = update_status(foo, in_use("7.x-1.1"));
    CHECK(old.standing == Standing::outdated);
    CHECK(old.recommended == "7.x-1.2");
    CHECK(old.latest == "7.x-1.3-beta1");
    CHECK(old.also == std::vector<std::string>{"7.x-2.0"});
    CHECK(old.flaws.empty());
}

TEST_CASE("A release below a security update of its major is insecure, whatever else is newer", "[resolve]") {
    const auto foo = history(majors_1_and_2, {release("7.x-2.1", "Security update"), release("7.x-2.0"),
                                              release("7.x-1.3"), release("7.x-1.2", "Security update"),
                                              release("7.x-1.1"), release("7.x-1.0", "Security update")});
    const auto old = update_status(foo, in_use("7.x-1.1"));
    CHECK(old.standing == Standing::insecure);
    CHECK(old.security_updates == std::vector<std::string>{"7.x-1.2"});
    CHECK(old.recommended == "7.x-1.3");
    CHECK(reasons(old) == std::vector<std::string>{"insecure: 7.x-1.2 fixes what is insecure in it"});
    // The update itself is safe; so is what came after; that of another supported major does not matter.
    CHECK(update_status(foo, in_use("7.x-1.2")).standing == Standing::outdated);
    CHECK(update_status(foo, in_use("7.x-1.3")).standing == Standing::current);
    CHECK(update_status(foo, in_use("7.x-2.1")).standing == Standing::current);
}

TEST_CASE("A major that is not supported is a flaw, and its users are sent to the recommended one",
          "[resolve]") {
    const auto foo = history(
        "<recommended_major>2</recommended_major><supported_majors>2</supported_majors>",
        {release("7.x-2.1", "Security update"), release("7.x-2.0"), release("7.x-1.1"), release("7.x-1.0")});
    const auto old = update_status(foo, in_use("7.x-1.1"));
    // Drupal counts the security updates of the major that it recommends: they trump.
    CHECK(old.standing == Standing::insecure);
    CHECK(old.recommended == "7.x-2.1");
    CHECK(reasons(old)
          == std::vector<std::string>{"insecure: 7.x-2.1 fixes what is insecure in it",
                                      "unsupported: major version 1 is not supported any more"});
    CHECK(update_status(foo, in_use("7.x-2.1")).flaws.empty());
}

TEST_CASE("What the history marks is said of the release that is marked, and of no other", "[resolve]") {
    const auto foo = history(majors_1_and_2, {release("7.x-1.4"), release("7.x-1.3", "Insecure"),
                                              release("7.x-1.2", "Unsupported"),
                                              release("7.x-1.1", "", "unpublished"), release("7.x-1.0")});
    CHECK(reasons(update_status(foo, in_use("7.x-1.3")))
          == std::vector<std::string>{"insecure: the release is marked as insecure"});
    CHECK(reasons(update_status(foo, in_use("7.x-1.2")))
          == std::vector<std::string>{"unsupported: the release is not supported any more"});
    CHECK(reasons(update_status(foo, in_use("7.x-1.1")))
          == std::vector<std::string>{"revoked: the release is revoked"});
    CHECK(update_status(foo, in_use("7.x-1.0")).standing == Standing::outdated);
    CHECK(update_status(foo, in_use("7.x-1.4")).standing == Standing::current);
}

TEST_CASE("Nothing that is marked is recommended, nor anything older than what is in use", "[resolve]") {
    const auto foo = history(
        majors_1_and_2, {release("7.x-1.3", "Insecure"), release("7.x-1.2", "Insecure"), release("7.x-1.1")});
    const auto status = update_status(foo, in_use("7.x-1.2"));
    CHECK(status.standing == Standing::insecure);
    CHECK(status.recommended.empty());
    CHECK(status.latest.empty());
}

TEST_CASE("A project that is given up is a flaw of each of its releases", "[resolve]") {
    const auto [status, standing] = GENERATE(table<std::string, Standing>({
        {"insecure", Standing::insecure},
        {"revoked", Standing::revoked},
        {"unpublished", Standing::revoked},
        {"unsupported", Standing::unsupported},
        {"published", Standing::current},
        {"something new", Standing::current},
    }));
    CAPTURE(status);
    const auto foo = history(
        "<recommended_major>1</recommended_major><supported_majors>1</supported_majors>"
        "<project_status>"
            + status + "</project_status>",
        {release("7.x-1.0")});
    CHECK(update_status(foo, in_use("7.x-1.0")).standing == standing);
}

TEST_CASE("Of a snapshot only what was released after it was packed counts", "[resolve]") {
    const auto foo = history(
        majors_1_and_2, {release("7.x-1.2", "Security update", "published", "<date>2000</date>"),
                         release("7.x-1.1", "Security update", "published", "<date>1000</date>"),
                         release("7.x-1.x-dev", "", "published", "<date>3000</date><mdhash>abcd</mdhash>")});
    auto snapshot = in_use("7.x-1.x-dev");
    SECTION("nobody knows when: nothing is claimed") {
        const auto status = update_status(foo, snapshot);
        CHECK(status.standing == Standing::unknown);
        CHECK(status.note == "nobody knows when this snapshot was packed");
    }
    SECTION("before both") {
        snapshot.date = 500;
        CHECK(update_status(foo, snapshot).security_updates
              == std::vector<std::string>{"7.x-1.2", "7.x-1.1"});
    }
    SECTION("between them, with the hundred seconds that packing may take") {
        snapshot.date = 1901;
        CHECK(update_status(foo, snapshot).security_updates.empty());
        snapshot.date = 1900;
        CHECK(update_status(foo, snapshot).security_updates == std::vector<std::string>{"7.x-1.2"});
        CHECK(update_status(foo, snapshot).standing == Standing::insecure);
    }
    SECTION("after both, but before the snapshot of today") {
        snapshot.date = 2500;
        CHECK(update_status(foo, snapshot).standing == Standing::outdated);
    }
    SECTION("the snapshot of today, known by its checksum") {
        snapshot.md5 = "abcd";
        CHECK(update_status(foo, snapshot).standing == Standing::current);
    }
}

TEST_CASE("Where a history names branches instead of majors they say what is supported", "[resolve]") {
    const auto foo = history("<supported_branches>8.x-1.,2.0.</supported_branches>",
                             {release("2.1.0-beta1"), release("2.0.1"), release("2.0.0"),
                              release("8.x-1.2", "Security update"), release("8.x-1.1"), release("1.0.0")});
    const auto of = [&](const std::string& version) {
        return update_status(foo, {.core = "10.x", .version = version});
    };
    CHECK(of("2.0.1").standing == Standing::current);
    CHECK(of("2.0.0").standing == Standing::outdated);
    CHECK(of("8.x-1.1").security_updates == std::vector<std::string>{"8.x-1.2"});
    CHECK(of("8.x-1.1").also == std::vector<std::string>{"2.1.0-beta1"});
    CHECK(reasons(of("2.1.0-beta1"))
          == std::vector<std::string>{"unsupported: it is in none of the supported branches, 8.x-1., 2.0."});
}

TEST_CASE("Versions of core are read as written", "[resolve]") {
    const auto core =
        history("<recommended_major>7</recommended_major><supported_majors>7</supported_majors>",
                {release("7.103"), release("7.102", "Security update"), release("7.101")});
    const auto old = update_status(core, {.core = "7.x", .version = "7.101", .is_core = true});
    CHECK(old.standing == Standing::insecure);
    CHECK(old.recommended == "7.103");
    CHECK(update_status(core, {.core = "7.x", .version = "7.103", .is_core = true}).standing
          == Standing::current);
}

TEST_CASE("A history without releases, or without the one in use, is said to be one", "[resolve]") {
    const auto empty = update_status(history("", {}), in_use("7.x-1.0"));
    CHECK(empty.standing == Standing::unknown);
    CHECK(empty.note == "the release history has no release that could be compared with it");
    CHECK_FALSE(empty.is_listed);
    const auto other = update_status(history(majors_1_and_2, {release("7.x-1.1")}), in_use("7.x-1.0"));
    CHECK(other.standing == Standing::outdated);
    CHECK(other.note == "the release history does not list this release");
}

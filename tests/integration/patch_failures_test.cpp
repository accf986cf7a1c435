// Bad input: patches.

#include "patch_yard.hpp"
#include "refusal.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <filesystem>
#include <string>

using Catch::Contains;
using slipway::test::check_builds;
using slipway::test::contents;
using slipway::test::output_of;
using slipway::test::patch_with;
using slipway::test::place;
using slipway::test::refused;
using slipway::test::Site;
using slipway::test::Yard;

namespace fs = std::filesystem;

namespace {

std::string md5_of(const std::string& bytes) {
    return output_of({"md5sum"}, {.directory = {}, .environment = {}, .input = bytes}).substr(0, 32);
}

}  // namespace

TEST_CASE("A patch that does not apply is refused with its hunk, what it expected and what is there",
          "[integration]") {
    const Yard yard;
    const auto good = patch_with("one");
    auto bad = good;
    bad.replace(bad.find("-four"), 5, "-vierte");
    yard.site.serve("boat.patch", bad);
    const auto makefile = yard.makefile_with("projects[boat][patch][] = @BASE@/boat.patch\n");
    CHECK_THAT(refused(yard.site, makefile),
               Contains("error[patch-failed]") && Contains(place(makefile, "/boat.patch"))
                   && Contains("hunk 1 of 'boat.module'") && Contains("'vierte'") && Contains("'four'"));
    yard.site.serve("boat.patch", good);
    check_builds(yard.site, makefile);
}

TEST_CASE("A patch that only applies with fuzz is refused by build, and applied and said by make",
          "[integration]") {
    const Yard yard;
    yard.site.serve("boat.patch", patch_with("another line"));
    const auto makefile = yard.makefile_with("projects[boat][patch][] = @BASE@/boat.patch\n");
    CHECK_THAT(refused(yard.site, makefile),
               Contains("error[patch-failed]") && Contains(place(makefile, "/boat.patch")));

    const auto made = yard.site.slipway({"make", makefile, yard.site / "made"});
    INFO(made.err);
    REQUIRE(made.status == 0);
    CHECK(contents(yard.site / "made/sites/all/modules/boat/boat.module")
          == "one\ntwo\nthree\nFOUR\nfive\nsix\nseven\n");
    CHECK_THAT(made.err, Contains("warning[patch-remark]") && Contains(place(makefile, "/boat.patch"))
                             && Contains("ignoring 1 line of context"));

    refused(yard.site, makefile);  // what make did is not taken for what build would do

    const auto allowing =
        yard.makefile_with("projects[boat][patch][] = @BASE@/boat.patch\nslipway[fuzz][] = boat\n");
    const auto allowed = yard.site.build(allowing, "allowed");
    INFO(allowed.err);
    REQUIRE(allowed.status == 0);
    CHECK_THAT(allowed.err, Contains("warning[patch-remark]") && Contains("ignoring 1 line of context"));
    refused(yard.site,
            yard.makefile_with("projects[boat][patch][] = @BASE@/boat.patch\nslipway[fuzz][] = bota\n"));
}

TEST_CASE("A patch that is not where the makefile says is named", "[integration]") {
    const Yard yard;
    SECTION("in a directory of this host") {
        const auto makefile = yard.makefile_with("projects[boat][patch][] = patches/boat.patch\n");
        CHECK_THAT(refused(yard.site, makefile),
                   Contains(place(makefile, "patches/boat.patch"))
                       && Contains((yard.site.files() / "patches/boat.patch").native()));
        yard.site.serve("patches/boat.patch", patch_with("one"));
        check_builds(yard.site, makefile);
    }
    SECTION("at a server") {
        const auto makefile = yard.makefile_with("projects[boat][patch][] = @BASE@/boat.patch\n");
        CHECK_THAT(refused(yard.site, makefile), Contains(place(makefile, "/boat.patch"))
                                                     && Contains(yard.site.url("/boat.patch"))
                                                     && Contains("404"));
        yard.site.serve("boat.patch", patch_with("one"));
        check_builds(yard.site, makefile);
    }
}

TEST_CASE("The checksum of a patch is checked before the patch is applied", "[integration]") {
    const Yard yard;
    const std::string not_applicable = "--- a/nowhere\n+++ b/nowhere\n@@ -1 +1 @@\n-x\n+y\n";
    const auto good = patch_with("one");
    yard.site.serve("boat.patch", not_applicable);
    const auto makefile =
        yard.makefile_with(fmt::format("projects[boat][patch][fix][url] = @BASE@/boat.patch\n"
                                       "projects[boat][patch][fix][md5] = {}\n",
                                       md5_of(good)));
    const auto said = refused(yard.site, makefile);
    CHECK_THAT(said, Contains("error[checksum-mismatch]") && Contains(place(makefile, "/boat.patch"))
                         && Contains(md5_of(good)) && Contains(md5_of(not_applicable))
                         && !Contains("patch-failed"));
    yard.site.serve("boat.patch", good);
    check_builds(yard.site, makefile);
}

TEST_CASE("The second of two patches may fail, and then nothing is left of the first", "[integration]") {
    const Yard yard;
    yard.site.serve("one.patch", patch_with("one"));
    const auto makefile = yard.makefile_with(
        "projects[boat][patch][] = @BASE@/one.patch\n"
        "projects[boat][patch][] = @BASE@/two.patch\n");
    yard.site.serve("two.patch", patch_with("one"));  // the same once more
    CHECK_THAT(refused(yard.site, makefile), Contains(place(makefile, "/two.patch"))
                                                 && Contains("already applied")
                                                 && !Contains(place(makefile, "/one.patch")));
    yard.site.serve("two.patch", "--- a/boat.module\n+++ b/boat.module\n@@ -7 +7 @@\n-seven\n+SEVEN\n");
    check_builds(yard.site, makefile);
}

TEST_CASE("A web page in place of a patch is said to be one", "[integration]") {
    const Yard yard;
    yard.site.serve("boat.patch", "<!DOCTYPE html>\n<title>Page not found</title>\n");
    const auto makefile = yard.makefile_with("projects[boat][patch][] = @BASE@/boat.patch\n");
    CHECK_THAT(refused(yard.site, makefile),
               Contains(place(makefile, "/boat.patch")) && Contains("a web page, not a patch"));
}

TEST_CASE("A patch that would write outside of its project is refused", "[integration]") {
    const Yard yard;
    yard.site.serve("boat.patch", "--- /dev/null\n+++ b/../../escaped\n@@ -0,0 +1 @@\n+x\n");
    const auto makefile = yard.makefile_with("projects[boat][patch][] = @BASE@/boat.patch\n");
    CHECK_THAT(refused(yard.site, makefile), Contains(place(makefile, "/boat.patch")));
}

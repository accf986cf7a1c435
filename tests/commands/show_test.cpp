// `slipway show`, `slipway convert`, `slipway fmt` and `slipway explain`.
#include "commands.hpp"

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>
#include <string>

using Catch::Contains;
using Json = nlohmann::ordered_json;
using slipway::test::Desk;

namespace {

const std::string head = "core = 7.x\napi = 2\n";

}  // namespace

TEST_CASE("show --parsed prints the data in the shape of Drush's arrays, in order", "[commands]") {
    const Desk desk;
    const auto file = desk.write("a.make",
                                 "zeta = 1\ncore = 7.x\nprojects[] = views\nprojects[] = ctools\n"
                                 "p[x] = a\np[1] = b\np[] = c\nflag = TRUE\nno = null\nempty = \"\"\n");
    const auto shown = desk.slipway({"show", "--parsed", file});
    CHECK(shown.status == 0);
    const auto expected = Json::parse(R"({"zeta":"1","core":"7.x","projects":["views","ctools"],
        "p":{"x":"a","1":"b","2":"c"},"flag":true,"no":null,"empty":""})");
    CHECK(Json::parse(shown.out).dump() == expected.dump());
}

TEST_CASE("show --parsed shows what Drush reads, and says what it loses", "[commands]") {
    const Desk desk;
    const auto shown = desk.slipway({"show", "--parsed", desk.write("a.make", "a =\nb = c\n")});
    CHECK(shown.status == 0);
    CHECK(Json::parse(shown.out) == Json::parse(R"({"a":"b = c"})"));
    CHECK_THAT(shown.err, Contains("warning[empty-value-swallows-line]"));
}

TEST_CASE("show prints the merged makefile and where each value was written", "[commands]") {
    const Desk desk;
    desk.write("base.make", "defaults[projects][subdir] = contrib\nprojects[views] = 3.28\n");
    const auto file = desk.write(
        "site.make", head + "includes[] = base.make\nprojects[views][version] = 3.29\nprojects[] = ctools\n");
    const auto shown = desk.slipway({"show", file});
    CHECK(shown.status == 0);
    const auto json = Json::parse(shown.out);
    CHECK(json.at("data").at("projects") == Json::parse(R"({"views":{"subdir":"contrib","version":"3.29"},
                             "ctools":{"subdir":"contrib","version":""}})"));
    const auto& origins = json.at("origins");
    CHECK(origins.at("/projects/views/version")
          == Json::parse(R"({"file":"site.make","line":4,"column":28})"));
    CHECK(origins.at("/projects/views/subdir")
          == Json::parse(R"({"file":"base.make","line":1,"column":30})"));
}

TEST_CASE("show takes Drush's options for what counts", "[commands]") {
    const Desk desk;
    desk.write("over.make", "projects[views][version] = 9\n");
    const auto file = desk.write("site.make", head + "projects[views] = 3.29\nprojects[] = ctools\n");
    const auto shown = desk.slipway({"show", file, "--overrides=over.make", "--projects=views"});
    CHECK(shown.status == 0);
    CHECK(Json::parse(shown.out).at("data").at("projects") == Json::parse(R"({"views":{"version":"9"}})"));
}

TEST_CASE("A makefile with errors is not shown as if it were whole", "[commands]") {
    const Desk desk;
    const auto shown = desk.slipway({"show", desk.write("a.make", head + "a =\nb = c\n")});
    CHECK(shown.status == 1);
    CHECK(shown.out.empty());
    CHECK(desk.slipway({"show", "a.make", "--mode=drush"}).status == 0);
}

TEST_CASE("convert prints the same data in the other language", "[commands]") {
    const Desk desk;
    const auto file = desk.write("a.make", head + "projects[views][version] = 1.10\nprojects[x] = FALSE\n");
    const auto yaml = desk.slipway({"convert", "--to=yaml", file});
    REQUIRE(yaml.status == 0);
    CHECK_THAT(yaml.out, Contains("version: '1.10'") && Contains("x: false"));
    desk.write("a.yml", yaml.out);
    const auto back = desk.slipway({"convert", "--to=ini", "a.yml"});
    REQUIRE(back.status == 0);
    desk.write("b.make", back.out);
    CHECK(desk.slipway({"show", "--parsed", "b.make"}).out == desk.slipway({"show", "--parsed", file}).out);
}

TEST_CASE("What the other language cannot say is an error that names it", "[commands]") {
    const Desk desk;
    const auto converted = desk.slipway(
        {"convert", "--to=ini", desk.write("a.yml", "core: 7.x\nprojects:\n  x:\n    lock: 'TRUE'\n")});
    CHECK(converted.status == 1);
    CHECK(converted.out.empty());
    CHECK_THAT(converted.err, Contains("error[not-convertible]") && Contains("a.yml:4:11"));
}

TEST_CASE("fmt formats in place, keeps comments, and has nothing to do the second time", "[commands]") {
    const Desk desk;
    const auto file =
        desk.write("a.make", "core=7.x  \r\napi   = 2\r\n\r\n\r\n; views\r\nprojects[views]=3.29");
    const auto formatted = desk.slipway({"fmt", file});
    CHECK(formatted.status == 0);
    CHECK(desk.read("a.make") == "core = 7.x\napi = 2\n\n; views\nprojects[views] = 3.29\n");
    CHECK(desk.slipway({"fmt", "--check", file}).status == 0);
}

TEST_CASE("fmt --check names what is not formatted, and changes nothing", "[commands]") {
    const Desk desk;
    const auto file = desk.write("a.make", "core=7.x\napi=2\n");
    const auto checked = desk.slipway({"fmt", "--check", file});
    CHECK(checked.status == 1);
    CHECK(checked.out == "a.make\n");
    CHECK(desk.read("a.make") == "core=7.x\napi=2\n");
}

TEST_CASE("fmt of standard input goes to standard output", "[commands]") {
    const Desk desk;
    const auto formatted = desk.slipway({"fmt", "-"}, "core=7.x\napi=2\n");
    CHECK(formatted.status == 0);
    CHECK(formatted.out == "core = 7.x\napi = 2\n");
}

TEST_CASE("fmt leaves a makefile with errors alone", "[commands]") {
    const Desk desk;
    const auto file = desk.write("a.make", head + "a =\nb=c\n");
    const auto formatted = desk.slipway({"fmt", file});
    CHECK(formatted.status == 1);
    CHECK(desk.read("a.make") == head + "a =\nb=c\n");
    CHECK_THAT(formatted.err, Contains("empty-value-swallows-line"));
}

TEST_CASE("explain prints the manual's entry, lists all, and knows what was meant", "[commands]") {
    const Desk desk;
    const auto entry = desk.slipway({"explain", "hash-comment"});
    CHECK(entry.status == 0);
    CHECK(entry.out.starts_with("### hash-comment\n"));
    CHECK_THAT(entry.out, Contains("Begin comments with `;`.") && !Contains("### section-header"));
    CHECK_THAT(desk.slipway({"explain"}).out, Contains("hash-comment\n") && Contains("interrupted\n"));
    const auto wrong = desk.slipway({"explain", "hash-coment"});
    CHECK(wrong.status == 2);
    CHECK_THAT(wrong.err, Contains("there is one called 'hash-comment'"));
}

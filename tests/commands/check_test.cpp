// `slipway check`: what it says, to whom, and what it mends.
#include "commands.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

using Catch::Contains;
using slipway::test::Desk;

namespace fs = std::filesystem;

namespace {

const std::string head = "core = 7.x\napi = 2\n";

std::vector<nlohmann::json> lines_of(const std::string& text) {
    std::vector<nlohmann::json> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        out.push_back(nlohmann::json::parse(line));
    }
    return out;
}

}  // namespace

TEST_CASE("A makefile without mistakes passes the check", "[commands]") {
    const Desk desk;
    const auto checked = desk.slipway({"check", desk.write("site.make", head + "projects[views] = 3.29\n")});
    CHECK(checked.status == 0);
    CHECK(checked.out.empty());
    CHECK(checked.err == "1 file: 0 errors, 0 warnings\n");
}

TEST_CASE("All mistakes of all files are told in one run", "[commands]") {
    const Desk desk;
    const auto checked = desk.slipway(
        {"check", desk.write("a.make", head + "projects[views] = 3.29\nprojects[views][subdir] = x\n"),
         desk.write("b.make", head + "projects[views] = TRUE\nprojects[a][type] = modul\n")});
    CHECK(checked.status == 1);
    CHECK_THAT(checked.err, Contains("error[details-wipe-short-form]") && Contains("--> a.make:3:19"));
    CHECK_THAT(checked.err, Contains("error[malformed-project]") && Contains("--> b.make:3:19"));
    CHECK_THAT(checked.err, Contains("error[unknown-type]") && Contains("2 files: 3 errors, 0 warnings"));
}

TEST_CASE("Read as Drush reads, a loss is a warning", "[commands]") {
    const Desk desk;
    const auto file = desk.write("a.make", head + "projects[views] = 3.29\nprojects[views][subdir] = x\n");
    const auto checked = desk.slipway({"check", "--mode=drush", file});
    CHECK(checked.status == 0);
    CHECK_THAT(checked.err, Contains("warning[details-wipe-short-form]"));
}

TEST_CASE("Warnings can be denied, and losses allowed", "[commands]") {
    const Desk desk;
    const auto file =
        desk.write("a.make", "core = 7.x\nprojects[views] = 3.29\nprojects[views][subdir] = x\n");
    const auto allowed = desk.slipway({"check", "--allow=details-wipe-short-form,missing-api", file});
    CHECK(allowed.status == 0);
    CHECK_THAT(allowed.err, !Contains("details-wipe-short-form") && !Contains("missing-api"));
    const auto denied = desk.slipway({"check", "--allow", "details-wipe-short-form", "--deny", "missing-api",
                                      "--allow", "missing-api", file});
    CHECK(denied.status == 1);
    CHECK_THAT(denied.err, Contains("error[missing-api]"));
}

TEST_CASE("A slug that does not exist is wrong usage", "[commands]") {
    const Desk desk;
    CHECK(desk.slipway({"check", "--deny=no-such-slug", desk.write("a.make", head)}).status == 2);
}

TEST_CASE("For programs each diagnostic is one line of JSON on stdout", "[commands]") {
    const Desk desk;
    const auto checked = desk.slipway(
        {"check", "--message-format=json", desk.write("a.make", head + "projects[views][verison] = 3.29\n")});
    CHECK(checked.status == 0);
    const auto messages = lines_of(checked.out);
    REQUIRE(messages.size() == 1);
    CHECK(messages[0].at("slug") == "unknown-attribute");
    CHECK(messages[0].at("severity") == "warning");
    const auto& place = messages[0].at("place");
    CHECK(place.at("file") == "a.make");
    CHECK(place.at("line") == 3);
    CHECK(place.at("column") == 17);
    CHECK(place.at("end_column") == 24);
    CHECK(place.at("begin_offset") == 35);
    CHECK(place.at("end_offset") == 42);
    CHECK_THAT(messages[0].at("rendered").get<std::string>(),
               Contains("3 | projects[views][verison] = 3.29"));
}

TEST_CASE("A fix of a message, made by hand, is the fix that --fix makes", "[commands]") {
    const Desk desk;
    auto text = head + "projects[views][version] =\nprojects[ctools][version] = 1.4\n";
    const auto file = desk.write("a.make", text);
    const auto messages = lines_of(desk.slipway({"check", "--message-format=json", file}).out);
    REQUIRE(messages.size() == 1);
    REQUIRE(messages[0].at("fix").at("safe") == true);
    const auto edits = messages[0].at("fix").at("edits");
    REQUIRE(edits.size() == 1);
    const auto begin = edits[0].at("place").at("begin_offset").get<std::size_t>();
    const auto end = edits[0].at("place").at("end_offset").get<std::size_t>();
    text.replace(begin, end - begin, edits[0].at("replacement").get<std::string>());
    CHECK(text == head + "projects[views][version] = \"\"\nprojects[ctools][version] = 1.4\n");

    const auto fixed = desk.slipway({"check", "--fix", file});
    CHECK(fixed.status == 0);
    CHECK_THAT(fixed.err, Contains("a.make: 1 fix made") && Contains("0 errors"));
    CHECK(desk.read("a.make") == text);
}

TEST_CASE("A fixed file keeps its mode, and a symbolic link to it stays one", "[commands]") {
    const Desk desk;
    desk.write("real/a.make", head + "# comment\nprojects[views] = 3.29\n");
    fs::permissions(desk / "real/a.make", fs::perms::owner_all);
    fs::create_symlink("real/a.make", desk / "a.make");
    CHECK(desk.slipway({"check", "--fix", "a.make"}).status == 0);
    CHECK(fs::is_symlink(desk / "a.make"));
    CHECK(fs::status(desk / "real/a.make").permissions() == fs::perms::owner_all);
    CHECK(desk.read("real/a.make") == head + "; comment\nprojects[views] = 3.29\n");
    CHECK(std::distance(fs::directory_iterator(desk / "real"), fs::directory_iterator{}) == 1);
}

TEST_CASE("What is included is checked too, but only files that are named are changed", "[commands]") {
    const Desk desk;
    const auto part = desk.write("part.make", "# comment\nprojects[views] = 3.29\n");
    const auto checked =
        desk.slipway({"check", "--fix", desk.write("a.make", head + "includes[] = part.make\n")});
    CHECK(checked.status == 1);
    CHECK_THAT(checked.err, Contains("--> part.make:1:1"));
    CHECK(desk.read("part.make") == "# comment\nprojects[views] = 3.29\n");
    CHECK(desk.slipway({"check", "--fix", "--part", part}).status == 0);
    CHECK(desk.read("part.make") == "; comment\nprojects[views] = 3.29\n");
}

TEST_CASE("A check asks no network, and says what it left out", "[commands]") {
    const Desk desk;
    const auto checked =
        desk.slipway({"check", desk.write("a.make", "api = 2\nincludes[] = http://127.0.0.1:1/base.make\n")});
    CHECK(checked.status == 0);
    CHECK_THAT(checked.err, Contains("warning[remote-include]") && Contains("without a network"));
    CHECK_FALSE(fs::exists(desk / "store"));
}

TEST_CASE("Files that cannot be read are named, and the others are checked", "[commands]") {
    const Desk desk;
    const auto checked =
        desk.slipway({"check", "none.make", ".", desk.write("a.make", "projects[] = views\n")});
    CHECK(checked.status == 1);
    CHECK_THAT(checked.err, Contains("none.make") && Contains("No such file") && Contains("Is a directory")
                                && Contains("error[makefile-unreadable]") && Contains("error[missing-core]")
                                && Contains("3 files: 3 errors"));
}

TEST_CASE("What nobody knows is named, with what was probably meant", "[commands]") {
    const Desk desk;
    const auto file = desk.write("a.make", head);
    const auto command = desk.slipway({"chekc", file});
    CHECK(command.status == 2);
    CHECK_THAT(command.err, Contains("'chekc'") && Contains("there is one called 'check'"));
    for (const auto& arguments : {std::vector<std::string>{"check", "--fxi", file}, {"check", "--fxi"}}) {
        const auto option = desk.slipway(arguments);
        CHECK(option.status == 2);
        CHECK_THAT(option.err, Contains("'--fxi'") && Contains("there is one called '--fix'"));
    }
    CHECK_THAT(desk.slipway({"explain", "hash-comment", "more"}).err, Contains("'more'"));
}

TEST_CASE("Standard input is read once and not changed", "[commands]") {
    const Desk desk;
    CHECK(desk.slipway({"check", "-", "-"}, head).status == 2);
    CHECK(desk.slipway({"check", "--fix", "-"}, head).status == 2);
}

TEST_CASE("Many mistakes are mended in few readings", "[commands]") {
    const Desk desk;
    std::string broken = head;
    std::string mended = head;
    for (int i = 0; i < 3000; ++i) {
        broken += "projects[a" + std::to_string(i) + "[version] = 1.0\n";
        mended += "projects[a" + std::to_string(i) + "][version] = 1.0\n";
    }
    const auto fixed = desk.slipway({"check", "--fix", desk.write("a.make", broken)});
    CHECK(fixed.status == 0);
    CHECK_THAT(fixed.err, Contains("3000 fixes made"));
    CHECK(desk.read("a.make") == mended);
}

TEST_CASE("A file that is too large is refused, whatever its size", "[commands]") {
    const Desk desk;
    desk.write("a.make", head);
    fs::resize_file(desk / "a.make", (std::uintmax_t{64} << 20U) + 1);
    CHECK_THAT(desk.slipway({"check", "a.make"}).err, Contains("error[file-too-large]"));
    fs::resize_file(desk / "a.make", std::uintmax_t{1} << 30U);
    CHECK_THAT(desk.slipway({"check", "a.make"}).err,
               Contains("error[makefile-unreadable]") && Contains("larger than"));
}

TEST_CASE("A makefile can come from standard input", "[commands]") {
    const Desk desk;
    const auto checked = desk.slipway({"check", "-"}, head + "projects = x\n");
    CHECK(checked.status == 1);
    CHECK_THAT(checked.err, Contains("error[not-a-map]") && Contains("--> -:3:12"));
}

TEST_CASE("Manifests of install profiles are known by their names, and read with what they build on",
          "[commands]") {
    const Desk desk;
    desk.write("profiles/base/base.info", "name = Base\ncore = 7.x\ndependencies[] = views\n");
    const auto child = desk.write("profiles/p/p.info",
                                  "name = P\ncore = 7.x\nbase = base\ndependencies[] = ctools (>=1.0)\n");
    const auto orphan = desk.write("profiles/q/q.info", "name = Q\ncore = 7.x\nbase = gone\n");
    const auto checked = desk.slipway({"check", child, orphan});
    CHECK_THAT(checked.err, Contains("[constraint-in-profile]") && Contains("p.info:4:18"));
    CHECK_THAT(checked.err, Contains("[base-not-found]") && Contains("q.info:3:8"));
    const auto yaml = desk.slipway({"check", desk.write("p.info.yml", "name: P\ninstall: views\n")});
    CHECK_THAT(yaml.err, Contains("p.info.yml:"));
}

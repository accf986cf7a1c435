// Makefiles broken at random, with fixed seeds: nothing crashes, hangs or is delivered together with an
// error.
#include "support.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <random>
#include <string>

using slipway::document::Mode;
namespace testing = slipway::makefile::testing;

namespace {

const std::array<std::string, 3> valid{
    "core = 7.x\napi = 2\n\nprojects[] = views\nprojects[ctools] = 1.4\nprojects[foo][patch][] = "
    "\"a.patch\"\n",
    "core = 7.x\napi = 2\nincludes[] = inc.make\ndefaults[projects][subdir] = contrib\n"
    "projects[foo][download][type] = git\nprojects[foo][download][url] = 'http://example.com/x.git'\n"
    "projects[foo][patch][a][url] = http://example.com/p.patch\nprojects[foo][patch][a][md5] = 0123\n",
    "; comment\r\ncore = 7.x\r\napi = 2\r\nlibraries[lib][download][type] = \"get\"\r\n"
    "libraries[lib][download][url] = \"http://example.com/\\\"x\\\".zip\"\r\nprojects[a][version] = \"\"\r\n",
};

const std::array<std::string, 24> pieces{"[",
                                         "]",
                                         "=",
                                         "\"",
                                         "'",
                                         "\\",
                                         ";",
                                         "#",
                                         "\n",
                                         "\r",
                                         " ",
                                         "[]",
                                         "[0]",
                                         "TRUE",
                                         "FALSE",
                                         "..",
                                         "\xFF",
                                         "<<<<<<<",
                                         "projects",
                                         "includes[] = site.make\n",
                                         "[download]",
                                         "[patch]",
                                         "defaults[projects]",
                                         "\n[section]\n"};

void mutate(std::string& text, std::mt19937& random) {
    const auto at = random() % (text.size() + 1);
    switch (random() % 5) {
        case 0: text.insert(at, pieces[random() % pieces.size()]); break;
        case 1: text.erase(at, 1 + random() % 20); break;
        case 2: text.insert(at, text.substr(random() % (text.size() + 1), random() % 60)); break;
        case 3: text.resize(at); break;
        default: text.insert(at, 1, static_cast<char>(random() % 256)); break;
    }
}

}  // namespace

TEST_CASE("No random damage makes loading crash, hang or lie", "[makefile]") {
    std::mt19937 random(7);  // NOLINT(cert-msc32-c,cert-msc51-cpp): a test that can be repeated
    for (int i = 0; i < 6000; ++i) {
        auto text = valid[random() % valid.size()];
        for (auto left = 1 + random() % 6; left != 0; --left) {
            mutate(text, random);
        }
        const auto mode = random() % 2 == 0 ? Mode::strict : Mode::drush;
        const auto loaded =
            testing::load_files({{"site.make", text}, {"inc.make", "projects[inc] = 1.0\n"}}, mode);
        CAPTURE(text);
        REQUIRE(loaded.makefile.has_value() == loaded.errors.empty());
        REQUIRE(loaded.rendered.find_first_of("\r\x1b\xFF") == std::string::npos);
    }
}

TEST_CASE("Ten megabytes of anything are loaded", "[makefile]") {
    const auto* const piece = GENERATE("projects[", "a = \"\\\"\n", "projects[] = x\n", "# x\n",
                                       "includes[] =\n", "=\r", "projects[a][b] = 1\nprojects[a] = 1\n");
    CAPTURE(piece);
    std::string text = "core = 7.x\napi = 2\n";
    while (text.size() < (10U << 20U)) {
        text += piece;
    }
    const auto loaded = testing::load_files({{"site.make", text}}, Mode::drush);
    CHECK(loaded.makefile.has_value() == loaded.errors.empty());
}

TEST_CASE("Defaults and projects do not multiply", "[makefile]") {
    std::string text = "core = 7.x\napi = 2\n";
    for (int i = 0; i < 50'000; ++i) {
        const auto number = std::to_string(i);
        text.append("defaults[projects][a")
            .append(number)
            .append("] = 1\nprojects[] = p")
            .append(number)
            .append("\n");
    }
    CHECK(testing::load_files({{"site.make", text}}).errors == std::vector<std::string>{"too-many-defaults"});
}

// YAML texts for data, by what Drush's reader makes of scalars (spec §1.4) and by the rules of YAML 1.1.
#include "support.hpp"

#include <slipway/write/yaml.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using slipway::document::Kind;
using slipway::write::to_yaml;
using slipway::write::testing::constant;
using slipway::write::testing::dump;
using slipway::write::testing::list;
using slipway::write::testing::map;
using slipway::write::testing::nested;
using slipway::write::testing::Pair;
using slipway::write::testing::text;

namespace {

std::string written(const slipway::document::Map& root) {
    const auto out = to_yaml(root);
    CHECK(out.problems.empty());
    return out.text;
}

}  // namespace

TEST_CASE("A makefile is written in YAML as a person would", "[write]") {
    const auto root = map(
        {{"core", text("7.x")},
         {"api", text("2")},
         {"includes", list({"base.make", "http://example.com/more.make"})},
         {"projects",
          nested({{"ctools", text("1.15")},
                  {"token",
                   nested({{"version", text("1.0-beta2")},
                           {"patch", nested({{"0", nested({{"url", text("a.patch")}, {"md5", text("00e1")}})},
                                             {"1", text("b.patch")}})},
                           {"overwrite", constant(Kind::true_constant)}})},
                  {"foo", constant(Kind::null_constant)},
                  {"bar", nested({})}})},
         {"translations", nested({{"0", list({"de", "no"})}, {"1", constant(Kind::false_constant)}})}});
    CHECK(written(root) ==
          "core: 7.x\n"
          "api: '2'\n"
          "\n"
          "includes:\n"
          "  - base.make\n"
          "  - http://example.com/more.make\n"
          "\n"
          "projects:\n"
          "  ctools: '1.15'\n"
          "  token:\n"
          "    version: '1.0-beta2'\n"
          "    patch:\n"
          "      - url: a.patch\n"
          "        md5: '00e1'\n"
          "      - b.patch\n"
          "    overwrite: true\n"
          "  foo: null\n"
          "  bar: {}\n"
          "\n"
          "translations:\n"
          "  -\n"
          "    - de\n"
          "    - 'no'\n"
          "  - false\n");
}

TEST_CASE("A text is plain only where no reader makes anything else of it", "[write]") {
    struct Row {
        std::string value;
        const char* yaml;
    };
    const auto row = GENERATE(values<Row>({
        {"7.x", "7.x"},
        {"7.x-3.29", "7.x-3.29"},
        {"views", "views"},
        {"sites/all", "sites/all"},
        {"/a", "/a"},
        {"_x", "_x"},
        {"http://example.com/?a=b&c#d", "http://example.com/?a=b&c#d"},
        {"git@github.com:a/b.git", "git@github.com:a/b.git"},
        {"a b", "a b"},
        {"1.0", "'1.0'"},
        {"1.10", "'1.10'"},
        {"0123456", "'0123456'"},
        {"0x1F", "'0x1F'"},
        {"419477e3", "'419477e3'"},
        {"1_000", "'1_000'"},
        {"12:30:45", "'12:30:45'"},
        {"2016-01-02", "'2016-01-02'"},
        {".5", "'.5'"},
        {".inf", "'.inf'"},
        {"-1", "'-1'"},
        {"+1", "'+1'"},
        {"", "''"},
        {"~", "'~'"},
        {"NULL", "'NULL'"},
        {"True", "'True'"},
        {"no", "'no'"},
        {"On", "'On'"},
        {"y", "'y'"},
        {"a: b", "'a: b'"},
        {"a:", "'a:'"},
        {"a #b", "'a #b'"},
        {"a#b", "a#b"},
        {" a", "' a'"},
        {"a ", "'a '"},
        {"- a", "'- a'"},
        {"? a", "'? a'"},
        {"it's", "'it''s'"},
        {"\"a\"", "'\"a\"'"},
        {"@a", "'@a'"},
        {"`a`", "'`a`'"},
        {"%a", "'%a'"},
        {"*a", "'*a'"},
        {"&a", "'&a'"},
        {"!a", "'!a'"},
        {"|", "'|'"},
        {">", "'>'"},
        {"[a]", "'[a]'"},
        {"{a}", "'{a}'"},
        {"a\\b", "'a\\b'"},
        {"---", "'---'"},
        {"<<", "'<<'"},
        {"=", "'='"},
        {"a\tb", R"("a\tb")"},
        {"l1\nl2\r\n", R"("l1\nl2\r\n")"},
        {"a\n\"b\\", R"("a\n\"b\\")"},
        {std::string("x\0y", 3), R"("x\0y")"},
        {"\x1B\x7F", R"("\x1B\x7F")"},
        {"\xC3\xA4", "'\xC3\xA4'"},
        {"\xC2\x85", R"("\u0085")"},
        {"\xE2\x80\xA8\xE2\x80\xA9", R"("\u2028\u2029")"},
        {"\xEF\xBB\xBF\xEF\xBF\xBF", R"("\uFEFF\uFFFF")"},
        {"\xF0\x9F\x9A\xA2", "'\xF0\x9F\x9A\xA2'"},
    }));
    CAPTURE(row.value);
    CHECK(written(map({{"core", text(row.value)}})) == std::string("core: ") + row.yaml + "\n");
}

TEST_CASE("A key is plain only where every reader takes it for that text", "[write]") {
    struct Row {
        const char* key;
        const char* yaml;
    };
    const auto row = GENERATE(values<Row>({
        {"views", "views"},
        {"my key", "my key"},
        {"12", "12"},
        {"007", "'007'"},
        {"-5", "'-5'"},
        {"1.5", "'1.5'"},
        {"", "''"},
        {"true", "'true'"},
        {"null", "'null'"},
        {"a:b", "'a:b'"},
        {"core = 7.x", "'core = 7.x'"},
        {"# a", "'# a'"},
        {"a\nb", R"("a\nb")"},
    }));
    CAPTURE(row.key);
    CHECK(written(map({{"core", text("7.x")}, {row.key, text("v")}}))
          == std::string("core: 7.x\n") + row.yaml + ": v\n");
}

TEST_CASE("Keys that are no 0, 1, 2 in order make a map, not a list", "[write]") {
    const auto of = [](std::vector<Pair> pairs) {
        return written(map({{"core", text("7.x")}, {"a", nested(std::move(pairs))}}));
    };
    CHECK(of({{"1", text("p")}, {"0", text("q")}}) == "core: 7.x\n\na:\n  1: p\n  0: q\n");
    CHECK(of({{"1", text("p")}}) == "core: 7.x\n\na:\n  1: p\n");
    CHECK(of({{"0", text("p")}, {"k", text("q")}}) == "core: 7.x\n\na:\n  0: p\n  k: q\n");
}

TEST_CASE("What is not UTF-8 is left out and said", "[write]") {
    const auto out = to_yaml(map({{"core", text("7.x")},
                                  {"a", nested({{"0", text("x")}, {"1", text("\xFF")}, {"2", text("z")}})},
                                  {"\xFF", text("b")},
                                  {"c", nested({{"d", text("\xC0\x80")}})}}));
    CHECK(out.text == "core: 7.x\n\na:\n  0: x\n  2: z\n");
    REQUIRE(out.problems.size() == 3);
    CHECK(out.problems[0].path == "a[1]");
    CHECK(out.problems[1].path == "\\xFF");
    CHECK(out.problems[2].path == "c[d]");
}

TEST_CASE("A key that is too long for readers of YAML is a problem", "[write]") {
    const auto out = to_yaml(map({{"core", text("7.x")}, {std::string(2000, 'k'), text("v")}}));
    CHECK(out.text == "core: 7.x\n");
    CHECK(out.problems.size() == 1);
}

TEST_CASE("The key that means a merge, quoted or not, is a problem", "[write]") {
    const auto out =
        to_yaml(map({{"core", text("7.x")}, {"a", nested({{"<<", text("b")}, {"c", text("d")}})}}));
    CHECK(out.text == "core: 7.x\n\na:\n  c: d\n");
    REQUIRE(out.problems.size() == 1);
    CHECK(out.problems.front().path == "a[<<]");
}

TEST_CASE("A text that is larger than readers take is a problem as a whole", "[write]") {
    const auto out = to_yaml(map({{"core", text("7.x")}, {"a", text(std::string(5U << 20U, 'a'))}}));
    CHECK(out.text.empty());
    REQUIRE(out.problems.size() == 1);
    CHECK(out.problems.front().path.empty());
    CHECK_FALSE(out.problems.front().span.has_value());
}

TEST_CASE("A text without a core is told from INI all the same", "[write]") {
    using slipway::makefile::detect_format;
    using slipway::makefile::Format;
    for (const auto& root : {map({{"a b", text("c")}}), map({{"", text("core = 7.x")}}),
                             map({{"0", text("a")}, {"1", text("b")}}), map({{"a", nested({})}})}) {
        CAPTURE(dump(root));
        CHECK(detect_format(written(root)) == Format::yaml);
    }
    CHECK(written(map({})) == "{}\n");
}

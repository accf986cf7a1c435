// INI texts for data: what a person would have written, by the rules of the behaviour reference (spec §1.3).
#include "support.hpp"

#include <slipway/write/ini.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using slipway::document::Kind;
using slipway::write::to_ini;
using slipway::write::testing::constant;
using slipway::write::testing::dump;
using slipway::write::testing::list;
using slipway::write::testing::map;
using slipway::write::testing::nested;
using slipway::write::testing::Pair;
using slipway::write::testing::read;
using slipway::write::testing::text;

namespace {

std::string written(const slipway::document::Map& root) {
    const auto out = to_ini(root);
    CHECK(out.problems.empty());
    return out.text;
}

// What is said about the only value of a map, or "" if it is written.
std::string problem_with(const std::string& key, slipway::document::Value value) {
    const auto out = to_ini(map({{"core", text("7.x")}, {key, std::move(value)}}));
    CHECK(out.text.starts_with("core = 7.x\n"));
    return out.problems.empty() ? "" : out.problems.front().path;
}

}  // namespace

TEST_CASE("A makefile is written as a person would", "[write]") {
    const auto root =
        map({{"core", text("7.x")},
             {"api", text("2")},
             {"includes", list({"base.make", "more.make"})},
             {"projects",
              nested({{"0", text("views")},
                      {"ctools", text("1.15")},
                      {"token", nested({{"version", text("1.7")},
                                        {"patch", nested({{"0", text("a.patch")}, {"123", text("b.patch")}})},
                                        {"overwrite", constant(Kind::true_constant)}})},
                      {"foo", constant(Kind::false_constant)},
                      {"bar", nested({{"subdir", text("contrib")}})},
                      {"baz", nested({{"version", text("1.0")}})}})},
             {"libraries", nested({{"x", nested({{"download", nested({{"type", text("get")}})}})}})}});
    CHECK(written(root) ==
          "core = 7.x\n"
          "api = 2\n"
          "\n"
          "includes[] = base.make\n"
          "includes[] = more.make\n"
          "\n"
          "projects[] = views\n"
          "projects[ctools] = 1.15\n"
          "\n"
          "projects[token][version] = 1.7\n"
          "projects[token][patch][] = a.patch\n"
          "projects[token][patch][123] = b.patch\n"
          "projects[token][overwrite] = TRUE\n"
          "\n"
          "projects[foo] = FALSE\n"
          "projects[bar][subdir] = contrib\n"
          "projects[baz][version] = 1.0\n"
          "\n"
          "libraries[x][download][type] = get\n");
}

TEST_CASE("[] is written where reading it gives the same key, which is the number of elements", "[write]") {
    const auto list_of = [](std::vector<Pair> pairs) {
        return written(map({{"core", text("7.x")}, {"a", nested(std::move(pairs))}}));
    };
    CHECK(list_of({{"x", text("p")}, {"1", text("q")}, {"2", text("r")}})
          == "core = 7.x\n\na[x] = p\na[] = q\na[] = r\n");
    CHECK(list_of({{"1", text("p")}, {"0", text("q")}}) == "core = 7.x\n\na[1] = p\na[0] = q\n");
    CHECK(list_of({{"0", nested({{"url", text("u")}, {"md5", text("m")}})}, {"1", text("v")}})
          == "core = 7.x\n\na[0][url] = u\na[0][md5] = m\n\na[] = v\n");
    CHECK(list_of({{"00", text("p")}, {"01", text("q")}}) == "core = 7.x\n\na[00] = p\na[01] = q\n");
}

TEST_CASE("A value stands bare where it reads back literally, else in quotes", "[write]") {
    struct Row {
        std::string value;
        const char* ini;
    };
    const auto row = GENERATE(values<Row>({
        {"http://example.com/a.git?x=1#y", "http://example.com/a.git?x=1#y"},
        {"a b  c", "a b  c"},
        {"= b", "= b"},
        {R"(C:\dir\)", R"(C:\dir\)"},
        {"it's", "it's"},
        {R"(say "hi" to)", R"(say "hi" to)"},
        {"", R"("")"},
        {" a", R"(" a")"},
        {"a\t", "\"a\t\""},
        {"b ; note", R"("b ; note")"},
        {"b;", R"("b;")"},
        {"; note", R"("; note")"},
        {"b # note", R"("b # note")"},
        {R"("a")", R"("\"a\"")"},
        {"'a'", R"("'a'")"},
        {R"(a\b" )", R"("a\\b\" ")"},
        {"l1\nl2", "\"l1\nl2\""},
        {std::string("x\0y", 3), R"("x\0y")"},
        {"TRUEST", "TRUEST"},
    }));
    CAPTURE(row.value);
    const auto root = map({{"core", text("7.x")}, {"a", text(row.value)}});
    const auto ini = written(root);
    CHECK(ini == std::string("core = 7.x\na = ") + row.ini + "\n");
    CHECK(dump(*read(ini)) == dump(root));
}

TEST_CASE("What INI cannot say is left out, with its path, and the rest is written", "[write]") {
    CHECK(problem_with("a", text("True")) == "a");
    CHECK(problem_with("a", nested({{"b", text("null")}})) == "a[b]");
    CHECK(problem_with("a", nested({})) == "a");
    CHECK(problem_with("a", nested({{"b", nested({})}})) == "a[b]");
    CHECK(problem_with("", text("x")).empty());
    CHECK(problem_with("a", nested({{"", text("x")}})) == "a[]");
    CHECK(problem_with("a", nested({{"b]c", text("x")}})) == "a[b]c]");
    CHECK(problem_with("a", nested({{"b\nc", text("x")}})) == "a[b\\x0Ac]");
    CHECK(problem_with("a;b", text("x")) == "a;b");
    CHECK(problem_with("a=b", text("x")) == "a=b");
    CHECK(problem_with(" a", text("x")) == " a");
    CHECK(problem_with("a", text("\n\\")) == "a");
    CHECK(problem_with("a", text("\"\\")) == "a");
}

TEST_CASE("An element that is left out does not shift those after it", "[write]") {
    const auto out = to_ini(map(
        {{"core", text("7.x")}, {"a", nested({{"0", text("x")}, {"1", text("TRUE")}, {"2", text("z")}})}}));
    CHECK(out.text == "core = 7.x\n\na[] = x\na[2] = z\n");
    CHECK(out.problems.size() == 1);
}

TEST_CASE("A map that nothing is left of is left out, for empty it would say something else", "[write]") {
    const auto out = to_ini(
        map({{"core", text("7.x")}, {"projects", nested({{"x", nested({{"version", text("NULL")}})}})}}));
    CHECK(out.text == "core = 7.x\n");
    REQUIRE(out.problems.size() == 1);
    CHECK(out.problems.front().path == "projects[x][version]");
}

TEST_CASE("A text without a core is told from YAML all the same", "[write]") {
    const auto one = map({{"projects", list({"views"})}});
    CHECK(written(one) == "; Drush takes a file of a single line for YAML.\nprojects[] = views\n");
    CHECK(dump(*read(written(one))) == dump(one));
    const auto yaml_like = map({{"a: b", text("c")}, {"d", text("e")}});
    CHECK(dump(*read(written(yaml_like))) == dump(yaml_like));
    CHECK(written(map({})).empty());
    const auto hopeless = to_ini(map({{"a", text("x\ncore: 7.x")}}));
    CHECK(hopeless.problems.size() == 1);
}

TEST_CASE("Short data with long keys does not become an endless text", "[write]") {
    const std::string key(1U << 20U, 'k');
    std::vector<Pair> pairs;
    for (int i = 0; i < 1000; ++i) {
        pairs.push_back({std::to_string(i) + "x", text("v")});
    }
    const auto out = to_ini(map({{key, nested(std::move(pairs))}}));
    CHECK(out.text.empty());
    REQUIRE(out.problems.size() == 1);
    CHECK(out.problems.front().path.empty());
}

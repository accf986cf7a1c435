// What a text says, by the table of the behaviour reference (spec §1.3), and which format it is in.
#include "support.hpp"

#include <slipway/makefile/parse.hpp>

#include <catch2/catch.hpp>

#include <string>

using slipway::document::Mode;
using slipway::makefile::detect_format;
using slipway::makefile::Format;
using slipway::makefile::testing::parse_text;

namespace {

struct Row {
    std::string text;
    const char* data;
};

}  // namespace

TEST_CASE("Texts read as Drush's table of verified cases says", "[makefile]") {
    using namespace std::string_literals;
    const auto row = GENERATE(values<Row>({
        {"core = 7.x\napi = 2", R"({"core":"7.x","api":"2"})"},
        {"core = 7.x\r\napi = 2\r\n", R"({"core":"7.x","api":"2"})"},
        {"core = 7.x\rapi = 2\r", "[]"},
        {"\xEF\xBB\xBF"
         "core = 7.x",
         "{\"\xEF\xBB\xBF"
         "core\":\"7.x\"}"},
        {"a = b ; note", R"({"a":"b ; note"})"},
        {"a = \"b\" ; note", R"({"a":"\"b\" ; note"})"},
        {"; a = b", "[]"},
        {"# a = b", R"({"# a":"b"})"},
        {R"(a = "x \"y\" z")", R"({"a":"x \"y\" z"})"},
        {R"(a = "b\nc\\d")", R"({"a":"bnc\\d"})"},
        {"a = \"l1\nl2\"", R"({"a":"l1\nl2"})"},
        {"a = \"b\nc = d", R"({"a":"\"b","c":"d"})"},
        {"a =\nb = c", R"({"a":"b = c"})"},
        {"a =\n; note\nb = 1", R"({"a":"; note","b":"1"})"},
        {"a = \"\"", R"({"a":""})"},
        {"junk line\nb = c", R"({"junk line\nb":"c"})"},
        {"[section]\nb = c", R"([{"section]\nb":"c"}])"},
        {"projects[foo][version] 1.0\nprojects[bar] = 1.0",
         R"({"projects":{"foo":{"version] 1.0\nprojects":{"bar":"1.0"}}}})"},
        {"a[b = c", "[]"},
        {"a]b = c", "[]"},
        {"a[b[c]] = d", "[]"},
        {"a;b = c", "[]"},
        {"p[x] = a\np[1] = b\np[] = c", R"({"p":{"x":"a","1":"b","2":"c"}})"},
        {"p[1] = a\np[] = b", R"({"p":{"1":"b"}})"},
        {"p[a][] = 1\np[a][k] = 2\np[a][] = 3", R"({"p":{"a":{"0":"1","k":"2","2":"3"}}})"},
        {"a = \"x\\0y\"", R"({"a":"x\u0000y"})"},
        {R"(a = "\")", R"({"a":""})"},
        {"a = 'it's'", R"({"a":"'it's'"})"},
        {R"(x = "a" "b")", R"({"x":"\"a\" \"b\""})"},
        {"text\n; note\nx = 1", R"({"x":"1"})"},
        {"p[a] = 1\np[a] = 2", R"({"p":{"a":"2"}})"},
        {"p[a] = 1.0\np[a][version] = 2", R"({"p":{"a":{"version":"2"}}})"},
        {"p[a][version] = 2\np[a] = 1.0", R"({"p":{"a":"1.0"}})"},
        {"p[ a ] = c", R"({"p":{" a ":"c"}})"},
        {"p['a'] = c", R"({"p":{"'a'":"c"}})"},
        {"p[a;b] = c", R"({"p":{"a;b":"c"}})"},
        {"p[a=b] = c", R"({"p":{"a=b":"c"}})"},
        {"a == b", R"({"a":"= b"})"},
        {" = b", R"({" ":"b"})"},
        {"p[a]x[b] = c", R"({"p":{"a]x":{"b":"c"}}})"},
        {"a = TRUE\nb = false\nc = \"Null\"\nd = TRUEST", R"({"a":true,"b":false,"c":null,"d":"TRUEST"})"},
        {"p[007] = a\np[0] = b\np[-5] = c\np[1.5] = d", R"({"p":{"007":"a","0":"b","-5":"c","1.5":"d"}})"},
        {"a = x\0y\n"s, R"({"a":"x\u0000y"})"},
        {"a =", R"({"a":""})"},
    }));
    CAPTURE(row.text);
    CHECK(parse_text(row.text).data == row.data);
}

TEST_CASE("The format is told by content", "[makefile]") {
    CHECK(detect_format("api: 2\ncore: 7.x\n") == Format::yaml);
    CHECK(detect_format("  core:\n") == Format::yaml);
    CHECK(detect_format("core = 7.x\nprojects:\n") == Format::ini);
    CHECK(detect_format("core=7.x\ncore: 7.x\n") == Format::yaml);
    CHECK(detect_format("projects:\n  views: ~\n") == Format::yaml);
    CHECK(detect_format("# note\n- one\n") == Format::yaml);
    CHECK(detect_format("projects[] = views\n") == Format::ini);
    CHECK(detect_format("; note: this\nprojects[] = views\n") == Format::ini);
    CHECK(detect_format("") == Format::ini);
}

TEST_CASE("Ordinary makefiles raise no alarm", "[makefile]") {
    const auto* const text = GENERATE(
        "; A comment: with = and [brackets\ncore = 7.x\napi = 2\n\nprojects[] = views\n",
        "core = \"7.x\"\r\napi = '2'\r\n\r\n; Modules\r\nprojects[views] = 3.29\r\n",
        "projects[views][patch][123-45] = http://example.com/a.patch?x=1&y=2#c\n",
        "projects[views][download][url] = http://example.com/a;b.zip\n",
        "projects[views][version] = \"\"\nprojects[x] = 1.0\n", "projects[] = views\nprojects[] = ctools\n",
        "projects[views][version] = 3.1\nprojects[views][version] = 3.1\n",
        "  projects[views][version]  =  3.1  \n; end");
    CAPTURE(text);
    CHECK(parse_text(text).slugs.empty());
}

TEST_CASE("A loss is an error in strict mode and a warning in Drush's", "[makefile]") {
    for (const auto mode : {Mode::strict, Mode::drush}) {
        const auto loaded = slipway::makefile::testing::load_body("projects[a] =\nprojects[b] = 1.0\n", mode);
        const auto& expected = mode == Mode::strict ? loaded.errors : loaded.warnings;
        CHECK(expected == std::vector<std::string>{"empty-value-swallows-line"});
        CHECK(loaded.makefile.has_value() == (mode == Mode::drush));
    }
}

TEST_CASE("Every mistake of a file is reported in one run", "[makefile]") {
    const auto parsed = parse_text(
        "# note\nprojects[a] = 1.0\nprojects[b[version] = 1\n\nprojects[c] = 2 ; new\nprojects[d\n; "
        "x\n<<<<<<< HEAD\n;\n"
        "projects[e] = \"1\nprojects[f][version] 3.0\n");
    CHECK(parsed.slugs
          == std::vector<std::string>{"hash-comment", "unbalanced-bracket", "comment-in-value",
                                      "unbalanced-bracket", "conflict-marker", "unclosed-quote",
                                      "missing-equals"});
}

TEST_CASE("Space and quotes in a key are part of it, which is said", "[makefile]") {
    const auto* const text =
        GENERATE("projects [views] = 1\n", "projects[ views] = 1\n", "projects['views'] = 1\n");
    CAPTURE(text);
    CHECK(parse_text(text).slugs == std::vector<std::string>{"malformed-key"});
}

TEST_CASE("Keys deeper than the limit are refused, however deep", "[makefile]") {
    std::string key = "a";
    for (int i = 0; i < 1'000'000; ++i) {
        key += "[b]";
    }
    CHECK(parse_text(key + " = 1\nc = 2\n").slugs
          == std::vector<std::string>{"text-too-long", "nested-too-deep"});
    CHECK(parse_text(key + " = 1\nc = 2\n").data == R"({"c":"2"})");
}

TEST_CASE("A hostile file gets a hundred diagnostics of a kind, not a million", "[makefile]") {
    std::string text;
    for (int i = 0; i < 200'000; ++i) {
        text += "a[b[c = d\n";
    }
    const auto parsed = parse_text(text);
    CHECK(parsed.slugs.size() == 101);
    CHECK(parsed.slugs.back() == "too-many-diagnostics");
}

TEST_CASE("A file that no makefile can be is refused", "[makefile]") {
    CHECK(parse_text(std::string((64U << 20U) + 1, '\n')).slugs
          == std::vector<std::string>{"file-too-large"});
}

TEST_CASE("A map of many keys is filled in linear time", "[makefile]") {
    std::string text;
    for (int i = 0; i < 400'000; ++i) {
        text.append("k").append(std::to_string(i)).append("=").append(std::to_string(i)).append("\n");
    }
    slipway::SourceMap sources;
    slipway::Diagnostics diagnostics;
    const auto document =
        slipway::makefile::parse(sources.add("site.make", text), sources, Mode::strict, diagnostics);
    REQUIRE(document.has_value());
    CHECK(document->root.size() == 400'000);
    CHECK(document->root.find("k123456")->written() == "123456");
}

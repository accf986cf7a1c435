// YAML as Drush reads it: spec §1.4 row by row, and what its reader (Symfony Yaml 2.8) does beyond that.
#include "tests/unit/document/json.hpp"

#include <slipway/diag/edits.hpp>
#include <slipway/diag/render.hpp>
#include <slipway/yaml/parse.hpp>

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <vector>

using slipway::Diagnostics;
using slipway::FileId;
using slipway::SourceMap;
using slipway::SourceSpan;
using slipway::document::Map;
using slipway::document::Mode;
using slipway::document::Reporter;

namespace {

std::optional<Map> parsed(FileId file, const SourceMap& sources, Mode mode, Diagnostics& diagnostics) {
    Reporter reporter(mode, sources, diagnostics);
    return slipway::yaml::parse({.text = sources[file].text, .file = file, .because = {}}, reporter);
}

struct Read {
    std::string data;  // as JSON; empty if the text was refused
    std::vector<std::string> slugs;
    std::string rendered;
    std::string mended;  // with all safe fixes made
};

Read read(const std::string& text, Mode mode = Mode::strict) {
    SourceMap sources;
    Diagnostics diagnostics;
    const auto file = sources.add("site.make", text);
    const auto root = parsed(file, sources, mode, diagnostics);
    Read out;
    out.data = root ? slipway::document::testing::json(*root) : "";
    for (const auto& diagnostic : diagnostics.all()) {
        out.slugs.emplace_back(diagnostic.slug);
        out.rendered += slipway::render(diagnostic, sources, slipway::Color::off);
    }
    out.mended = slipway::make_safe_fixes(text, file, diagnostics.all()).text;
    return out;
}

bool spans_are_inside(const Map& map, std::size_t size) {
    return std::ranges::all_of(map.entries(), [&](const Map::Entry& entry) {
        const auto inside = [&](SourceSpan span) { return span.begin <= span.end && span.end <= size; };
        return inside(entry.key.span) && inside(entry.value.span())
               && (!entry.value.is_map() || spans_are_inside(entry.value.map(), size));
    });
}

std::vector<std::string> only(const std::string& slug) { return {slug}; }

struct Case {
    std::string text;
    std::string data;
};

void check_data(const std::vector<Case>& cases) {
    for (const auto& [text, data] : cases) {
        const auto got = read(text);
        INFO(text << '\n' << got.rendered);
        CHECK(got.data == data);
        CHECK(got.slugs.empty());
    }
}

void check_refused(const std::vector<std::string>& texts) {
    for (const auto& text : texts) {
        const auto got = read(text, Mode::drush);
        INFO(text << '\n' << got.rendered);
        CHECK(got.data.empty());
        REQUIRE_FALSE(got.slugs.empty());
        CHECK(got.slugs.front() == "yaml-syntax");
    }
}

}  // namespace

TEST_CASE("A list inside of a list begins on a line of its own", "[yaml]") {
    check_data({{"-\n  - a\n  - b\n- - c: d\n    e: f\n", R"([["a","b"],[{"c":"d","e":"f"}]])"}});
    const auto got = read("- - a\n  - b\n");
    CHECK(got.data.empty());
    CHECK(got.rendered.find("help: Drush takes '- - a' for a text") != std::string::npos);
}

TEST_CASE("YAML comments begin at a line's start or after space", "[yaml]") {
    check_data({{"# one\na: b # two\n  # three\nc: d#e\n", R"({"a":"b","c":"d#e"})"},
                {"a: 'b' # two\nc: [d] # three\n", R"({"a":"b","c":["d"]})"},
                {"a: # two\n  b: c\n", R"({"a":{"b":"c"}})"},
                {"# nothing else\n", "[]"},
                {"", "[]"}});
}

TEST_CASE("YAML has null, true and false in any case, and no other constants", "[yaml]") {
    check_data(
        {{"a: ~\nb: null\nc: NULL\nd:\ne: Null\n", R"({"a":null,"b":null,"c":null,"d":null,"e":null})"},
         {"a: true\nb: False\nc: TRUE\n", R"({"a":true,"b":false,"c":true})"},
         {"a: yes\nb: no\nc: on\nd: Off\n", R"({"a":"yes","b":"no","c":"on","d":"Off"})"},
         {"a: 'true'\nb: \"null\"\nc: '~'\n", R"({"a":"true","b":"null","c":"~"})"}});
}

TEST_CASE("YAML scalars stay as they are written", "[yaml]") {
    check_data(
        {{"a: 10\nb: 0x1F\nc: 0123456\nd: 1_000\n", R"({"a":"10","b":"0x1F","c":"0123456","d":"1_000"})"},
         {"a: 1.0\nb: 1.10\nc: .5\nd: 1e3\n", R"({"a":"1.0","b":"1.10","c":".5","d":"1e3"})"},
         {"a: 2016-01-02\n", R"({"a":"2016-01-02"})"},
         {"a: 2.0.1\nb: 7.x\nc: 1.0-beta1\n", R"({"a":"2.0.1","b":"7.x","c":"1.0-beta1"})"},
         {"a: b   \nc:   d e\n", R"({"a":"b","c":"d e"})"}});
}

TEST_CASE("Numbers that Drush changes are reported with what it makes of them", "[yaml]") {
    const std::vector<std::pair<std::string, std::string>> numbers{{"1.10", "1.1"},
                                                                   {"1.0", "1"},
                                                                   {"7.40", "7.4"},
                                                                   {"0123456", "42798"},
                                                                   {"0x1F", "31"},
                                                                   {".5", "0.5"},
                                                                   {"1e3", "1000"},
                                                                   {"419477e3", "419477000"},
                                                                   {"12e4567", "INF"},
                                                                   {"+5", "5"},
                                                                   {"-1.50", "-1.5"},
                                                                   {"1,000", "1000"},
                                                                   {"08", "0"},
                                                                   {"1e20", "1.0E+20"},
                                                                   {"1.5e-7", "1.5E-7"},
                                                                   {"2016-01-02", "1451692800"},
                                                                   {"1970-3-1", "5097600"},
                                                                   {"2000-02-29", "951782400"}};
    for (const auto& [text, number] : numbers) {
        const auto got = read("projects:\n  views:\n    download:\n      revision: " + text + "\n");
        INFO(text << '\n' << got.rendered);
        CHECK(got.slugs == only("yaml-number"));
        CHECK(got.rendered.find("warning[yaml-number]: Drush reads '" + text + "' as the number " + number
                                + "\n")
              != std::string::npos);
        CHECK(got.mended == "projects:\n  views:\n    download:\n      revision: '" + text + "'\n");
    }
    for (const auto* text :
         {"10", "0", "-5", "3.29", "2.0.1", "1.0-beta1", "1_000", "7.x", "e3", "1e", "2016-13-01", "2016-01",
          "99999999999999999999", "0xg", ".", "1.2.3-4", "1-2-3"}) {
        CAPTURE(text);
        CHECK(read(std::string("projects:\n  views:\n    version: ") + text + "\n").slugs.empty());
    }
}

TEST_CASE("A short version in YAML that becomes a major one is reported as such", "[yaml]") {
    const auto said = read("projects:\n  views: 3.0\n").rendered;
    CHECK(said.find("as the number 3, which stands for any release of that major version")
          != std::string::npos);
    CHECK(read("projects:\n  views: '3.0'\n").slugs.empty());
    CHECK(read("projects:\n  views: {version: 3.0}\n").slugs == only("yaml-number"));
    CHECK(read("core: 7.0\n").slugs == only("yaml-number"));
    CHECK(read("defaults:\n  projects:\n    version: 1.0\n").slugs == only("yaml-number"));
    CHECK(read("api: 2.0\noptions:\n  concurrency: 1.0\n").slugs.empty());
}

TEST_CASE("Of equal keys in YAML the first wins, and the loss is reported at both places", "[yaml]") {
    const auto got = read("a: b\na: c\n", Mode::drush);
    CHECK(got.data == R"({"a":"b"})");
    CHECK(got.rendered
          == "warning[duplicate-key]: 'a' is set twice: Drush takes the first and drops this one\n"
             " --> site.make:2:1\n2 | a: c\n  | ^\nnote: it is set here first\n --> site.make:1:1\n1 | a: b\n  | ^\n"
             "help: remove one of them\n");
    CHECK(read("a:\n  b: c\na:\n  b: d\n", Mode::drush).data == R"({"a":{"b":"c"}})");
    CHECK(read("a: {b: c, b: d}\n", Mode::drush).data == R"({"a":{"b":"c"}})");
    check_data({{"a: b\na: b\n", R"({"a":"b"})"}, {"a: ~\nb: c\na: d\n", R"({"a":"d","b":"c"})"}});
}

TEST_CASE("Aliases stand for copies of what their anchors name", "[yaml]") {
    check_data({{"a: &x b\nc: *x\n", R"({"a":"b","c":"b"})"},
                {"a: &x\n  b: c\nd: *x # again\n", R"({"a":{"b":"c"},"d":{"b":"c"}})"},
                {"a: &x\n  - b\nd: [*x, c]\n", R"({"a":["b"],"d":[["b"],"c"]})"},
                {"a: &x [b]\nd: {e: *x}\n", R"({"a":["b"],"d":{"e":["b"]}})"},
                {"- &x a: b\n  c: d\n- *x\n", R"([{"a":"b","c":"d"},{"a":"b","c":"d"}])"},
                {"a: &x b\nc: &x d\ne: *x\n", R"({"a":"b","c":"d","e":"d"})"},
                {"- &x\n  a: b\n- *x\n", R"([{"a":"b"},{"a":"b"}])"},
                {"a: &\xC3\xA9 b\nc: &\xC3\xA8 d\ne: *\xC3\xA9\n", "{\"a\":\"b\",\"c\":\"d\",\"e\":\"b\"}"}});
    check_refused({"a: *x\nb: &x c\n", "a: &x\n  b: *x\n", "a: [*x]\n", "a: *\n", "a: &x b\n*x: c\n"});
}

TEST_CASE("A merge adds the keys that are absent, and what follows it wins", "[yaml]") {
    const std::string base = "a: &x\n  b: 1\n  c: 2\n";
    check_data({{base + "d:\n  <<: *x\n  e: 3\n", R"({"a":{"b":"1","c":"2"},"d":{"b":"1","c":"2","e":"3"}})"},
                {base + "d:\n  c: 3\n  <<: *x\n", R"({"a":{"b":"1","c":"2"},"d":{"c":"3","b":"1"}})"},
                {base + "d:\n  <<: *x\n  c: 3\n", R"({"a":{"b":"1","c":"2"},"d":{"b":"1","c":"3"}})"},
                {base + "d:\n  <<: [*x, {c: 3, e: 4}]\n",
                 R"({"a":{"b":"1","c":"2"},"d":{"b":"1","c":"2","e":"4"}})"},
                {base + "d: {<<: *x, c: 3}\n", R"({"a":{"b":"1","c":"2"},"d":{"b":"1","c":"3"}})"},
                {"d:\n  <<:\n    b: 1\n  c: 2\n", R"({"d":{"b":"1","c":"2"}})"}});
    check_refused({"a: &x b\nc:\n  <<: *x\n", "a:\n  <<: ~\n", "a:\n  <<: [b]\n", "a: {<<: b}\n"});
}

TEST_CASE("Flow collections are read as Symfony reads them", "[yaml]") {
    check_data({{"a: []\nb: {}\n", R"({"a":[],"b":[]})"},
                {"a: [b, 'c, d', \"e\", ~, true]\n", R"({"a":["b","c, d","e",null,true]})"},
                {"a: {b: c, d: [e, {f: g}], 'h i': j}\n", R"({"a":{"b":"c","d":["e",{"f":"g"}],"h i":"j"}})"},
                {"a: [b, c,]\n", R"({"a":["b","c"]})"},
                {"a: {b:c, d: http://e/f}\n", R"({"a":{"b":"c","d":"http://e/f"}})"},
                {"a: [b: c, d]\n", R"({"a":[{"b":"c"},"d"]})"},
                {"a: [it's, b c]\n", R"({"a":["it's","b c"]})"},
                {"[a, b]\n", R"(["a","b"])"},
                {"{a: b}\n", R"({"a":"b"})"},
                {"a:\n  [b]\n", R"({"a":["b"]})"}});
    CHECK(read("a: {b c: d}\n").data == R"({"a":{"b":"c: d"}})");
    check_refused({"a: [b\nc: d\n", "a: {b: c\n", "a: [b]]\n", "a: [b] c\n", "a: {b}\n", "a: {b: }\n",
                   "a: ['b' c]\n", "a: [\"b]\n", "a: {b: , c: d}\n", "a: [b}\n"});
}

TEST_CASE("What runs over several lines is read, with a warning that Drush does not", "[yaml]") {
    const std::vector<Case> cases{{"a: [b,\n  c # d\n  ]\ne: f\n", R"({"a":["b","c # d"],"e":"f"})"},
                                  {"a: {\n  # note\n  b: c,\n\n  d: e\n}\n", R"({"a":{"b":"c","d":"e"}})"},
                                  {"a: |\n  b\n   c\n\n  d\ne: f\n", R"({"a":"b\n c\n\nd\n","e":"f"})"},
                                  {"a: >-\n  b\n  c: d\n", R"({"a":"b c: d"})"},
                                  {"- |+\n b\n\n- c\n", R"(["b\n\n","c"])"},
                                  {"a: |\n  \xC3\xA9: [\n", "{\"a\":\"\xC3\xA9: [\\n\"}"},
                                  {"a: &x |\n  b\nc: *x\n", R"({"a":"b\n","c":"b\n"})"},
                                  {"a: 'b\n  c\n\n  d'\ne: f\n", R"({"a":"b c\nd","e":"f"})"},
                                  {"a: \"b\r\n  c\"\r\n", R"({"a":"b c"})"}};
    for (const auto& [text, data] : cases) {
        const auto got = read(text);
        INFO(text << '\n' << got.rendered);
        CHECK(got.data == data);
        CHECK(got.slugs == only("yaml-not-in-drush"));
    }
}

TEST_CASE("What Drush refuses is refused with its place", "[yaml]") {
    check_refused({"a: b\n---\nc: d\n",
                   "\n---\na: b\n",
                   "a: b\n...\n",
                   "? a\n: b\n",
                   "? a: b\n",
                   "\ta: b\n",
                   "a:\n\tb: c\n",
                   "a: b\n- c\n",
                   "- a\nb: c\n",
                   "a:\n  - b\n  c: d\n",
                   "a:\n  b: c\n  - d\n",
                   "a:\n    b: c\n  d: e\n",
                   "a:\n    - b\n  - c\n",
                   "  a: b\n",
                   "a: b\n  c: d\n",
                   "a: b\n  c\n",
                   "a: 'b\nc: d\n",
                   "a: \"b\n",
                   "a: 'b' c\n",
                   "a: 'b'#c\n",
                   "just text\n",
                   "a:b\n",
                   "a: b\nc\n",
                   ": a\n",
                   "a: b\nc:d\n",
                   "- a\n  b\n",
                   "%TAG ! x\na: b\n",
                   "'a: b\n",
                   "a: !x\n  b: c\n"});
    const auto two = read("a: b\n  c: d\ne:f\ng: h\n");
    CHECK(two.slugs == std::vector<std::string>{"yaml-syntax", "yaml-syntax"});
    CHECK(two.rendered.find("site.make:2:3\n") != std::string::npos);
    CHECK(two.rendered.find("site.make:3:1\n") != std::string::npos);
}

TEST_CASE("A document may begin with %YAML, comments and ---, and end with ...", "[yaml]") {
    check_data(
        {{"%YAML 1.1\n# note\n---\na: b\n...\n", R"({"a":"b"})"}, {"--- # note\na: b\n", R"({"a":"b"})"}});
    const auto got = read("--- x: y\na: b\n", Mode::drush);
    CHECK(got.data == R"({"a":"b"})");
    CHECK(got.slugs == only("yaml-misread"));
}

TEST_CASE("An INI comment in a YAML file can be made one of YAML", "[yaml]") {
    const auto got = read("core: 7.x\n; note\n");
    CHECK(got.slugs == only("yaml-syntax"));
    CHECK(got.mended == "core: 7.x\n# note\n");
}

TEST_CASE("Texts that Drush alone takes without quotes are read, and can be quoted", "[yaml]") {
    const std::vector<std::pair<std::string, std::string>> texts{
        {"a: b: c", "a: 'b: c'"},     {"a: @b", "a: '@b'"},   {"a: `b`", "a: '`b`'"},
        {"a: %b", "a: '%b'"},         {"a: b:", "a: 'b:'"},   {"a: >=3 it's", "a: '>=3 it''s'"},
        {"a: - b", "a: '- b'"},       {"- - a", "- '- a'"},   {"a: |b", "a: '|b'"},
        {"a: ,b # c", "a: ',b' # c"}, {"a: & b", "a: '& b'"}, {"- a: b: c", "- a: 'b: c'"}};
    for (const auto& [text, quoted] : texts) {
        const auto got = read(text + "\n");
        INFO(text << '\n' << got.rendered);
        CHECK(got.slugs == only("yaml-unquoted"));
        CHECK(got.mended == quoted + "\n");
        CHECK(got.data == read(quoted + "\n").data);
    }
    CHECK(read("a: b: c\n").data == R"({"a":"b: c"})");
    CHECK(read("a: @b\n").data == R"({"a":"@b"})");
}

TEST_CASE("Escapes in double quotes are Symfony's, and unknown ones stay", "[yaml]") {
    check_data(
        {{R"(a: "b\n\t\"\\\/\x41\u00e9\U0001F600")", "{\"a\":\"b\\n\\t\\\"\\\\/A\xC3\xA9\xF0\x9F\x98\x80\"}"},
         {R"(a: "C:\dir\ud800\q")", R"({"a":"C:\\dir\\ud800\\q"})"},
         {R"(a: "\0")", R"({"a":"\u0000"})"},
         {"a: 'it''s \\n'", R"({"a":"it's \\n"})"},
         {"\"a b\": c\n'd''e' : f\n", R"({"a b":"c","d'e":"f"})"}});
}

TEST_CASE("Tags are texts in Drush", "[yaml]") {
    CHECK(read("a: !!str 1\n", Mode::drush).data == R"({"a":"!!str 1"})");
    CHECK(read("a: !str 1.0\n", Mode::drush).data == R"({"a":"1.0"})");
    CHECK(read("a: !!str 1\n").slugs == only("yaml-tag"));
}

TEST_CASE("A byte order mark becomes part of the first key", "[yaml]") {
    const auto got = read(
        "\xEF\xBB\xBF"
        "core: 7.x\napi: 2\n",
        Mode::drush);
    CHECK(got.data == "{\"\xEF\xBB\xBF" "core\":\"7.x\",\"api\":\"2\"}");
    CHECK(got.slugs == only("byte-order-mark"));
    CHECK(got.mended == "core: 7.x\napi: 2\n");
    CHECK(read("\xEF\xBB\xBF"
               "# note\na: b\n")
              .slugs
          == std::vector<std::string>{"byte-order-mark", "yaml-syntax"});
}

TEST_CASE("CR LF and a carriage return alone end lines", "[yaml]") {
    check_data({{"a: b\r\nc:\r\n  d: e\r\n", R"({"a":"b","c":{"d":"e"}})"},
                {"a: b\rc:\r  - d\r", R"({"a":"b","c":["d"]})"}});
}

TEST_CASE("A project that nothing is said about in YAML is taken out, with a warning", "[yaml]") {
    for (const auto* text : {"projects:\n  foo:\n", "projects:\n  foo: ~\n", "projects:\n  foo: {}\n",
                             "projects:\n  foo: []\n"}) {
        CAPTURE(text);
        CHECK(read(text).slugs == only("removed-project"));
        CHECK(read(text).mended == text);  // only its author knows what was meant
    }
    CHECK(read("projects:\n  foo: false\n").slugs.empty());
    CHECK(read("projects:\n  foo: {version: ~}\n").slugs.empty());
    CHECK(read("projects:\n  - foo\n").slugs.empty());
}

TEST_CASE("Names that Drush changes and comments that are none are losses", "[yaml]") {
    CHECK(read("projects:\n  true:\n    version: '1.2'\n").slugs == only("yaml-misread"));
    CHECK(read("projects:\n  010: '1.2'\n").rendered.find("Drush reads '010' here as '8'")
          != std::string::npos);
    const auto got = read("projects:\n  ; views: 3.28\n");
    CHECK(got.slugs == only("semicolon-comment"));
    CHECK(got.mended == "projects:\n  # views: 3.28\n");
    const std::string with_details = "projects:\n  ; views:\n    subdir: x\n";
    CHECK(read(with_details).mended == with_details);  // its details would be left over
}

TEST_CASE("Every key and value of YAML knows where it is written", "[yaml]") {
    const std::string text =
        "\"k\": 'v''w' # c\r\nm: &x\r\n  - p q  \r\n  - {f: g, h: [i]}\r\nn: \xC3\xA9\r\no: *x\r\n";
    SourceMap sources;
    Diagnostics diagnostics;
    const auto file = sources.add("site.make", text);
    const auto root = parsed(file, sources, Mode::strict, diagnostics);
    REQUIRE(root);
    const auto written = [&](SourceSpan span) {
        CHECK(span.file == file);
        return text.substr(span.begin, span.end - span.begin);
    };
    CHECK(written(root->find_entry("k")->key.span) == "\"k\"");
    CHECK(written(root->find("k")->span()) == "'v''w'");
    const auto& list = *root->find("m");
    CHECK(written(list.span()) == "m");
    CHECK(written(list.map().find("0")->span()) == "p q");
    CHECK(written(list.map().find_entry("1")->key.span) == "{f: g, h: [i]}");
    const auto& flow = list.map().find("1")->map();
    CHECK(written(flow.find_entry("f")->key.span) == "f");
    CHECK(written(flow.find("f")->span()) == "g");
    CHECK(written(flow.find("h")->span()) == "[i]");
    CHECK(written(root->find("n")->span()) == "\xC3\xA9");
    CHECK(written(root->find("o")->map().find("0")->span()) == "p q");
}

TEST_CASE("Depth and aliases of YAML are limited", "[yaml]") {
    const auto nested = [](const std::string& piece, std::size_t count) {
        std::string out;
        for (std::size_t i = 0; i < count; ++i) {
            out += piece;
        }
        return out;
    };
    CHECK(read("a: " + nested("[", 31) + nested("]", 31) + "\n").slugs.empty());
    CHECK(read("a: " + nested("[", 32) + nested("]", 32) + "\n").slugs == only("nested-too-deep"));
    CHECK(read("a: " + nested("{a: ", 4000) + "\n").slugs == only("nested-too-deep"));
    CHECK(read(nested("- ", 31) + "a: b\n").slugs.empty());
    CHECK(read(nested("- ", 32) + "a: b\n").slugs == only("nested-too-deep"));
    std::string blocks;
    for (std::size_t i = 0; i < 33; ++i) {
        blocks += std::string(i, ' ') + "a:\n";
    }
    CHECK(read(blocks).slugs == only("nested-too-deep"));
    std::string deeper = "a0: &a0 [x]\n";
    std::string wider = "a0: &a0 [x, x, x, x]\n";
    for (int i = 1; i < 40; ++i) {
        const auto before = fmt::format("*a{}", i - 1);
        const auto name = fmt::format("a{}", i);
        deeper += name + ": &" + name + " [" + before + "]\n";
        wider += name + ": &" + name + " [" + before + ", " + before + ", " + before + "]\n";
    }
    CHECK(read(deeper).slugs == only("nested-too-deep"));
    CHECK(read(wider).slugs == only("yaml-alias-limit"));
}

TEST_CASE("A YAML text that is no UTF-8 is an error", "[yaml]") {
    CHECK(read("a: \xFF\n").slugs == only("not-utf8"));
    CHECK(read(std::string("\xFF\xFE"
                           "a\0:\0 \0b\0",
                           10))
              .slugs
          == only("not-utf8"));
    CHECK(read("a: \xED\xA0\x80\n").slugs == only("not-utf8"));
}

TEST_CASE("A YAML text of key: value and - item lines has no limit in size", "[yaml]") {
    std::string text = "--- # all of them\r\n";
    constexpr std::size_t projects = 50'000;
    for (std::size_t i = 0; i < projects; ++i) {
        text += fmt::format("p{}:\r\n  patch: # one\r\n  - 'a ''b'''\r\n  -\r\n    x: [\"\\x41\", ~]\r\n", i);
    }
    SourceMap sources;
    Diagnostics diagnostics;
    const auto root = parsed(sources.add("site.make", text), sources, Mode::strict, diagnostics);
    CHECK(text.size() > std::size_t{2} << 20U);
    CHECK(diagnostics.all().empty());
    REQUIRE(root);
    REQUIRE(root->size() == projects);
    CHECK(slipway::document::testing::json(root->entries().back().value.map())
          == R"({"patch":["a 'b'",{"x":["A",null]}]})");
}

TEST_CASE("A YAML text of more than 1 MiB with anything else is an error at that line", "[yaml]") {
    const std::string comments(std::size_t{1} << 20U, '#');
    const auto read_with = [&](const std::string& line) { return read("a: 1\n" + line + "\n" + comments); };
    for (const std::string other : {"b: &x c", "b: |", "- b", "<<: b"}) {
        CAPTURE(other);
        const auto got = read_with(other);
        CHECK(got.data.empty());
        REQUIRE_FALSE(got.slugs.empty());
        CHECK(got.slugs.back() == "file-too-large");
        CHECK(got.rendered.find("site.make:2:1") != std::string::npos);
    }
    for (const std::string mistake : {"b: [c", "b: 'c", "  b: c", "b", "...", "\tb: c", "? b", "*b : c"}) {
        CAPTURE(mistake);
        const auto got = read_with(mistake);
        CHECK(got.data.empty());
        CHECK(got.slugs == only("yaml-syntax"));
        CHECK(got.rendered.find("site.make:2:") != std::string::npos);
    }
    CHECK(read("a: 1\nb: &x c\n" + comments.substr(100)).data == R"({"a":"1","b":"c"})");
}

TEST_CASE("All equal keys of a large YAML text are reported, up to a hundred", "[yaml]") {
    std::string text;
    for (std::size_t i = 0; text.size() <= std::size_t{1} << 20U; ++i) {
        text += fmt::format("a: {}\n", i);
    }
    const auto got = read(text, Mode::drush);
    CHECK(got.data == R"({"a":"0"})");
    REQUIRE(got.slugs.size() == 101);
    CHECK(std::count(got.slugs.begin(), got.slugs.end(), "duplicate-key") == 100);
    CHECK(got.slugs.back() == "too-many-diagnostics");
    CHECK(read(text + "b: &x c\n", Mode::drush).slugs == only("file-too-large"));
}

TEST_CASE("Odd bytes in YAML are data or a diagnostic", "[yaml]") {
    CHECK(read(std::string("a: b\0c\n", 7)).data == R"({"a":"b\u0000c"})");
    CHECK(read("a: b\x04"
               "c\nd: \x1B\n")
              .data
          == R"({"a":"b\u0004c","d":"\u001b"})");
    CHECK(read("a: b\xC2\x85" "c\xE2\x80\xA8" "d\n").data == "{\"a\":\"b\xC2\x85" "c\xE2\x80\xA8" "d\"}");
    CHECK(read("a:\xC2\xA0"
               "b\n")
              .slugs
          == only("yaml-syntax"));  // no-break space is no space
    CHECK(read("a: |\n  b\x04\n").slugs == std::vector<std::string>{"yaml-not-in-drush", "yaml-syntax"});
    CHECK(read(std::string(2000, 'k') + ": v\n").slugs == only("yaml-syntax"));
}

TEST_CASE("YAML broken at random is data or an error, with every span inside of the text", "[yaml]") {
    const std::vector<std::string> pieces{"\n",   "\n  ", " ",   ": ",       ":",    "- ",   "-",
                                          "[",    "]",    "{",   "}",        ",",    "'",    "\"",
                                          "#",    " # ",  "&a ", "*a",       "~",    "|",    ">",
                                          "<<: ", "---",  "...", "? ",       "!",    "\t",   "\r",
                                          "\\",   "=",    "\0",  "\xC3\xA9", "\xFF", "1.10", "true",
                                          "a: b", "@",    "%",   "\r\n",     "\\u",  "- - ", "\xEF\xBB\xBF"};
    const std::string valid =
        "core: 7.x\napi: 2\nprojects:\n  views: &a\n    version: '3.29'\n    patch:\n      - a\n      - "
        "\"b\"\n"
        "  ctools: {version: 1.4, patch: [a, b]}\n  x: |\n    y\n  z: *a\n  w:\n    <<: *a\n    subdir: c\n";
    std::size_t read_well = 0;
    for (unsigned seed = 0; seed < 20'000; ++seed) {
        std::minstd_rand random(seed);
        auto text = seed % 2 == 0 ? valid : std::string();
        for (auto changes = 1 + random() % (seed % 2 == 0 ? 4 : 20); changes > 0; --changes) {
            const auto at = random() % (text.size() + 1);
            text.replace(at, random() % 3, pieces[random() % pieces.size()]);
        }
        CAPTURE(seed, text);
        SourceMap sources;
        Diagnostics diagnostics;
        const auto file = sources.add("site.make", text);
        const auto root = parsed(file, sources, Mode::drush, diagnostics);
        bool inside = true;
        for (const auto& diagnostic : diagnostics.all()) {
            inside = inside && diagnostic.span && diagnostic.span->begin <= diagnostic.span->end
                     && diagnostic.span->end <= text.size();
        }
        if (root) {
            inside = inside && spans_are_inside(*root, text.size());
            ++read_well;
        }
        if (!inside || root.has_value() == diagnostics.has_errors()) {
            CHECK(inside);
            CHECK(root.has_value() == !diagnostics.has_errors());
        }
    }
    CHECK(read_well > 1000);
}

TEST_CASE("A block text ends its lines with line feeds, whatever ends them in the file", "[yaml]") {
    for (const std::string end : {"\n", "\r\n"}) {
        std::string text = "a: |\n  b\n   c\n\nd: >\n  e \n  f\ng: h\n";
        for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + end.size())) {
            text.replace(at, 1, end);
        }
        CAPTURE(text);
        CHECK(read(text).data == R"({"a":"b\n c\n","d":"e  f\n","g":"h"})");
    }
}

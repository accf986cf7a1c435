// What formatting does to a text, and that it does nothing to what the text says.
#include "src/write/tidy_yaml.hpp"
#include "support.hpp"

#include <slipway/write/tidy.hpp>

#include <catch2/catch.hpp>

#include <string>

using slipway::Diagnostics;
using slipway::ErrorKind;
using slipway::Result;
using slipway::SourceMap;
using slipway::document::Mode;

namespace {

Result<std::string> tidy(const std::string& text, Mode mode = Mode::strict) {
    SourceMap sources;
    Diagnostics diagnostics;
    return slipway::write::tidy(sources.add("site.make", text), sources, mode, diagnostics);
}

struct Row {
    std::string text;
    std::string tidy;
};

}  // namespace

TEST_CASE("An INI makefile is spaced evenly, with its comments and paragraphs", "[write]") {
    const auto row = GENERATE(values<Row>({
        {"core=7.x\napi  =  2", "core = 7.x\napi = 2\n"},
        {"core = 7.x\r\n\r\n; note \r\napi = 2\r\n", "core = 7.x\n\n; note\napi = 2\n"},
        {"\n\n; one\n\n\n\n;two\ncore = 7.x\n\n\n  api = 2\t\n\n\n; end\n\n",
         "; one\n\n;two\ncore = 7.x\n\napi = 2\n\n; end\n"},
        {"core = 7.x\na[b][] = 'it'\n  ; in between\na[b][]=\"x\"  \n",
         "core = 7.x\na[b][] = 'it'\n; in between\na[b][] = \"x\"\n"},
        {"core = 7.x\na = \"l1 \r\n  l2\n\n\nl3\"\n", "core = 7.x\na = \"l1 \r\n  l2\n\n\nl3\"\n"},
        {"core = 7.x\na = x=y\n", "core = 7.x\na = x=y\n"},
        {"core = 7.x\na[ b ]= c  d\n", "core = 7.x\na[ b ] = c  d\n"},
        {"core = 7.x\n#a=b\n#  c  =d \n# nothing", "core = 7.x\n#a=b\n#  c  =d\n# nothing\n"},
        {"core = 7.x\na\n=\nhttp://b\n", "core = 7.x\na = http://b\n"},
        {"core = 7.x\n\n\na =\n\n", "core = 7.x\n\na =\n"},
        {"core = 7.x\n = b\n", "core = 7.x\n = b\n"},
        {"", ""},
        {" \n\n", ""},
        {"; only\n\n\n", "; only\n"},
    }));
    CAPTURE(row.text);
    const auto out = tidy(row.text, Mode::drush);
    REQUIRE(out.has_value());
    CHECK(*out == row.tidy);
    CHECK(tidy(*out, Mode::drush).value() == *out);
}

TEST_CASE("A makefile with a loss is not formatted, for its mistake would look meant", "[write]") {
    SourceMap sources;
    Diagnostics diagnostics;
    const auto file = sources.add("site.make", "core = 7.x\na =\nb = c\n");
    const auto out = slipway::write::tidy(file, sources, Mode::strict, diagnostics);
    REQUIRE(!out.has_value());
    CHECK(out.error().kind() == ErrorKind::unsupported);
    CHECK(out.error().message() == "site.make has errors");
    CHECK(diagnostics.has_errors());
}

TEST_CASE("Errors that were reported before are not this file's", "[write]") {
    SourceMap sources;
    Diagnostics diagnostics;
    diagnostics.report({.slug = "unknown-key", .span = {}, .message = "of another file"});
    const auto file = sources.add("site.make", "core=7.x\n");
    CHECK(slipway::write::tidy(file, sources, Mode::strict, diagnostics).has_value());
}

TEST_CASE("Lines of YAML are indented by two and spaced evenly", "[write]") {
    const auto row = GENERATE(values<Row>({
        {"core:   7.x\napi :  2\n", "core: 7.x\napi: 2\n"},
        {"projects:\n    views:\n        version: '3.29'   # why\n    ctools: ~\n",
         "projects:\n  views:\n    version: '3.29'   # why\n  ctools: ~\n"},
        {"a:\r\n- x\r\n-   y\r\n\r\n\r\nb: c\r\n", "a:\n- x\n- y\n\nb: c\n"},
        {"a:\n   -   url: u\n       md5: m\n   - v\n", "a:\n  - url: u\n    md5: m\n  - v\n"},
        {"a:\n   -\n      - x\n      - y\n", "a:\n  -\n    - x\n    - y\n"},
        {"  a:\n      b: c\n  d: e\n", "a:\n  b: c\nd: e\n"},
        {"# top\na:\n    # of b\n    b: c\n    # after b\n# at the start\nd: e\n    # end",
         "# top\na:\n  # of b\n  b: c\n  # after b\n# at the start\nd: e\n# end\n"},
        {"---\n'a b':   \"c: d\"\n\"e\" : 'f''s: # '\n", "---\n'a b': \"c: d\"\n\"e\": 'f''s: # '\n"},
        {"a: &x\n    b: c\nd: *x\ne: []\nf: {g: h, i: [j]}\n",
         "a: &x\n  b: c\nd: *x\ne: []\nf: {g: h, i: [j]}\n"},
        {"a: http://b:80/#c\n", "a: http://b:80/#c\n"},
    }));
    CAPTURE(row.text);
    CHECK(slipway::write::tidy_yaml(row.text) == row.tidy);
    CHECK(slipway::write::tidy_yaml(row.tidy) == row.tidy);
}

TEST_CASE("YAML in which a scalar takes several lines keeps its indentation", "[write]") {
    const auto* const text =
        GENERATE("a: |\n    b\n", "a: >-\n    b\n", "a: \"b\n    c\"\n", "a: 'b\n  c'\n", "a: b\n    c\n",
                 "a: [b,\n    c]\n", "a: {b: \"}\",\n  c: d}\n", "? a\n: b\n", "a:\n\tb: c\n", "[a, b]\n",
                 "a: b\n...\n", "%YAML 1.1\n---\na: b\n", "plain\n", "a: 'b' c\n");
    CAPTURE(text);
    CHECK_FALSE(slipway::write::tidy_yaml(text).has_value());
    CHECK(slipway::write::tidy_lines(text) == text);
}

TEST_CASE("A YAML makefile is formatted as far as its data allows", "[write]") {
    const auto row = GENERATE(values<Row>({
        {"core:   7.x\r\nprojects:\r\n    views:  '3.29'  \r\n\r\n\r\n",
         "core: 7.x\nprojects:\n  views: '3.29'\n"},
        {"core: 7.x  \n\n\na:   |\n    b\nc:   d\n", "core: 7.x\n\na:   |\n    b\nc:   d\n"},
        {"core: 7.x  \n\n\na: |\n    b\n\n\n    c\n", "core: 7.x  \n\n\na: |\n    b\n\n\n    c\n"},
        {"core: 7.x\r\na: |\n  b", "core: 7.x\na: |\n  b"},
        {"core: 7.x  \r\r\r\na: |\n    b\n\n\n    c\n", "core: 7.x  \na: |\n    b\n\n\n    c\n"},
    }));
    CAPTURE(row.text);
    const auto out = tidy(row.text, Mode::drush);
    REQUIRE(out.has_value());
    CHECK(*out == row.tidy);
    CHECK(tidy(*out, Mode::drush).value() == *out);
}

TEST_CASE("A YAML makefile that cannot be read is not formatted", "[write]") {
    const auto out = tidy("core: 7.x\na: [b\n");
    REQUIRE(!out.has_value());
    CHECK(out.error().kind() == ErrorKind::unsupported);
}

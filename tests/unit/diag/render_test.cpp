#include <slipway/diag/render.hpp>

#include <catch2/catch.hpp>

#include <string>

using slipway::Color;
using slipway::Diagnostic;
using slipway::FileId;
using slipway::line_column;
using slipway::Severity;
using slipway::SourceMap;
using slipway::SourceSpan;

namespace {

struct Shown {
    SourceMap sources;
    FileId file;

    explicit Shown(std::string text) : file(sources.add("site.make", std::move(text))) {}

    std::string of(std::uint32_t begin, std::uint32_t end) const {
        return slipway::render(
            {.slug = "duplicate-key", .span = SourceSpan{file, begin, end}, .message = "said twice"}, sources,
            Color::off);
    }
};

}  // namespace

TEST_CASE("A diagnostic shows its line, a caret and the way out", "[diag]") {
    SourceMap sources;
    const auto file = sources.add("site.make", "core = 7.x\nprojects[views][verison] = 3.29\n");
    const Diagnostic unknown{.severity = Severity::error,
                             .slug = "unknown-attribute",
                             .span = SourceSpan{file, 27, 34},
                             .message = "a project has no attribute 'verison'",
                             .notes = {{.span = {file, 0, 4}, .message = "for this core"}},
                             .help = "there is one called 'version'"};
    CHECK(slipway::render(unknown, sources, Color::off)
          == "error[unknown-attribute]: a project has no attribute 'verison'\n"
             " --> site.make:2:17\n"
             "2 | projects[views][verison] = 3.29\n"
             "  |                 ^^^^^^^\n"
             "note: for this core\n"
             " --> site.make:1:1\n"
             "1 | core = 7.x\n"
             "  | ^^^^\n"
             "help: there is one called 'version'\n");
}

TEST_CASE("A fix of one line is shown as that line", "[diag]") {
    SourceMap sources;
    const auto file = sources.add("site.make", "core = 7.x\nprojects[views][verison] = 3.29 ; new\n");
    Diagnostic found{.slug = "unknown-attribute", .span = {}, .message = "a message", .help = "a help"};
    const auto shown = [&](std::vector<slipway::Edit> edits) {
        found.fix = slipway::Fix{.edits = std::move(edits)};
        return slipway::render(found, sources, Color::off);
    };
    const std::string head = "error[unknown-attribute]: a message\nhelp: a help\n";
    CHECK(shown({{.span = {file, 27, 34}, .replacement = "version"}})
          == head + "  + projects[views][version] = 3.29 ; new\n");
    CHECK(shown({{.span = {file, 42, 48}, .replacement = ""},
                 {.span = {file, 11, 11}, .replacement = "; new\n"}})
          == head + "  + ; new\n  + projects[views][verison] = 3.29\n");
    CHECK(shown({{.span = {file, 0, 4}, .replacement = "x"}, {.span = {file, 27, 34}, .replacement = "y"}})
          == head);
    CHECK(shown({{.span = {file, 11, 49}, .replacement = ""}}) == head);
    CHECK(shown({}) == head);
}

TEST_CASE("Passwords in URLs are not shown", "[diag]") {
    SourceMap sources;
    const auto file = sources.add("site.make", "url = https://me:secret@example.com/a:b@c\n");
    CHECK(slipway::render({.slug = "duplicate-key",
                           .span = SourceSpan{file, 6, 14},
                           .message = "'ssh://git@host/x' replaces 'https://me:secret@example.com'"},
                          sources, Color::off)
          == "error[duplicate-key]: 'ssh://git@host/x' replaces 'https://me:******@example.com'\n"
             " --> site.make:1:7\n"
             "1 | url = https://me:******@example.com/a:b@c\n"
             "  |       ^^^^^^^^\n");
}

TEST_CASE("A diagnostic without a place is its message", "[diag]") {
    const SourceMap sources;
    CHECK(slipway::render(
              {.severity = Severity::warning, .slug = "fetch-failed", .span = {}, .message = "disk full"},
              sources, Color::off)
          == "warning[fetch-failed]: disk full\n");
}

TEST_CASE("Colour paints titles and carets, nothing of the source", "[diag]") {
    SourceMap sources;
    const auto file = sources.add("a.make", "x = 1\n");
    CHECK(slipway::render({.slug = "duplicate-key", .span = SourceSpan{file, 4, 5}, .message = "said twice"}, sources, Color::on)
          == "\x1b[1;31merror[duplicate-key]\x1b[0m: said twice\n"
             " --> a.make:1:5\n"
             "1 | x = 1\n"
             "  |     \x1b[1;31m^\x1b[0m\n");
}

TEST_CASE("Carets stand below what is meant", "[diag]") {
    CHECK(Shown("a = b").of(5, 5)
          == "error[duplicate-key]: said twice\n --> site.make:1:6\n1 | a = b\n  |      ^\n");
    CHECK(Shown("a = b").of(0, 0)
          == "error[duplicate-key]: said twice\n --> site.make:1:1\n1 | a = b\n  | ^\n");
    CHECK(Shown("").of(0, 0) == "error[duplicate-key]: said twice\n --> site.make:1:1\n1 | \n  | ^\n");
    CHECK(Shown("a\r\nb\r\n").of(3, 4)
          == "error[duplicate-key]: said twice\n --> site.make:2:1\n2 | b\n  | ^\n");
    CHECK(Shown("\ta = b").of(1, 2)
          == "error[duplicate-key]: said twice\n --> site.make:1:2\n1 |  a = b\n  |  ^\n");
    CHECK(Shown("ä = ö!").of(5, 7)
          == "error[duplicate-key]: said twice\n --> site.make:1:6\n1 | ä = ö!\n  |     ^\n");
}

TEST_CASE("A span of several lines is marked on its first", "[diag]") {
    CHECK(Shown("a = \"b\nc\"\n").of(4, 9)
          == "error[duplicate-key]: said twice\n --> site.make:1:5\n1 | a = \"b\n  |     ^^\n");
}

TEST_CASE("No text can write to the terminal", "[diag]") {
    const auto shown = Shown("a\x1b[2J\x07\x80\xC2\x9B \xE2\x80\xAE = \r1").of(0, 1);
    CHECK(shown.find("a\\x1b[2J\\x07\\x80\\u{9b} \\u{202e} = \\x0d1") != std::string::npos);
    SourceMap sources;
    const auto file = sources.add("a\x1b[31m.make", "x");
    const auto named = slipway::render({.slug = "duplicate-key",
                                        .span = SourceSpan{file, 0, 1},
                                        .message = "\x1b[2J\n",
                                        .notes = {{.span = {file, 0, 1}, .message = "\x9B"}},
                                        .help = "\x7F"},
                                       sources, Color::off);
    CHECK(named.find_first_of("\x1b\x9B\x7F") == std::string::npos);
    CHECK(named.find("a\\x1b[31m.make") != std::string::npos);
}

TEST_CASE("A long line is cut around the place", "[diag]") {
    const auto shown =
        Shown(std::string(1'000'000, 'a') + "HERE" + std::string(1'000'000, 'b')).of(1'000'000, 1'000'004);
    CHECK(shown.size() < 800);
    CHECK(shown.find("aaaHEREbbb") != std::string::npos);
    CHECK(shown.find(" ^^^^\n") != std::string::npos);
    CHECK(shown.find("| ...aaa") != std::string::npos);
    CHECK(shown.find("bbb...\n") != std::string::npos);
}

TEST_CASE("Lines and columns are counted from one", "[diag]") {
    const std::string_view text = "ab\ncd\n\ne";
    const auto at = [&](std::size_t offset) {
        const auto found = line_column(text, offset);
        return std::to_string(found.line) + ":" + std::to_string(found.column);
    };
    CHECK(at(0) == "1:1");
    CHECK(at(2) == "1:3");
    CHECK(at(3) == "2:1");
    CHECK(at(6) == "3:1");
    CHECK(at(7) == "4:1");
    CHECK(at(8) == "4:2");
    CHECK(at(1000) == "4:2");
}

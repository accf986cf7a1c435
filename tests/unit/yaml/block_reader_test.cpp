// The fast reader of YAML against the one that it stands in for: the same data, spans and diagnostics for
// every text that it reads.
#include "tests/support/paths.hpp"
#include "tests/support/yaml_readers.hpp"

#include <slipway/diag/utf8.hpp>

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace fs = std::filesystem;
using slipway::document::Mode;
using slipway::document::Policy;
using slipway::test::readings_of;

namespace {

using Random = std::minstd_rand;

const std::string& one_of(const std::vector<std::string>& choices, Random& random) {
    return choices[random() % choices.size()];
}

// Makefiles that are well-formed more often than not, in all the ways of indenting.
class Generator {
public:
    explicit Generator(unsigned seed)
        : random_(seed), line_end_(one_of({"\n", "\n", "\r\n", "\r"}, random_)) {}

    std::string make() {
        if (chance(10)) {
            text_ += one_of({"---", "--- # a: b", "# c", "--- \t"}, random_) + line_end_;
        }
        collection(0, 0);
        return std::move(text_);
    }

private:
    bool chance(unsigned of) { return random_() % of == 0; }

    void end_line() {
        if (chance(8)) {
            text_ += one_of({" ", "  ", " # c", "\t", " #", " # a: b"}, random_);
        }
        text_ += line_end_;
        while (chance(12)) {
            text_ += one_of({"", "  ", "# c", "   # - c", "  \t", "      # a: b"}, random_) + line_end_;
        }
    }

    void value() {
        static const std::vector<std::string> values{"7.x",
                                                     "1.10",
                                                     "2",
                                                     "'3.29'",
                                                     R"("a b")",
                                                     "''",
                                                     "\"\"",
                                                     "'it''s'",
                                                     R"("a\n\x41\q")",
                                                     "~",
                                                     "null",
                                                     "TRUE",
                                                     "false",
                                                     "a: b",
                                                     "a:b",
                                                     "a#b",
                                                     "a b  c",
                                                     "[a, b]",
                                                     "[]",
                                                     "{}",
                                                     "{version: ~}",
                                                     "{a: b, 'c': [d], a: e}",
                                                     "[a: b]",
                                                     "- a",
                                                     "@x",
                                                     "%x",
                                                     "!str 1",
                                                     "!x y",
                                                     "0x1F",
                                                     "1e3",
                                                     "2016-01-02",
                                                     "https://example.com/a.tar.gz#b",
                                                     "x;",
                                                     "x,",
                                                     "'a' ",
                                                     "é",
                                                     "\"\xE2\x80\x8B\"",
                                                     "`",
                                                     ">=1",
                                                     "|x",
                                                     "=",
                                                     "-",
                                                     "--",
                                                     "'# no comment'",
                                                     "a\\",
                                                     "?",
                                                     "}",
                                                     "]",
                                                     ","};
        static const std::vector<std::string> rare{"|",      ">-",    "&a b",  "*a",       "'open", "\"open",
                                                   "[a",     "{a: b", "'a' b", "[a] b",    "<<",    "&a",
                                                   "'a'# c", "[*a]",  "{a",    "- - a: b", "\t"};
        text_ += one_of(chance(200) ? rare : values, random_);
    }

    void key() {
        static const std::vector<std::string> keys{
            "a",       "a",  "b",   "c",   "projects", "libraries", "core",      "views", "patch",
            "version", "7",  "010", "~",   "true",     "'a'",       R"("b")",    "'c d'", "c d",
            "é",       "-a", "a-b", "a.b", "a:b",      ";x",        "a#b",       "'~'",   "a:",
            "!x",      "%a", "@a",  "|",   "=",        "a,b",       R"("a\x41")"};
        static const std::vector<std::string> rare{"<<",  "'<<'", "*a",  "? a", "&a b",
                                                   "[a]", "a #b", "---", "?"};
        text_ += one_of(chance(200) ? rare : keys, random_);
        text_ += one_of({":", ":", ":", ":", ":", " :"}, random_);
    }

    unsigned deeper(unsigned column, bool may_be_equal) {
        return column + (may_be_equal ? 0U : 1U) + static_cast<unsigned>(random_() % 4);
    }

    void collection(unsigned column, unsigned depth) {
        random_() % (depth == 0 ? 10 : 3) == 0 ? sequence(column, depth) : map(column, depth, false);
    }

    // What stands behind a colon or dash.
    void behind(unsigned column, unsigned depth, bool of_map) {
        const auto what = random_() % 10;
        if (what < 6 || depth > 5) {
            text_ += one_of({" ", " ", " ", "  ", "\t"}, random_);
            value();
            end_line();
            return;
        }
        end_line();
        if (what < 9) {
            if (of_map && chance(4)) {
                sequence(column, depth + 1);
            } else {
                collection(deeper(column, false), depth + 1);
            }
        }
    }

    void map(unsigned column, unsigned depth, bool begun) {
        for (auto entries = 1 + random_() % 4; entries > 0; --entries) {
            text_ += std::string(begun ? 0 : column, ' ');
            begun = false;
            key();
            behind(column, depth, true);
        }
    }

    void sequence(unsigned column, unsigned depth) {
        for (auto items = 1 + random_() % 3; items > 0; --items) {
            text_ += std::string(column, ' ') + "-";
            if (chance(3) && depth < 5) {
                const auto blanks = 1 + static_cast<unsigned>(random_() % 3);
                text_ += std::string(blanks, ' ');
                map(column + 1 + blanks, depth + 1, true);
            } else {
                behind(column, depth, false);
            }
        }
    }

    Random random_;
    std::string line_end_;
    std::string text_;
};

// A few bytes more, fewer or others.
void mutate(std::string& text, Random& random) {
    static const std::vector<std::string> pieces{"",       "",
                                                 "\n",     "\n  ",
                                                 " ",      "  ",
                                                 ": ",     ":",
                                                 "- ",     "-",
                                                 "[",      "]",
                                                 "{",      "}",
                                                 ",",      "'",
                                                 "\"",     "#",
                                                 " #",     "&a",
                                                 "*a",     "~",
                                                 "|",      ">",
                                                 "<<",     "---",
                                                 "? ",     "!",
                                                 "\t",     "\r",
                                                 "\\",     "=",
                                                 "a",      "é",
                                                 "1.10",   "a: ",
                                                 "\r\n",   "- - ",
                                                 ";",      "%",
                                                 "...",    "\n\n",
                                                 "\n- ",   std::string(1, '\0'),
                                                 "\n ",    "\xE2\x80\x8E",
                                                 "\nb: c", "\n    "};
    const auto at = random() % (text.size() + 1);
    text.replace(at, random() % 4, one_of(pieces, random));
}

std::vector<Policy> policies() {
    Policy few(Mode::strict);
    few.most_reported = 1;
    Policy none(Mode::drush);
    none.most_reported = 0;
    Policy denied(Mode::drush);
    denied.denied = {"duplicate-key"};
    Policy allowed(Mode::strict);
    allowed.allowed = {"duplicate-key"};
    return {Mode::strict, Mode::drush, few, none, denied, allowed};
}

std::string contents(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("What the fast reader of YAML reads, the other one reads to the same data, spans and diagnostics",
          "[yaml]") {
    const auto ways = policies();
    std::size_t read_fast = 0;
    constexpr unsigned seeds = 40'000;
    for (unsigned seed = 0; seed < seeds; ++seed) {
        auto text = Generator(seed).make();
        Random random(seed);
        for (auto changes = random() % 4; changes > 0; --changes) {
            mutate(text, random);
        }
        const auto readings = readings_of(text, ways[seed % ways.size()]);
        read_fast += readings.is_read_fast ? 1U : 0U;
        if (readings.fast != readings.other) {
            CAPTURE(seed, text);
            CHECK(readings.fast == readings.other);
        }
    }
    CHECK(read_fast > seeds / 4);
}

TEST_CASE("Both readers of YAML read real makefiles to the same data, spans and diagnostics",
          "[yaml][corpus]") {
    const auto* const chosen =
        std::getenv("SLIPWAY_CORPUS");  // NOLINT(concurrency-mt-unsafe): nobody sets it
    const auto corpus = chosen != nullptr ? fs::path(chosen)
                                          : fs::path(slipway::test::source_directory()) / "../shared/corpus";
    std::size_t files = 0;
    std::size_t read_fast = 0;
    for (const auto* folder : {"yaml", "profiles"}) {
        if (!fs::exists(corpus / folder)) {
            continue;
        }
        for (const auto& entry : fs::directory_iterator(corpus / folder)) {
            if (entry.path().extension() == ".info") {
                continue;
            }
            const auto text = contents(entry.path());
            if (slipway::first_non_utf8(text) != std::string::npos
                || text.starts_with(slipway::byte_order_mark)) {
                continue;
            }
            const auto readings = readings_of(text, Mode::strict);
            ++files;
            read_fast += readings.is_read_fast ? 1U : 0U;
            CAPTURE(entry.path());
            CHECK(readings.fast == readings.other);
        }
    }
    if (files > 0) {
        WARN(read_fast << " of " << files << " files are read fast");
    }
}

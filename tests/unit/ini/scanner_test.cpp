// The scanner against the regular expression it stands for, spelled out as loops that try everything.
#include "src/ini/scanner.hpp"

#include <catch2/catch.hpp>

#include <optional>
#include <random>
#include <string>

using slipway::ini::scan;
using slipway::ini::split_key;

namespace {

struct Match {
    std::size_t key_begin;
    std::size_t key_end;
    std::size_t value_begin;
    std::size_t value_end;
    bool quoted;
    std::size_t end;
};

bool space(char c) { return std::string_view(" \t\n\v\f\r").find(c) != std::string_view::npos; }

// Drupal's expression (spec §1.3), one function a piece, every choice tried in the order of a backtracking
// engine:
//   ^\s*((?:[^=;\[\]]|\[[^\[\]]*\])+?)\s*=\s*
//   (?:("(?:[^"]|(?<=\\)")*")|('(?:[^']|(?<=\\)')*')|([^\r\n]*?))\s*$
class Expression {
public:
    explicit Expression(std::string_view text) : text_(text) {}

    std::optional<Match> at(std::size_t start) const {
        for (auto key = spaces(start);; --key) {
            if (const auto match = key_from(key)) {
                return match;
            }
            if (key == start) {
                return std::nullopt;
            }
        }
    }

private:
    std::size_t spaces(std::size_t from) const {
        while (from < text_.size() && space(text_[from])) {
            ++from;
        }
        return from;
    }

    // One unit of a key, or npos.
    std::size_t unit(std::size_t from) const {
        if (from == text_.size() || std::string_view("=;]").find(text_[from]) != std::string_view::npos) {
            return std::string_view::npos;
        }
        if (text_[from] != '[') {
            return from + 1;
        }
        const auto close = text_.find_first_of("[]", from + 1);
        return close == std::string_view::npos || text_[close] == '[' ? std::string_view::npos : close + 1;
    }

    std::optional<Match> key_from(std::size_t begin) const {
        for (auto end = unit(begin); end != std::string_view::npos; end = unit(end)) {
            const auto equals = spaces(end);
            if (equals == text_.size() || text_[equals] != '=') {
                continue;
            }
            for (auto value = spaces(equals + 1);; --value) {
                if (auto match = value_from(value)) {
                    match->key_begin = begin;
                    match->key_end = end;
                    return match;
                }
                if (value == equals + 1) {
                    break;
                }
            }
        }
        return std::nullopt;
    }

    // "\s*$", greedy.
    std::optional<std::size_t> line_end(std::size_t from) const {
        for (auto end = spaces(from);; --end) {
            if (end == text_.size() || text_[end] == '\n') {
                return end;
            }
            if (end == from) {
                return std::nullopt;
            }
        }
    }

    std::optional<Match> value_from(std::size_t begin) const {
        for (const char quote : {'"', '\''}) {
            if (const auto match = quoted_from(begin, quote)) {
                return match;
            }
        }
        for (auto end = begin;; ++end) {
            if (const auto stop = line_end(end)) {
                return Match{0, 0, begin, end, false, *stop};
            }
            if (end == text_.size() || text_[end] == '\r' || text_[end] == '\n') {
                return std::nullopt;
            }
        }
    }

    std::optional<Match> quoted_from(std::size_t begin, char quote) const {
        if (begin == text_.size() || text_[begin] != quote) {
            return std::nullopt;
        }
        auto end = begin + 1;
        while (end < text_.size() && (text_[end] != quote || text_[end - 1] == '\\')) {
            ++end;
        }
        for (;; --end) {
            if (end < text_.size() && text_[end] == quote && end > begin) {
                if (const auto stop = line_end(end + 1)) {
                    return Match{0, 0, begin, end + 1, true, *stop};
                }
            }
            if (end == begin) {
                return std::nullopt;
            }
        }
    }

    std::string_view text_;
};

std::string show(
    std::size_t key_begin, std::size_t key_end, std::size_t begin, std::size_t end, bool quoted) {
    return std::to_string(key_begin) + "-" + std::to_string(key_end) + (quoted ? " q " : " b ")
           + (begin == end ? "empty" : std::to_string(begin) + "-" + std::to_string(end)) + "; ";
}

std::string expected(std::string_view text) {
    std::string out;
    const Expression expression(text);
    for (std::size_t start = 0; start < text.size(); ++start) {
        if (start != 0 && text[start - 1] != '\n') {
            continue;
        }
        if (const auto match = expression.at(start)) {
            out +=
                show(match->key_begin, match->key_end, match->value_begin, match->value_end, match->quoted);
            start = match->end - 1;
        }
    }
    return out;
}

std::string scanned(std::string_view text) {
    std::string out;
    for (const auto& entry : scan(text)) {
        out += show(entry.key.begin, entry.key.end, entry.value.begin, entry.value.end, entry.quoted);
    }
    return out;
}

// Every text of so many bytes over an alphabet, as digits of a number.
template <class Visit>
void for_each_text(std::string_view alphabet, std::size_t length, Visit visit) {
    std::size_t count = 1;
    for (std::size_t i = 0; i < length; ++i) {
        count *= alphabet.size();
    }
    std::string text(length, ' ');
    for (std::size_t number = 0; number < count; ++number) {
        auto rest = number;
        for (auto& c : text) {
            c = alphabet[rest % alphabet.size()];
            rest /= alphabet.size();
        }
        visit(text);
    }
}

std::string random_text(std::mt19937& random, std::string_view alphabet, std::size_t longest) {
    std::string text(random() % (longest + 1), ' ');
    for (auto& c : text) {
        c = alphabet[random() % alphabet.size()];
    }
    return text;
}

std::string repeated(std::string_view piece, std::size_t bytes) {
    std::string out;
    while (out.size() < bytes) {
        out += piece;
    }
    return out;
}

}  // namespace

TEST_CASE("The scanner finds what Drupal's expression finds, in every short text", "[ini]") {
    std::size_t wrong = 0;
    const auto compare = [&](const std::string& text) {
        if (scanned(text) != expected(text) && ++wrong < 5) {
            CAPTURE(text);
            CHECK(scanned(text) == expected(text));
        }
    };
    for (std::size_t length = 0; length <= 6; ++length) {
        for_each_text("a= \n\r[];\"\\", length, compare);
    }
    CHECK(wrong == 0);
}

TEST_CASE("The scanner finds what Drupal's expression finds, in random longer texts", "[ini]") {
    std::mt19937 random(20240607);  // NOLINT(cert-msc32-c,cert-msc51-cpp): a test that can be repeated
    std::size_t wrong = 0;
    for (int i = 0; i < 60'000; ++i) {
        const auto* const alphabet = i % 3 == 0   ? "ab= \n\n\r[]\"\\"
                                     : i % 3 == 1 ? "a=\n[];'\" \\\r"
                                                  : "a=\n\"\\ b=\n";
        const auto text = random_text(random, alphabet, 40);
        if (scanned(text) != expected(text) && ++wrong < 5) {
            CAPTURE(text);
            CHECK(scanned(text) == expected(text));
        }
    }
    CHECK(wrong == 0);
}

// Each of these costs a backtracking reader the square of its size: a run of 4 MiB would take hours.
TEST_CASE("Hostile texts are scanned in linear time", "[ini]") {
    const auto* const piece = GENERATE("\n", " ", "x\n", "[\n", "[\n]\n", "x[\n]", "x[a\nb=c\rd\n]\n",
                                       "a = \"\\\"", "a = \"\\\"\n", "a = \"\n", "a = 'x\"\n", "a = b\rc\n",
                                       "a\\\n", "a =\n\n\r", "= ", "[]", "a=\"\\\" \n x", "\\");
    CAPTURE(piece);
    CHECK(scan(repeated(piece, 4 << 20) + ";").size() < (4U << 20U));
    CHECK(scan("x[" + repeated(piece, 4 << 20)).size() < (4U << 20U));
    CHECK(scan("x = \"" + repeated(piece, 4 << 20)).size() < (4U << 20U));
}

TEST_CASE("A key falls into parts at its brackets", "[ini]") {
    using Parts = std::vector<std::string_view>;
    CHECK(split_key("core") == Parts{"core"});
    CHECK(split_key("projects[views][version]") == Parts{"projects", "views", "version"});
    CHECK(split_key("projects[]") == Parts{"projects", ""});
    CHECK(split_key("[section]\nb") == Parts{"", "section]\nb"});
    CHECK(split_key("p[a]x[b]") == Parts{"p", "a]x", "b"});
    CHECK(split_key("p[a]x") == Parts{"p", "a]x"});
}

TEST_CASE("Only a key of names in brackets of their own is one about which nothing can be wrong", "[ini]") {
    std::vector<std::string_view> parts;
    CHECK(split_key("core", parts));
    CHECK(split_key("projects[google-analytics_2.x][patch][]", parts));
    CHECK(parts == std::vector<std::string_view>{"projects", "google-analytics_2.x", "patch", ""});
    for (const auto* odd : {"[views][version]", "projects[ views]", "projects['views']", "projects[a b]",
                            "projects[a]b[c]", "projects[a]]", "a\nprojects[a]", "projects[\xC3\xA4]"}) {
        CAPTURE(odd);
        CHECK_FALSE(split_key(odd, parts));
        CHECK(parts == split_key(odd));
    }
}

#include <slipway/diag/edits.hpp>

#include <catch2/catch.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

using slipway::Diagnostic;
using slipway::Edit;
using slipway::FileId;
using slipway::Fix;
using slipway::make_safe_fixes;
using slipway::SourceSpan;

namespace {

constexpr FileId file{0};

Edit edit(std::uint32_t begin, std::uint32_t end, std::string replacement, FileId in = file) {
    return {.span = SourceSpan{.file = in, .begin = begin, .end = end},
            .replacement = std::move(replacement)};
}

Diagnostic with_fix(std::vector<Edit> edits, Fix::Kind kind = Fix::Kind::safe) {
    Diagnostic out{.slug = "a-slug", .span = {}, .message = "a message"};
    out.fix = Fix{.kind = kind, .edits = std::move(edits)};
    return out;
}

}  // namespace

TEST_CASE("Safe fixes replace, insert and remove, in whatever order they come", "[diag][edits]") {
    const std::vector<Diagnostic> found = {with_fix({edit(8, 9, "")}), with_fix({edit(0, 3, "core")}),
                                           with_fix({edit(4, 4, "= ")})};
    const auto edited = make_safe_fixes("cor 7.x ;", file, found);
    CHECK(edited.text == "core = 7.x ");
    CHECK(edited.fixes_made == 3);
    CHECK(edited.fixes_left == 0);
}

TEST_CASE("Guesses, and fixes of other files, are not made", "[diag][edits]") {
    const std::vector<Diagnostic> found = {with_fix({edit(0, 1, "x")}, Fix::Kind::guess),
                                           with_fix({edit(0, 1, "y", FileId{1})}),
                                           Diagnostic{.slug = "a-slug", .span = {}, .message = "no fix"}};
    const auto edited = make_safe_fixes("abc", file, found);
    CHECK(edited.text == "abc");
    CHECK(edited.fixes_made == 0);
}

TEST_CASE("A fix that overlaps an earlier one is left, whole", "[diag][edits]") {
    const std::vector<Diagnostic> found = {with_fix({edit(0, 4, "A")}),
                                           with_fix({edit(2, 3, "B"), edit(6, 7, "C")})};
    const auto edited = make_safe_fixes("abcdefgh", file, found);
    CHECK(edited.text == "Aefgh");
    CHECK(edited.fixes_made == 1);
    CHECK(edited.fixes_left == 1);
}

TEST_CASE("Two insertions at one place overlap, and two equal fixes are one", "[diag][edits]") {
    const auto two = make_safe_fixes(
        "ab", file, std::vector<Diagnostic>{with_fix({edit(1, 1, "x")}), with_fix({edit(1, 1, "y")})});
    CHECK(two.text == "axb");
    CHECK(two.fixes_left == 1);
    const auto same = make_safe_fixes(
        "ab", file, std::vector<Diagnostic>{with_fix({edit(1, 1, "x")}), with_fix({edit(1, 1, "x")})});
    CHECK(same.text == "axb");
    CHECK(same.fixes_left == 0);
}

// What git apply refuses and GNU patch accepts, with and without fuzz. Expected bytes are written by hand.
#include "trees.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace slipway::patch::test {

namespace {

struct Example {
    const char* what;
    Tree before;
    const char* patch;
    Tree after;
};

// clang-format off
const std::vector<Example> accepted_without_fuzz = {
    {"a context diff",
     {{"f", text("a\nb\nc\nd\n")}},
     "*** a/f\t2012-05-01 00:00:00\n--- b/f\t2012-05-01 00:00:00\n***************\n*** 1,4 ****\n  a\n! b\n- c\n  d\n"
     "--- 1,4 ----\n  a\n! B\n  d\n+ e\n",
     {{"f", text("a\nB\nd\ne\n")}}},
    {"a context diff that leaves out the side that only loses lines",
     {{"f", text("a\nb\nc\n")}},
     "*** a/f\n--- b/f\n***************\n*** 1,3 ****\n  a\n- b\n  c\n--- 1,2 ----\n",
     {{"f", text("a\nc\n")}}},
    {"a normal diff below an Index line",
     {{"f", text("a\nb\nc\n")}},
     "Index: f\n2c2,3\n< b\n---\n> B\n> BB\n",
     {{"f", text("a\nB\nBB\nc\n")}}},
    {"a diff without context, where it says",
     {{"f", text("a\nb\nc\n")}},
     "--- a/f\n+++ b/f\n@@ -2 +2 @@\n-b\n+B\n",
     {{"f", text("a\nB\nc\n")}}},
    {"a path with a dot in it, which git takes for none",
     {},
     "--- /dev/null\n+++ a/./x\n@@ -0,0 +1 @@\n+x\n",
     {{"x", text("x\n")}}},
    {"of the names that exist, the one with the shortest last part",
     {{"f", text("a\nb\nc\n")}, {"f.orig", text("a\nb\nc\n")}},
     "--- f.orig\n+++ f\n@@ -2 +2 @@\n-b\n+B\n",
     {{"f", text("a\nB\nc\n")}, {"f.orig", text("a\nb\nc\n")}}},
};

const std::vector<Example> accepted_with_fuzz = {
    {"a line of context that differs",
     {{"f", text("A\nb\nc\nd\ne\n")}},
     "--- a/f\n+++ b/f\n@@ -1,5 +1,5 @@\n a\n b\n-c\n+C\n d\n e\n",
     {{"f", text("A\nb\nC\nd\ne\n")}}},
    {"carriage returns in the patch alone",
     {{"f", text("a\nb\n")}},
     "--- a/f\r\n+++ b/f\r\n@@ -1,2 +1,2 @@\r\n a\r\n-b\r\n+B\r\n",
     {{"f", text("a\nB\n")}}},
    {"carriage returns in a context diff, from its first line of stars on",
     {{"f", text("a\nb\n")}},
     "*** a/f\n--- b/f\n***************\n*** 1,2 ****\r\n  a\r\n! b\n--- 1,2 ----\n  a\n! B\r\n",
     {{"f", text("a\nB\n")}}},
    {"an indented patch",
     {{"f", text("a\nb\n")}},
     "  --- a/f\n  +++ b/f\n  @@ -1,2 +1,2 @@\n   a\n  -b\n  +B\n",
     {{"f", text("a\nB\n")}}},
};
// clang-format on

}  // namespace

TEST_CASE("The engine applies what GNU patch does beyond git", "[patch]") {
    for (const auto& example : accepted_without_fuzz) {
        INFO(example.what);
        const auto applied = apply(example.patch, "x.patch", reader_of(example.before), Fuzz::refuse);
        INFO((applied ? "" : applied.error().to_string()));
        REQUIRE(applied);
        const auto wrong = difference(example.after, changed(example.before, *applied));
        INFO(wrong);
        CHECK(wrong.empty());
    }
}

TEST_CASE("What needs fuzz is applied only where fuzz is allowed", "[patch]") {
    for (const auto& example : accepted_with_fuzz) {
        INFO(example.what);
        const auto applied = apply(example.patch, "x.patch", reader_of(example.before), Fuzz::allow);
        INFO((applied ? "" : applied.error().to_string()));
        REQUIRE(applied);
        const auto wrong = difference(example.after, changed(example.before, *applied));
        INFO(wrong);
        CHECK(wrong.empty());

        const auto refused = apply(example.patch, "x.patch", reader_of(example.before), Fuzz::refuse);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().kind() == ErrorKind::conflict);
        CHECK_FALSE(refused.error().help().empty());
    }
}

TEST_CASE("A refusal of fuzz says which hunk needs how much", "[patch]") {
    const Tree tree = {{"f", text("A\nB\nc\nd\ne\nf\ng\n")}};
    const auto* const patch = "--- a/f\n+++ b/f\n@@ -1,7 +1,7 @@\n a\n b\n c\n-d\n+D\n e\n f\n g\n";
    const auto refused = apply(patch, "x.patch", reader_of(tree), Fuzz::refuse);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().to_string()
          == "while applying x.patch: hunk 1 of 'f' (line 3 of the patch) applies only with fuzz 2, that is, if two "
             "lines of context at its beginning and end may differ");

    const auto applied = apply(patch, "x.patch", reader_of(tree), Fuzz::allow);
    REQUIRE(applied);
    REQUIRE(applied->shifts.size() == 1);
    CHECK(applied->shifts[0].fuzz == 2);
    CHECK(applied->shifts[0].offset == 0);
}

}  // namespace slipway::patch::test

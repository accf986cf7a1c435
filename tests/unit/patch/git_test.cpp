// What git apply accepts, one feature a case. Expected bytes are written by hand.
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

const Tree ten_lines = {{"f", text("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n")}};

std::string tens(int times) {
    std::string digits;
    for (; times > 0; --times) {
        digits += "0123456789";
    }
    return digits;
}

// clang-format off
const std::vector<Example> examples = {
    {"a unified diff",
     {{"f", text("a\nb\nc\n")}},
     "--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n",
     {{"f", text("a\nB\nc\n")}}},
    {"names without prefix, by the second strip level",
     {{"f", text("a\nb\nc\n")}},
     "--- f\n+++ f\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n",
     {{"f", text("a\nB\nc\n")}}},
    {"time stamps behind tabs",
     {{"in c/f", text("a\nb\n")}},
     "--- a/in c/f\t2012-05-01 00:00:00.000000000 +0200\n+++ b/in c/f\t2012-05-02 10:00:00 +0200\n"
     "@@ -1,2 +1,2 @@\n a\n-b\n+B\n",
     {{"in c/f", text("a\nB\n")}}},
    {"a mail around it",
     {{"f", text("a\nb\n")}},
     "From 01234 Mon Sep 17 00:00:00 2001\nSubject: [PATCH] x\n\n---\n f | 2 +-\n\ndiff --git a/f b/f\n"
     "index 1234567..89abcde 100644\n--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n a\n-b\n+B\n-- \n2.39.5\n\n",
     {{"f", text("a\nB\n")}}},
    {"a removal below a git header that breaks off: git keeps what the diff before it made",
     {{"f", text("a\nb\n")}},
     "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n a\n-b\n+B\n"
     "diff --git a/f b/f\n# comment\ndeleted file mode 100644\n--- a/f\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-a\n-B\n",
     {{"f", text("a\nB\n")}}},
    {"a hunk that moved down",
     ten_lines,
     "--- a/f\n+++ b/f\n@@ -2,3 +2,3 @@\n 6\n-7\n+seven\n 8\n",
     {{"f", text("1\n2\n3\n4\n5\n6\nseven\n8\n9\n10\n")}}},
    {"of two places the nearer",
     {{"f", text("x\ny\nz\n-\n-\nx\ny\nz\n-\n")}},
     "--- a/f\n+++ b/f\n@@ -3,3 +3,3 @@\n x\n-y\n+Y\n z\n",
     {{"f", text("x\nY\nz\n-\n-\nx\ny\nz\n-\n")}}},
    {"of two places as near the later",
     {{"f", text("x\ny\nz\n-\nx\ny\nz\n-\n")}},
     "--- a/f\n+++ b/f\n@@ -3,3 +3,3 @@\n x\n-y\n+Y\n z\n",
     {{"f", text("x\ny\nz\n-\nx\nY\nz\n-\n")}}},
    {"an empty line of context whose blank got lost",
     {{"f", text("a\n\nb\n")}},
     "--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n a\n\n-b\n+B\n",
     {{"f", text("a\n\nB\n")}}},
    {"a newline at the end that comes",
     {{"f", text("a\nb")}},
     "--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n",
     {{"f", text("a\nb\n")}}},
    {"a newline at the end that goes",
     {{"f", text("a\nb\n")}},
     "--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n a\n-b\n+b\n\\ No newline at end of file\n",
     {{"f", text("a\nb")}}},
    {"lines that end with carriage returns",
     {{"f", text("a\r\nb\r\n")}},
     "--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n a\r\n-b\r\n+B\r\n",
     {{"f", text("a\r\nB\r\n")}}},
    {"white space is kept as it is",
     {{"f", text("a\nb\n")}},
     "--- a/f\n+++ b/f\n@@ -1,2 +1,4 @@\n a\n-b\n+b \t\n+\n+\n",
     {{"f", text("a\nb \t\n\n\n")}}},
    {"a new file in a new directory",
     {},
     "diff --git a/d/n b/d/n\nnew file mode 100644\nindex 0000000..1234567\n--- /dev/null\n+++ b/d/n\n@@ -0,0 +1 @@\n+n\n",
     {{"d/n", text("n\n")}}},
    {"a new file, said by the epoch",
     {},
     "--- a/n\t1970-01-01 01:00:00.000000000 +0100\n+++ b/n\t2012-05-02 10:00:00.0 +0200\n@@ -0,0 +1 @@\n+n\n",
     {{"n", text("n\n")}}},
    {"a new empty file",
     {},
     "diff --git a/n b/n\nnew file mode 100644\nindex 0000000..e69de29\n",
     {{"n", text("")}}},
    {"a removed file",
     {{"f", text("a\nb\n")}, {"g", text("g\n")}},
     "diff --git a/f b/f\ndeleted file mode 100644\nindex 1234567..0000000\n--- a/f\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-a\n-b\n",
     {{"g", text("g\n")}}},
    {"a renamed file that also changes",
     {{"old", text("a\nb\n")}},
     "diff --git a/old b/new\nsimilarity index 50%\nrename from old\nrename to new\n--- a/old\n+++ b/new\n"
     "@@ -1,2 +1,2 @@\n a\n-b\n+B\n",
     {{"new", text("a\nB\n")}}},
    {"two files that swap their names",
     {{"p", text("p\n")}, {"q", text("q\n")}},
     "diff --git a/p b/q\nsimilarity index 100%\nrename from p\nrename to q\n"
     "diff --git a/q b/p\nsimilarity index 100%\nrename from q\nrename to p\n",
     {{"p", text("q\n")}, {"q", text("p\n")}}},
    {"a copied file",
     {{"f", program("a\n")}},
     "diff --git a/f b/g\nsimilarity index 100%\ncopy from f\ncopy to g\n",
     {{"f", program("a\n")}, {"g", program("a\n")}}},
    {"a mode that changes",
     {{"f", text("a\n")}},
     "diff --git a/f b/f\nold mode 100644\nnew mode 100755\n",
     {{"f", program("a\n")}}},
    {"the mode of a file that the patch leaves alone",
     {{"f", program("a\n")}},
     "diff --git a/f b/f\nindex 1234567..89abcde 100644\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n",
     {{"f", program("b\n")}}},
    {"a symbolic link that leads elsewhere",
     {{"l", link_to("a")}},
     "diff --git a/l b/l\nindex 1234567..89abcde 120000\n--- a/l\n+++ b/l\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n"
     "+b\n\\ No newline at end of file\n",
     {{"l", link_to("b")}}},
    {"a file that becomes a link",
     {{"f", text("a\n")}},
     "diff --git a/f b/f\ndeleted file mode 100644\n--- a/f\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n"
     "diff --git a/f b/f\nnew file mode 120000\n--- /dev/null\n+++ b/f\n@@ -0,0 +1 @@\n+g\n\\ No newline at end of file\n",
     {{"f", link_to("g")}}},
    {"names in quotes",
     {{"\xC3\xA4 \"q\".txt", text("a\n")}},
     "diff --git \"a/\\303\\244 \\\"q\\\".txt\" \"b/\\303\\244 \\\"q\\\".txt\"\n--- \"a/\\303\\244 \\\"q\\\".txt\"\n"
     "+++ \"b/\\303\\244 \\\"q\\\".txt\"\n@@ -1 +1 @@\n-a\n+b\n",
     {{"\xC3\xA4 \"q\".txt", text("b\n")}}},
    {"one file that is patched twice",
     {{"f", text("a\nb\n")}},
     "--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n-a\n+A\n b\n--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n A\n-b\n+B\n",
     {{"f", text("A\nB\n")}}},
    {"lines that look like headers",
     {{"f", text("-- a/x\n@@ -1 +1 @@\nend\n")}},
     "--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n--- a/x\n+++ b/x\n @@ -1 +1 @@\n end\n",
     {{"f", text("++ b/x\n@@ -1 +1 @@\nend\n")}}},
    {"a new binary file",
     {},
     "diff --git a/b b/b\nnew file mode 100644\nindex 0000000000000000000000000000000000000000.."
     "1a23e4be731d2f539deeea324686d000ccdfbfcd\nGIT binary patch\nliteral 4\nLcmYdfNa6wj0#*Rd\n\n"
     "literal 0\nHcmV?d00001\n\n",
     {{"b", text(std::string("a\0b\n", 4))}}},
    {"a binary file that changes by a delta",
     {{"b", text(std::string("a\0b\n", 4) + tens(20) + std::string(1, '\0'))}},
     "diff --git a/b b/b\nindex f6bd02fd9be788e86fff3e63d525ea78323aae76..93b983e379a159aa585dc7cce4385395ceb401c8 100644\n"
     "GIT binary patch\ndelta 14\nVcmX@hc%E@W22(`jM28ec1^_4N1b_el\n\ndelta 17\nVcmX@lc$RTO#zY4VFcM*80029W1#bWV\n\n",
     {{"b", text(std::string("a\0b\n", 4) + tens(10) + "XY" + tens(10) + std::string(1, '\0'))}}},
};
// clang-format on

}  // namespace

TEST_CASE("The engine applies what git apply does", "[patch]") {
    for (const auto& example : examples) {
        INFO(example.what);
        const auto applied = apply(example.patch, "x.patch", reader_of(example.before), Fuzz::refuse);
        INFO((applied ? "" : applied.error().to_string()));
        REQUIRE(applied);
        const auto wrong = difference(example.after, changed(example.before, *applied));
        INFO(wrong);
        CHECK(wrong.empty());
    }
}

TEST_CASE("A hunk that stands elsewhere is reported with its distance", "[patch]") {
    const auto applied = apply("--- a/f\n+++ b/f\n@@ -2,3 +2,3 @@\n 6\n-7\n+seven\n 8\n", "x.patch",
                               reader_of(ten_lines), Fuzz::refuse);
    REQUIRE(applied);
    REQUIRE(applied->shifts.size() == 1);
    CHECK(applied->shifts[0].path.text() == "f");
    CHECK(applied->shifts[0].hunk == 1);
    CHECK(applied->shifts[0].offset == 4);
    CHECK(applied->shifts[0].fuzz == 0);
    CHECK(applied->strip == 1);
}

TEST_CASE("Changes are sorted by path and name each path once", "[patch]") {
    const auto applied = apply(
        "--- /dev/null\n+++ b/z\n@@ -0,0 +1 @@\n+z\n--- /dev/null\n+++ b/a\n@@ -0,0 +1 @@\n+a\n"
        "--- a/z\n+++ b/z\n@@ -1 +1 @@\n-z\n+Z\n",
        "x.patch", reader_of({}), Fuzz::refuse);
    REQUIRE(applied);
    REQUIRE(applied->changes.size() == 2);
    CHECK(applied->changes[0].path.text() == "a");
    CHECK(applied->changes[1].path.text() == "z");
    CHECK(applied->changes[1].file == text("Z\n"));
}

}  // namespace slipway::patch::test

// What the engine refuses, and what it says then.
#include "trees.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <string>
#include <vector>

namespace slipway::patch::test {

namespace {

Error refusal(const Tree& tree, const std::string& patch, Fuzz fuzz = Fuzz::allow) {
    auto applied = apply(patch, "x.patch", reader_of(tree), fuzz);
    REQUIRE_FALSE(applied);
    return std::move(applied).error();
}

const std::string creates_it = "@@ -0,0 +1 @@\n+x\n";

std::string numbered(int first, int last) {
    std::string lines;
    for (int i = first; i <= last; ++i) {
        lines += fmt::format("{}\n", i);
    }
    return lines;
}

}  // namespace

TEST_CASE("A hunk that does not apply is told by file, number, line, what is expected and what is there",
          "[patch]") {
    const Tree tree = {{"inc/f.php", text(numbered(1, 30))}};
    const auto error = refusal(tree,
                               "--- a/inc/f.php\n+++ b/inc/f.php\n@@ -2,3 +2,3 @@\n 2\n-3\n+three\n 4\n"
                               "@@ -20,5 +20,5 @@\n 20\n-twenty-one\n+x\n 22\n-twenty-three\n+y\n 24\n");
    CHECK(error.kind() == ErrorKind::conflict);
    CHECK(error.to_string()
          == "while applying x.patch: hunk 2 of 'inc/f.php' (line 8 of the patch) does not apply: line 21 should be "
             "'twenty-one', and is '21'");
    CHECK(error.help()
          == "the file is not the one that the patch was made for: find a patch for this version, or the version for "
             "this patch");
}

TEST_CASE("A patch that is applied already is told so", "[patch]") {
    const std::string patch = "--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n";
    CHECK(refusal({{"f", text("a\nB\nc\n")}}, patch).to_string()
          == "while applying x.patch: hunk 1 of 'f' (line 3 of the patch) does not apply: it seems already applied");
    const auto creation = refusal({{"n", text("n\n")}}, "--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+n\n");
    CHECK(creation.message() == "the patch creates 'n', which is there already");
    CHECK(creation.help() == "perhaps the patch seems already applied: remove it");
}

TEST_CASE("Lines are not glued to a last line without newline, as GNU patch does with fuzz", "[patch]") {
    const auto error = refusal({{"f", text("a\nb\nc")}}, "--- a/f\n+++ b/f\n@@ -3,2 +3,3 @@\n c\n+new\n d\n");
    CHECK(error.kind() == ErrorKind::conflict);
}

TEST_CASE("A file that ends before a hunk is told so", "[patch]") {
    CHECK(refusal({{"f", text("a\n")}}, "--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n").message()
          == "hunk 1 of 'f' (line 3 of the patch) does not apply: line 2 should be 'b', and the file ends before it");
}

TEST_CASE("A file that is not there is told by name", "[patch]") {
    const auto error = refusal({}, "--- a/d/f\n+++ b/d/f\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n");
    CHECK(error.kind() == ErrorKind::conflict);
    CHECK(error.message() == "the patch changes 'd/f', which is not there");
}

TEST_CASE("What is no patch is told so", "[patch]") {
    CHECK(refusal({}, "").message() == "the patch is empty");
    CHECK(refusal({}, " \n\n").kind() == ErrorKind::corrupt);
    CHECK(refusal({}, "\n<!DOCTYPE html>\n<html>").message() == "this is a web page, not a patch");
    CHECK(refusal({}, "Not Found\n").message() == "there is no patch in it");
}

TEST_CASE("A patch that is cut short is told so", "[patch]") {
    const auto error = refusal({{"f", text("a\nb\nc\n")}}, "--- a/f\n+++ b/f\n@@ -1,9 +1,9 @@\n a\n-b\n+B\n");
    CHECK(error.kind() == ErrorKind::corrupt);
    CHECK(error.message() == "line 7 of the patch: the hunk of line 3 is cut short");
}

TEST_CASE("No path leads out of the tree", "[patch]") {
    for (const auto* name : {"a/../x", "a/../../x", "a/d/../x", "a/.git/config", "a/.GIT/hooks/x",
                             "a/git~1/x", R"("a/\056./x")"}) {
        CAPTURE(name);
        const auto header = std::string("--- /dev/null\n+++ ") + name + "\n";
        CHECK(refusal({}, header + creates_it).kind() == ErrorKind::unsupported);
    }
}

TEST_CASE("An absolute path is one inside the tree, or none", "[patch]") {
    const auto applied =
        apply("--- /dev/null\n+++ /etc/x\n" + creates_it, "x.patch", reader_of({}), Fuzz::allow);
    REQUIRE(applied);
    REQUIRE(applied->changes.size() == 1);
    CHECK(applied->changes[0].path.text() == "etc/x");
}

TEST_CASE("A new file that is there already is not put below b/ instead", "[patch]") {
    CHECK(refusal({{"n", text("n\n")}},
                  "diff --git a/n b/n\nnew file mode 100644\n--- /dev/null\n+++ b/n\n" + creates_it)
              .kind()
          == ErrorKind::conflict);
}

TEST_CASE("No path leads through a symbolic link", "[patch]") {
    const Tree tree = {{"l", link_to("/etc")}};
    CHECK(refusal(tree, "--- /dev/null\n+++ b/l/x\n" + creates_it).kind() == ErrorKind::unsupported);
    CHECK(refusal(tree, "--- a/l/x\n+++ b/l/x\n@@ -1 +1 @@\n-a\n+b\n").kind() == ErrorKind::unsupported);
    // Nor through one that the patch makes itself.
    CHECK(refusal({},
                  "diff --git a/m b/m\nnew file mode 120000\n--- /dev/null\n+++ b/m\n@@ -0,0 +1 @@\n+/etc\n"
                  "\\ No newline at end of file\n--- /dev/null\n+++ b/m/x\n"
                      + creates_it)
              .kind()
          == ErrorKind::unsupported);
}

TEST_CASE("A file cannot become a directory", "[patch]") {
    CHECK(refusal({{"f", text("a\n")}}, "--- /dev/null\n+++ b/f/x\n" + creates_it).kind()
          == ErrorKind::conflict);
}

TEST_CASE("An error of the tree is passed on", "[patch]") {
    const ReadFile broken = [](const RelativePath&) -> Result<std::optional<File>> {
        return Error(ErrorKind::io, "the disk is gone");
    };
    const auto applied = apply("--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n", "x.patch", broken, Fuzz::allow);
    REQUIRE_FALSE(applied);
    CHECK(applied.error().kind() == ErrorKind::io);
}

TEST_CASE("Numbers that are too large are refused", "[patch]") {
    const std::string huge = "99999999999999999999999999";
    CHECK(refusal({{"f", text("a\n")}}, "--- a/f\n+++ b/f\n@@ -1," + huge + " +1 @@\n-a\n+b\n").kind()
          == ErrorKind::corrupt);
    CHECK(
        refusal({{"f", text("a\n")}}, "--- a/f\n+++ b/f\n@@ -" + huge + " +" + huge + " @@\n-x\n+b\n").kind()
        == ErrorKind::conflict);
}

TEST_CASE("Binary data that claims to be huge, is damaged or is for another file is refused", "[patch]") {
    const std::string header =
        "diff --git a/b b/b\nindex 1a23e4be731d2f539deeea324686d000ccdfbfcd.."
        "93b983e379a159aa585dc7cce4385395ceb401c8 100644\nGIT binary patch\n";
    const std::string data = "\nLcmYdfNa6wj0#*Rd\n\n";
    const Tree tree = {{"b", text(std::string("a\0b\n", 4))}};
    CHECK(refusal(tree, header + "literal 999999999999" + data).kind() == ErrorKind::corrupt);
    CHECK(refusal(tree, header + "literal 1000000" + data).kind() == ErrorKind::corrupt);
    CHECK(refusal(tree, header
                            + "literal 4\nLcmYdfNa6wj0#*\x01"
                              "d\n\n")
              .kind()
          == ErrorKind::corrupt);
    CHECK(refusal(tree, header + "literal 4" + data).message()
          == "the binary patch for 'b' does not give the bytes that it promises");
    CHECK(refusal({{"b", text("other")}}, header + "literal 4" + data).message()
          == "'b' is not the binary file that the patch was made for");
    CHECK(refusal(tree, header + "delta 4" + data).kind() == ErrorKind::corrupt);
}

TEST_CASE("A binary change without its data is not passed over", "[patch]") {
    const Tree tree = {{"b", text("x")}, {"f", text("a\n")}};
    const auto error =
        refusal(tree,
                "diff --git a/b b/b\nindex 1234567..89abcde 100644\nBinary files a/b and b/b differ\n"
                "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n");
    CHECK(error.message() == "the patch says that 'b' changes, but not how: it holds no binary data");
    CHECK(error.help() == "make the patch with 'git diff --binary'");
}

TEST_CASE("A hunk behind garbage is not passed over", "[patch]") {
    CHECK(refusal(
              {{"f", text(numbered(1, 20))}},
              "--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n-1\n+one\n 2\ngarbage\n@@ -10,2 +10,2 @@\n-10\n+ten\n 11\n")
              .kind()
          == ErrorKind::corrupt);
}

TEST_CASE("Ed scripts and submodules are refused", "[patch]") {
    CHECK(refusal({{"f", text("a\n")}}, "Index: f\n1c\n!touch x\n.\n").kind() == ErrorKind::unsupported);
    CHECK(refusal({},
                  "diff --git a/s b/s\nnew file mode 160000\nindex 0000000..1234567\n--- /dev/null\n+++ b/s\n"
                  "@@ -0,0 +1 @@\n+Subproject commit 0123456789012345678901234567890123456789\n")
              .kind()
          == ErrorKind::unsupported);
}

TEST_CASE("One hunk of many that fails leaves nothing applied", "[patch]") {
    const auto applied =
        apply("--- /dev/null\n+++ b/n\n" + creates_it + "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-x\n+y\n", "x.patch",
              reader_of({{"f", text("a\n")}}), Fuzz::allow);
    CHECK_FALSE(applied);
}

TEST_CASE("Many hunks in a long file take no longer than they are long", "[patch]") {
    std::string file;
    std::string patch = "--- a/f\n+++ b/f\n";
    constexpr int lines = 200'000;
    for (int i = 1; i <= lines; ++i) {
        file += fmt::format("{}\n", i);
        if (i % 10 == 5) {
            patch += fmt::format("@@ -{},3 +{},3 @@\n {}\n-{}\n+x\n {}\n", i - 1, i - 1, i - 1, i, i + 1);
        }
    }
    const auto applied = apply(patch, "x.patch", reader_of({{"f", text(file)}}), Fuzz::refuse);
    REQUIRE(applied);
    CHECK(applied->shifts.empty());
}

TEST_CASE("Header lines of many blanks are no names", "[patch]") {
    std::string blanks;
    for (int i = 0; i < 2'000'000; ++i) {
        blanks += "a ";
    }
    CHECK_FALSE(apply("diff --git " + blanks + "\nold mode 100644\nnew mode 100755\n", "x.patch",
                      reader_of({}), Fuzz::allow));
    CHECK_FALSE(apply("--- " + blanks + "\t\n+++ " + blanks + "\t\n@@ -1 +1 @@\n-a\n+b\n", "x.patch",
                      reader_of({}), Fuzz::allow));
}

TEST_CASE("A small patch cannot make much of a large file", "[patch]") {
    std::string patch;
    for (int i = 0; i < 2'000; ++i) {
        patch += fmt::format("diff --git a/f b/{}\ncopy from f\ncopy to {}\n", i, i);
    }
    CHECK(refusal({{"f", text(std::string(1'000'000, 'x'))}}, patch).kind() == ErrorKind::unsupported);
}

TEST_CASE("A patch made to keep us busy is given up", "[patch]") {
    std::string file;
    std::string patch = "--- a/f\n+++ b/f\n@@ -1,100002 +1,100001 @@\n z\n";
    for (int i = 0; i < 100'000; ++i) {
        file += "a\na\n";
        patch += " a\n";
    }
    patch.replace(patch.find(" z\n"), 3, "");
    patch += "-b\n a\n";
    patch.replace(patch.find("-1,100002 +1,100001"), 19, "-2,100002 +2,100001");
    const auto applied = apply(patch, "x.patch", reader_of({{"f", text(file)}}), Fuzz::allow);
    REQUIRE_FALSE(applied);
    CHECK(applied.error().kind() == ErrorKind::unsupported);
}

}  // namespace slipway::patch::test

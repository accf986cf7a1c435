#include "archives.hpp"

#include <catch2/catch.hpp>

#include <locale.h>  // NOLINT(modernize-deprecated-headers): newlocale is POSIX, not C++

#include <string>
#include <vector>

using slipway::Error;
using slipway::ErrorKind;
using slipway::Result;
namespace archive = slipway::archive;
using slipway::archive::Format;
using slipway::archive::Limits;
using slipway::test::Item;
using slipway::test::pax_header;
using slipway::test::tar_end;
using slipway::test::tar_file;
using slipway::test::tar_header;
using slipway::test::Tree;
using slipway::test::unpacked;

namespace {

std::string tar_link(const std::string& name, const std::string& target) {
    return tar_header({name, '2', 0, target});
}

std::string tar_hardlink(const std::string& name, const std::string& target) {
    return tar_header({name, '1', 0, target});
}

std::string tar_directory(const std::string& name) { return tar_header({name, '5'}); }

// The message with which a tar is refused; fails the test if it is not.
std::string refusal(const std::string& entries, const Limits& limits = {}) {
    const auto tree = unpacked(entries + tar_end(), Format::tar, limits);
    REQUIRE_FALSE(tree);
    CHECK(tree.error().kind() == ErrorKind::unsupported);
    return tree.error().message();
}

Tree accepted(const std::string& entries) {
    const auto tree = unpacked(entries + tar_end(), Format::tar);
    INFO((tree ? "" : tree.error().to_string()));
    REQUIRE(tree);
    return *tree;
}

}  // namespace

TEST_CASE("A name that leaves the directory is refused, and named", "[archive]") {
    const auto name = GENERATE(as<std::string>(), "../x", "a/../../x", "/etc/passwd", "a/..", "..", "/");
    CAPTURE(name);
    CHECK(refusal(tar_file(name, "x")).find("'" + name + "'") != std::string::npos);
    CHECK(refusal(tar_directory(name)).find("'" + name + "'") != std::string::npos);
    CHECK(refusal(pax_header("path", name) + tar_file("a", "x")).find("'" + name + "'") != std::string::npos);
}

TEST_CASE("The archive's own root is dropped, however it is written", "[archive]") {
    CHECK((accepted(tar_directory("./") + tar_file("./a", "x")) == Tree{{"a", {"file", "x"}}}));
    CHECK((accepted(tar_directory(".") + tar_file(".//a", "x")) == Tree{{"a", {"file", "x"}}}));
    CHECK(refusal(tar_link("./", "elsewhere")).find("'./'") != std::string::npos);
}

TEST_CASE("What is neither file, directory nor link is refused", "[archive]") {
    const auto type = GENERATE('3', '4', '6');  // character device, block device, FIFO
    CAPTURE(type);
    CHECK(refusal(tar_header({"dev", type}))
          == "the archive is refused: 'dev' is neither a file, a directory nor a link");
}

TEST_CASE("A name that stands twice is refused, unless it is the same entry again", "[archive]") {
    CHECK(refusal(tar_file("a", "one") + tar_file("a", "two")).find("'a' stands in it twice")
          != std::string::npos);
    CHECK(refusal(tar_file("a", "x") + tar_header({"a", '0', 0, "", 0755})).find("twice")
          != std::string::npos);
    CHECK(refusal(tar_file("a", "x") + tar_directory("a")).find("twice") != std::string::npos);
    CHECK(refusal(tar_directory("a") + tar_file("a", "x")).find("twice") != std::string::npos);
    CHECK(refusal(tar_file("a/b", "x") + tar_file("a", "x")).find("twice") != std::string::npos);
    CHECK(refusal(tar_link("a", "b") + tar_link("a", "c")).find("twice") != std::string::npos);
    CHECK(refusal(tar_file("./a", "one") + tar_file("a", "two")).find("twice") != std::string::npos);

    CHECK(accepted(tar_file("a", "x") + tar_file("a", "x")).size() == 1);
    CHECK(accepted(tar_directory("d") + tar_directory("d/")).size() == 1);
    CHECK(accepted(tar_link("a", "b") + tar_link("a", "b")).size() == 1);
    CHECK(accepted(tar_file("d/a", "x") + tar_directory("d")).size() == 2);
}

TEST_CASE("Names that differ in nothing but case are two names, as real releases have them", "[archive]") {
    const auto tree = accepted(tar_file("Interface.PNG", "x") + tar_file("Interface.png", "y")
                               + tar_link("Link", "Interface.PNG") + tar_file("link/a", "z"));
    CHECK((tree
           == Tree{{"Interface.PNG", {"file", "x"}},
                   {"Interface.png", {"file", "y"}},
                   {"Link", {"symlink", "Interface.PNG"}},
                   {"link/a", {"file", "z"}}}));
}

TEST_CASE("Nothing is written below a file or through a link", "[archive]") {
    CHECK(refusal(tar_file("a", "x") + tar_file("a/b", "y"))
          == "the archive is refused: 'a/b' stands below 'a', which is a file");
    CHECK(refusal(tar_link("a", "/etc") + tar_file("a/passwd", "y"))
          == "the archive is refused: 'a/passwd' stands below 'a', which is a symbolic link");
    CHECK(refusal(tar_link("a", "b") + tar_directory("a/c/d")).find("below 'a'") != std::string::npos);
    CHECK(refusal(tar_file("d/x", "x") + tar_link("d", "/etc")).find("twice") != std::string::npos);
}

TEST_CASE("A hard link repeats a file that stands before it, and nothing else", "[archive]") {
    const auto tree = accepted(tar_file("a", "x") + tar_hardlink("b", "./a") + tar_hardlink("c", "b"));
    CHECK((tree == Tree{{"a", {"file", "x"}}, {"b", {"hardlink", "a"}}, {"c", {"hardlink", "a"}}}));

    CHECK(refusal(tar_hardlink("b", "a") + tar_file("a", "x")).find("'a'") != std::string::npos);
    CHECK(refusal(tar_hardlink("b", "b")).find("does not stand before it") != std::string::npos);
    CHECK(refusal(tar_hardlink("b", "/etc/passwd")).find("'/etc/passwd'") != std::string::npos);
    CHECK(refusal(tar_hardlink("b", "../a")).find("'../a'") != std::string::npos);
    CHECK(refusal(tar_link("a", "/etc/passwd") + tar_hardlink("b", "a")).find("a symbolic link")
          != std::string::npos);
    CHECK(refusal(tar_directory("a") + tar_hardlink("b", "a")).find("a directory") != std::string::npos);
}

TEST_CASE("Names are kept byte for byte in any locale", "[archive]") {
    const auto name =
        GENERATE(as<std::string>(), "cafe\xcc\x81", "caf\xc3\xa9", "caf\xe9", "\xff\xfe", "a\\b", "a\nb");
    CAPTURE(name);
    const auto tar = tar_file(name, "x") + pax_header("path", "pax/" + name) + tar_file("a", "y")
                     + pax_header("linkpath", name) + tar_link("link", "short");
    auto* const utf8 = newlocale(LC_ALL_MASK, "C.UTF-8", nullptr);
    REQUIRE(utf8 != nullptr);
    auto* const before = uselocale(utf8);
    const auto in_utf8 = accepted(tar);
    auto* const after = uselocale(before);
    CHECK(after == utf8);  // unpacking leaves the thread's locale as it was
    freelocale(utf8);

    const Tree expected = {
        {name, {"file", "x"}}, {"pax/" + name, {"file", "y"}}, {"link", {"symlink", name}}};
    CHECK(in_utf8 == expected);
    CHECK(accepted(tar) == expected);
}

TEST_CASE("A pax name ends at a NUL, as tar reads it", "[archive]") {
    CHECK(accepted(pax_header("path", std::string("a\0b", 3)) + tar_file("z", "x")).contains("a"));
}

TEST_CASE("A global pax header names no file", "[archive]") {
    const auto tree = accepted(pax_header("comment", "0123456789abcdef", 'g') + tar_file("a", "x"));
    CHECK((tree == Tree{{"a", {"file", "x"}}}));
}

TEST_CASE("A negative, absurd or missing size is damage", "[archive]") {
    const auto field =
        GENERATE(as<std::string>(), std::string("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 12),
                 std::string("\x80\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff", 12), "77777777777\0");
    const auto tar = tar_header({"a", '0', 0, "", 0644, field}) + tar_end();
    const auto tree = unpacked(tar, Format::tar);
    REQUIRE_FALSE(tree);
    CHECK((tree.error().kind() == ErrorKind::corrupt || tree.error().kind() == ErrorKind::unsupported));
}

TEST_CASE("A sparse file that is larger than a file may be is refused before memory is asked for",
          "[archive]") {
    const auto tar = pax_header("GNU.sparse.realsize", "4000000000000") + tar_file("a", "x");
    CHECK(refusal(tar).find("4000000000000 bytes") != std::string::npos);
}

TEST_CASE("A name longer than any file system takes is refused", "[archive]") {
    CHECK(refusal(pax_header("path", std::string(5'000, 'n')) + tar_file("a", "x")).find("5000 bytes")
          != std::string::npos);
}

TEST_CASE("What cannot be printed in a name is shown as its number", "[archive]") {
    CHECK(refusal(tar_file("../\x1b[31m", "x")).find("'../\\x1b[31m'") != std::string::npos);
}

TEST_CASE("Each limit is held, and said", "[archive]") {
    const auto three = tar_file("a", "12345") + tar_file("b", "12345") + tar_file("c", "12345");
    Limits limits;
    limits.entries = 2;
    CHECK(refusal(three, limits).find("more than 2 entries") != std::string::npos);
    limits = {};
    limits.entry_bytes = 4;
    CHECK(refusal(three, limits).find("'a' is 5 bytes long") != std::string::npos);
    limits = {};
    limits.bytes = 14;
    CHECK(refusal(three, limits).find("more than 14 bytes") != std::string::npos);
    limits.bytes = 15;
    CHECK(unpacked(three + tar_end(), Format::tar, limits));
}

TEST_CASE("The visitor's error ends the unpacking and comes back", "[archive]") {
    const auto tar = tar_file("a", "x") + tar_file("b", "y") + tar_end();
    std::vector<std::string> visited;
    const auto done = archive::unpack(tar, Format::tar, {}, [&](const archive::Entry& entry) -> Result<void> {
        visited.push_back(entry.path.text());
        return Error(ErrorKind::io, "disk full");
    });
    REQUIRE_FALSE(done);
    CHECK(done.error().kind() == ErrorKind::io);
    CHECK(done.error().message() == "disk full");
    CHECK(visited == std::vector<std::string>{"a"});
}

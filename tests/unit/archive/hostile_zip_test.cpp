#include "archives.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using slipway::Error;
using slipway::ErrorKind;
using slipway::archive::Format;
using slipway::archive::Limits;
using slipway::test::Item;
using slipway::test::Tree;
using slipway::test::unpacked;
using slipway::test::zip_of;
using slipway::test::ZipEntry;

namespace {

Error error_of(const std::string& zip, const Limits& limits = {}) {
    const auto tree = unpacked(zip, Format::zip, limits);
    REQUIRE_FALSE(tree);
    return tree.error();
}

std::string refusal(const std::vector<ZipEntry>& entries, const Limits& limits = {}) {
    const auto error = error_of(zip_of(entries), limits);
    CHECK(error.kind() == ErrorKind::unsupported);
    return error.message();
}

}  // namespace

TEST_CASE("A zip made on DOS has no modes, and its backslashes are slashes", "[archive]") {
    const auto tree = unpacked(zip_of({{.name = "dir\\", .content = "", .attributes = 0x10, .host = 0},
                                       {.name = "dir\\a.txt", .content = "x", .attributes = 0x20, .host = 0},
                                       {.name = "sub", .content = "", .attributes = 0x10, .host = 0},
                                       {.name = "sub/b\\c", .content = "y", .attributes = 0x20, .host = 0}}),
                               Format::zip);
    REQUIRE(tree);
    CHECK((*tree
           == Tree{{"dir", {"directory", ""}},
                   {"dir/a.txt", {"file", "x"}},
                   {"sub", {"directory", ""}},
                   {"sub/b\\c", {"file", "y"}}}));
}

TEST_CASE("Modes say what is executable, a directory or a link in a zip made on Unix", "[archive]") {
    const auto tree = unpacked(zip_of({{.name = "run", .content = "x", .attributes = 0100755U << 16U},
                                       {.name = "plain", .content = "x", .attributes = 0100644U << 16U},
                                       {.name = "none", .content = "x", .attributes = 0},
                                       {.name = "d", .content = "", .attributes = 0040755U << 16U},
                                       {.name = "link", .content = "plain", .attributes = 0120777U << 16U}}),
                               Format::zip);
    REQUIRE(tree);
    CHECK((*tree
           == Tree{{"run", {"executable", "x"}},
                   {"plain", {"file", "x"}},
                   {"none", {"file", "x"}},
                   {"d", {"directory", ""}},
                   {"link", {"symlink", "plain"}}}));
}

TEST_CASE("Names in a zip are kept byte for byte, marked as UTF-8 or not", "[archive]") {
    const auto name = GENERATE(as<std::string>(), "cafe\xcc\x81", "caf\xc3\xa9", "caf\x82", "\xff");
    const std::uint16_t utf8 = 0x0800;
    CAPTURE(name);
    CHECK(unpacked(zip_of({{.name = name, .content = "x"}}), Format::zip)->contains(name));
    CHECK(unpacked(zip_of({{.name = name, .content = "x", .flags = utf8}}), Format::zip)->contains(name));
}

TEST_CASE("What tar's entries may not do, a zip's may not either", "[archive]") {
    CHECK(refusal({{.name = "../x", .content = "x"}}).find("'../x'") != std::string::npos);
    CHECK(refusal({{.name = "/x", .content = "x"}}).find("'/x'") != std::string::npos);
    CHECK(refusal({{.name = "..\\x", .content = "x", .host = 0}}).find("'../x'") != std::string::npos);
    CHECK(refusal({{.name = std::string("a\0b", 3), .content = "x"}}).find("'a\\x00b'") != std::string::npos);
    CHECK(refusal({{.name = "a", .content = "x"}, {.name = "a", .content = "y"}}).find("twice")
          != std::string::npos);
    CHECK(refusal({{.name = "a", .content = "/etc", .attributes = 0120777U << 16U},
                   {.name = "a/b", .content = "x"}})
              .find("below 'a'")
          != std::string::npos);
    CHECK(refusal({{.name = "fifo", .content = "", .attributes = 0010644U << 16U}}).find("'fifo'")
          != std::string::npos);
}

TEST_CASE("An encrypted or oddly compressed entry is refused, and named", "[archive]") {
    CHECK(refusal({{.name = "a", .content = "x", .flags = 1}}) == "the archive is refused: 'a' is encrypted");
    CHECK(refusal({{.name = "a", .content = "x", .method = 12}}).find("method 12") != std::string::npos);
}

TEST_CASE("A zip that contradicts itself is damaged", "[archive]") {
    const auto check = [](const std::string& zip) { CHECK(error_of(zip).kind() == ErrorKind::corrupt); };
    const auto good = zip_of({{.name = "a", .content = "content"}});
    SECTION("a local header of another name") {
        check(zip_of({{.name = "a", .content = "x", .local_name = "b"}}));
    }
    SECTION("a size that is not the content's") {
        check(zip_of({{.name = "a", .content = "x", .wrong_size = 2}}));
    }
    SECTION("content that is not the checksum's") {
        auto zip = good;
        zip[31] ^= 1;
        check(zip);
    }
    SECTION("a central directory somewhere else") {
        auto zip = good;
        zip[zip.size() - 6] ^= 1;
        check(zip);
    }
    SECTION("more entries than there are") {
        auto zip = good;
        zip[zip.size() - 12] = 2;
        check(zip);
    }
    SECTION("a link without a target") {
        check(zip_of({{.name = "a", .content = "", .attributes = 0120777U << 16U}}));
    }
    SECTION("deflate data that is none") {
        check(zip_of({{.name = "a", .content = "\xff\xff\xff", .method = 8}}));
    }
    SECTION("a size that deflate could never reach") {
        check(zip_of({{.name = "a", .content = "xx", .method = 8, .wrong_size = 60'000'000}}));
    }
}

TEST_CASE("Entries that share their bytes are refused", "[archive]") {
    auto zip = zip_of({{.name = "a", .content = "x"}, {.name = "a", .content = "x"}});
    // The second record's offset of its local header, made that of the first.
    const auto second = zip.rfind("PK\x01\x02");
    zip.replace(second + 42, 4, 4, '\0');
    const auto error = error_of(zip);
    CHECK(error.kind() == ErrorKind::unsupported);
    CHECK(error.message().find("upon each other") != std::string::npos);
}

TEST_CASE("A zip's limits are held before anything is inflated", "[archive]") {
    Limits limits;
    limits.entry_bytes = 100;
    const auto bomb = ZipEntry{.name = "a", .content = "xx", .method = 8, .wrong_size = 101};
    CHECK(refusal({bomb}, limits).find("'a' is 101 bytes long") != std::string::npos);
    limits.entries = 1;
    CHECK(refusal({{.name = "a", .content = "x"}, {.name = "b", .content = "y"}}, limits).find("1 entries")
          != std::string::npos);
}

TEST_CASE("A comment behind the end of a zip does not hide it", "[archive]") {
    auto zip = zip_of({{.name = "a", .content = "x"}});
    const std::string comment = "PK\x05\x06 is what an end begins with";
    zip[zip.size() - 2] = static_cast<char>(comment.size());
    CHECK(unpacked(zip + comment, Format::zip)->contains("a"));
    CHECK(error_of(zip + comment.substr(1, 5)).kind() == ErrorKind::corrupt);
}

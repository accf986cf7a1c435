// Archives that are cut, padded, joined or changed: never a crash, never a silent success.
#include "archives.hpp"
#include "tests/support/program.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using slipway::ErrorKind;
namespace archive = slipway::archive;
namespace test = slipway::test;
using slipway::archive::Format;
using slipway::archive::Limits;
using slipway::test::tar_end;
using slipway::test::tar_file;
using slipway::test::Tree;
using slipway::test::unpacked;

namespace {

std::string filtered(const std::vector<std::string>& command, const std::string& bytes) {
    return test::run_program(command, {{}, {}, bytes}).out;
}

std::string gzip(const std::string& bytes) { return filtered({"gzip", "-nc"}, bytes); }

std::string small_tar() {
    return test::tar_header({"d/", '5'}) + tar_file("d/a", "some content\n")
           + tar_file("d/b", std::string(900, 'b')) + test::tar_header({"d/link", '2', 0, "a"})
           + test::tar_header({"d/hard", '1', 0, "d/a"}) + test::pax_header("path", "d/caf\xc3\xa9")
           + tar_file("x", "pax") + tar_end();
}

std::string small_zip() {
    return test::zip_of({{.name = "d/", .content = "", .attributes = 0040755U << 16U},
                         {.name = "d/a", .content = "some content\n"},
                         {.name = "d/link", .content = "a", .attributes = 0120777U << 16U}});
}

// Zeros with a ratio that no source code has: `mebibytes` of them in one file.
std::string bomb(std::size_t mebibytes, const std::vector<std::string>& command) {
    const auto size = mebibytes << 20U;
    return filtered(command, test::tar_header({"zeros", '0', size}) + std::string(size, '\0') + tar_end());
}

}  // namespace

TEST_CASE("Every prefix of a compressed tar is corrupt or no archive, never a success", "[archive]") {
    const auto program = GENERATE(as<std::string>(), "gzip", "bzip2", "xz", "zstd");
    CAPTURE(program);
    const auto whole = filtered({program, "-c"}, small_tar());
    REQUIRE(unpacked(whole)->size() == 6);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        CAPTURE(size);
        const auto prefix = std::string_view(whole).substr(0, size);
        const auto format = archive::detect(prefix);
        if (format) {
            const auto tree = unpacked(prefix, *format);
            REQUIRE_FALSE(tree);
            CHECK(tree.error().kind() == ErrorKind::corrupt);
        }
    }
}

TEST_CASE("Every prefix of a zip is corrupt or no archive", "[archive]") {
    const auto whole = small_zip();
    REQUIRE(unpacked(whole)->size() == 3);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        CAPTURE(size);
        const auto prefix = std::string_view(whole).substr(0, size);
        if (archive::detect(prefix)) {
            CHECK(unpacked(prefix, Format::zip).error().kind() == ErrorKind::corrupt);
        }
    }
}

TEST_CASE("A plain tar may lack its end, as for tar, but not a part of an entry", "[archive]") {
    const auto first = tar_file("a", "content");
    const auto both = first + tar_file("b", "content");
    for (std::size_t size = 512; size < both.size(); ++size) {
        CAPTURE(size);
        const auto tree = unpacked(std::string_view(both).substr(0, size), Format::tar);
        CHECK(tree.has_value() == (size == first.size()));
    }
    CHECK(unpacked(both, Format::tar)->size() == 2);
    CHECK(unpacked(both + tar_end().substr(0, 512), Format::tar)->size() == 2);
}

TEST_CASE("A tar with nothing in it is corrupt", "[archive]") {
    CHECK(unpacked("", Format::tar).error().kind() == ErrorKind::corrupt);
    CHECK(unpacked(tar_end(), Format::tar).error().kind() == ErrorKind::corrupt);
    CHECK(unpacked(gzip(tar_end()), Format::tar_gzip).error().kind() == ErrorKind::corrupt);
}

TEST_CASE("A gzip of several members is one stream", "[archive]") {
    const auto tar = small_tar();
    const auto joined =
        gzip(tar.substr(0, 700)) + gzip(tar.substr(700, 1'000)) + gzip("") + gzip(tar.substr(1'700));
    CHECK(*unpacked(joined) == *unpacked(tar, Format::tar));
    // What the last member says of its size is less than the first one has.
    const auto first_is_largest = gzip(tar.substr(0, 3'000)) + gzip(tar.substr(3'000));
    CHECK(*unpacked(first_is_largest) == *unpacked(tar, Format::tar));
}

TEST_CASE("Zeros behind a gzip are padding, anything else is damage", "[archive]") {
    const auto whole = gzip(small_tar());
    CHECK(unpacked(whole + std::string(512, '\0')));
    CHECK(unpacked(whole + "garbage").error().kind() == ErrorKind::corrupt);
    CHECK(unpacked(whole + "\x1f\x8b").error().kind() == ErrorKind::corrupt);
}

TEST_CASE("A gzip that lies about size or checksum is corrupt, however large the lie", "[archive]") {
    const auto position =
        GENERATE(range(1U, 9U));  // counted from the end: four bytes of size, four of checksum
    const auto bit = GENERATE(as<unsigned>(), 0x01U, 0x80U);
    CAPTURE(position, bit);
    auto bytes = gzip(small_tar());
    auto& byte = bytes[bytes.size() - position];
    byte = static_cast<char>(static_cast<unsigned char>(byte) ^ bit);
    CHECK(unpacked(bytes).error().kind() == ErrorKind::corrupt);
}

TEST_CASE("A tar too large for one piece is unpacked block by block, and its checksum verified",
          "[archive]") {
    Limits generous;
    generous.ratio = 100'000;
    const std::size_t size = std::size_t{66} << 20U;
    const auto check = [&](const std::string& bytes, Format format) {
        const auto tree = unpacked(bytes, format, generous);
        REQUIRE(tree);
        CHECK(tree->at("zeros").content == std::string(size, '\0'));
    };
    const auto gz = bomb(66, {"gzip", "-1nc"});
    check(gz, Format::tar_gzip);
    check(bomb(66, {"zstd", "-1c"}), Format::tar_zstd);

    auto damaged = gz;
    damaged[gz.size() - 8] ^= 1;
    CHECK(unpacked(damaged, Format::tar_gzip, generous).error().kind() == ErrorKind::corrupt);
    CHECK(unpacked(gz.substr(0, gz.size() - 1), Format::tar_gzip, generous).error().kind()
          == ErrorKind::corrupt);
}

TEST_CASE("A bomb is refused by its ratio", "[archive]") {
    const auto packed = bomb(66, {"zstd", "-c"});
    REQUIRE(packed.size() < (std::size_t{66} << 20U) / 2'000);
    const auto tree = unpacked(packed, Format::tar_zstd);
    REQUIRE_FALSE(tree);
    CHECK(tree.error().kind() == ErrorKind::unsupported);
    CHECK(tree.error().message().find("2000 times its size") != std::string::npos);
}

TEST_CASE("A bomb behind the end of the tar is refused too", "[archive]") {
    Limits limits;
    limits.bytes = 1 << 20;
    const auto packed = filtered({"xz", "-c"}, tar_file("a", "x") + tar_end() + std::string(2 << 20, '\0'));
    CHECK(unpacked(packed, Format::tar_xz, limits).error().kind() == ErrorKind::unsupported);
}

TEST_CASE("A changed archive is unpacked or refused, whatever was changed", "[archive]") {
    const auto tar = small_tar();
    const std::vector<std::string> seeds = {tar,
                                            gzip(tar),
                                            filtered({"bzip2", "-c"}, tar),
                                            filtered({"xz", "-c"}, tar),
                                            filtered({"zstd", "-c"}, tar),
                                            small_zip()};
    std::mt19937 random(20'240'229);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same cases every time
    const auto below = [&random](std::size_t end) { return random() % end; };
    std::size_t unpacked_whole = 0;
    for (int round = 0; round < 2'000; ++round) {
        auto bytes = seeds[below(seeds.size())];
        const auto format = *archive::detect(bytes);
        for (auto changes = 1 + below(4); changes > 0 && !bytes.empty(); --changes) {
            const auto at = below(bytes.size());
            switch (below(4)) {
                case 0: bytes.resize(at); break;
                case 1: bytes.erase(at, below(600)); break;
                case 2: bytes.insert(at, bytes.substr(below(bytes.size()), below(600))); break;
                default: bytes[at] = static_cast<char>(below(256));
            }
        }
        (void)archive::detect(bytes);
        const auto tree = unpacked(bytes, format);
        unpacked_whole += tree ? 1U : 0U;
    }
    CHECK(unpacked_whole < 2'000);
    CHECK(unpacked_whole > 0);  // a change in padding does no harm
}

#include "archives.hpp"
#include "tests/support/program.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

using slipway::ErrorKind;
namespace test = slipway::test;
using slipway::archive::detect;
using slipway::archive::Format;
using slipway::test::tar_end;
using slipway::test::tar_file;

namespace {

std::string compressed(const std::string& program, const std::string& bytes) {
    return test::run_program({program, "-c"}, {{}, {}, bytes}).out;
}

}  // namespace

TEST_CASE("A compressed file that holds no tar is a plain file", "[archive]") {
    const auto program = GENERATE(as<std::string>(), "gzip", "bzip2", "xz", "zstd");
    CAPTURE(program);
    CHECK_FALSE(detect(compressed(program, "a short text")));
    CHECK_FALSE(detect(compressed(program, std::string(5'000, 't'))));
    CHECK_FALSE(detect(compressed(program, std::string(10'240, '\0'))));
    CHECK(detect(compressed(program, tar_file("a", "b") + tar_end())));
}

TEST_CASE("A compressed file that is damaged before it shows what it is counts as an archive", "[archive]") {
    const auto program = GENERATE(as<std::string>(), "gzip", "bzip2", "xz", "zstd");
    CAPTURE(program);
    const auto text = compressed(program, "a short text");
    const auto format = detect(text.substr(0, text.size() - 1));
    REQUIRE(format);
    CHECK(test::unpacked(text.substr(0, text.size() - 1), *format).error().kind() == ErrorKind::corrupt);
}

TEST_CASE("A tar that is compressed twice is a plain file", "[archive]") {
    CHECK_FALSE(detect(compressed("gzip", compressed("gzip", tar_file("a", "b") + tar_end()))));
    CHECK_FALSE(detect(compressed("xz", compressed("gzip", tar_file("a", "b") + tar_end()))));
}

TEST_CASE("What is no archive is a plain file, whatever it begins with", "[archive]") {
    CHECK_FALSE(detect(""));
    CHECK_FALSE(detect("P"));
    CHECK_FALSE(detect("PK are two letters"));
    CHECK_FALSE(detect("\x1f\x8b"));
    CHECK_FALSE(detect("BZh9 but no more"));
    CHECK_FALSE(detect(std::string(512, '\0')));
    CHECK_FALSE(detect(std::string(512, ' ')));
    CHECK_FALSE(detect(std::string(100'000, 'x')));
    CHECK_FALSE(detect("<?php\n" + std::string(1'000, '\n')));
}

TEST_CASE("A tar without a magic number is known by its checksum", "[archive]") {
    auto tar = tar_file("a", "b") + tar_end();
    // The eight bytes of magic and version sum up to 757; without them the checksum is smaller by as much.
    const auto sum = std::stoul(tar.substr(148, 6), nullptr, 8);
    tar.replace(257, 8, 8, '\0');
    CHECK_FALSE(detect(tar));
    const auto digits = sum - ('u' + 's' + 't' + 'a' + 'r' + '0' + '0');
    std::string octal = "000000";
    for (std::size_t i = octal.size(), rest = digits; i-- > 0; rest /= 8) {
        octal[i] = static_cast<char>('0' + rest % 8);
    }
    tar.replace(148, 6, octal);
    CHECK(detect(tar) == Format::tar);
    CHECK(test::unpacked(tar, Format::tar)->contains("a"));
}

TEST_CASE("A tar whose first header is damaged is still a tar, and corrupt", "[archive]") {
    auto tar = tar_file("name", "content") + tar_end();
    tar[0] = 'm';
    CHECK(detect(tar) == Format::tar);
    const auto tree = test::unpacked(tar, Format::tar);
    REQUIRE_FALSE(tree);
    CHECK(tree.error().kind() == ErrorKind::corrupt);
}

TEST_CASE("An empty zip is a zip with nothing in it", "[archive]") {
    const auto zip = test::zip_of({});
    CHECK(detect(zip) == Format::zip);
    CHECK(test::unpacked(zip, Format::zip)->empty());
}

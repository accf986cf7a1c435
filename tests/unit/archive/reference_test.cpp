// What tar and zip make, read by us, against what tar and unzip make of it.
#include "archives.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace fs = std::filesystem;
namespace archive = slipway::archive;
namespace test = slipway::test;
using slipway::archive::Format;
using slipway::test::as_on_disk;
using slipway::test::difference;
using slipway::test::output_of;
using slipway::test::read_file;
using slipway::test::TemporaryDirectory;
using slipway::test::tree_of;
using slipway::test::unpacked;
using slipway::test::write_file;

namespace {

// A project as they come: nested and empty directories, a script, a long name, bytes that are no UTF-8.
void make_project(const fs::path& root) {
    const std::string long_name(120, 'n');
    fs::create_directories(root / "views/modules" / long_name / long_name);
    fs::create_directories(root / "views/empty");
    write_file(root / "views/views.info", "name = Views\n");
    write_file(root / "views/._views.info", "left by a Mac");
    write_file(root / "views/nothing", "");
    write_file(root / "views/modules/big.bin", std::string(700'000, 'b') + "end");
    write_file(root / "views/modules" / long_name / long_name / "deep.txt", "deep");
    write_file(root / "views/caf\xc3\xa9.txt", "composed");
    write_file(root / "views/cafe\xcc\x81.txt", "decomposed");
    write_file(root / "views/caf\xe9.txt", "Latin-1");
    write_file(root / "views/run.sh", "#!/bin/sh\n");
    fs::permissions(root / "views/run.sh", fs::perms::owner_all);
    fs::create_symlink("views.info", root / "views/link.info");
    fs::create_symlink("caf\xc3\xa9.txt", root / "views/link.txt");
}

// GNU tar and unzip want a UTF-8 locale to keep such names.
const test::RunOptions in_utf8{{}, {"LC_ALL=C.UTF-8"}, {}};

}  // namespace

TEST_CASE("Every dialect of tar unpacks as tar unpacks it", "[archive]") {
    const TemporaryDirectory directory;
    fs::create_directory(directory / "in");
    fs::create_directory(directory / "out");
    make_project(directory / "in");
    fs::create_hard_link(directory / "in/views/views.info", directory / "in/views/same.info");

    const auto dialect = GENERATE(as<std::string>(), "gnu", "oldgnu", "pax", "posix");
    const auto root = GENERATE(as<std::string>(), "views", ".");
    CAPTURE(dialect, root);
    const auto tar = (directory / "x.tar").string();
    output_of({"tar", "--format=" + dialect, "-C", (directory / "in").string(), "-cf", tar, root});
    output_of({"tar", "-C", (directory / "out").string(), "-xf", tar});

    const auto bytes = read_file(tar);
    CHECK(archive::detect(bytes) == Format::tar);
    const auto tree = unpacked(bytes);
    REQUIRE(tree);
    CHECK_THAT(difference(as_on_disk(*tree), tree_of(directory / "out")), Catch::Equals(""));
    CHECK(tree->contains("views/empty"));
}

TEST_CASE("The oldest dialects of tar unpack as tar unpacks them", "[archive]") {
    const TemporaryDirectory directory;
    fs::create_directories(directory / "in/views/empty");
    fs::create_directory(directory / "out");
    write_file(directory / "in/views/views.module", "<?php\n");
    fs::create_symlink("views.module", directory / "in/views/link");

    const auto dialect = GENERATE(as<std::string>(), "v7", "ustar");
    CAPTURE(dialect);
    const auto tar = (directory / "x.tar").string();
    output_of({"tar", "--format=" + dialect, "-C", (directory / "in").string(), "-cf", tar, "views"});
    output_of({"tar", "-C", (directory / "out").string(), "-xf", tar});

    const auto tree = unpacked(read_file(tar));
    REQUIRE(tree);
    CHECK_THAT(difference(as_on_disk(*tree), tree_of(directory / "out")), Catch::Equals(""));
}

TEST_CASE("A compressed tar is known by its content and unpacks as the tar does", "[archive]") {
    struct Case {
        std::string option;
        Format format;
        std::string_view name;
    };
    const auto [option, format, name] = GENERATE(values<Case>({
        {"--gzip", Format::tar_gzip, "tar.gz"},
        {"--bzip2", Format::tar_bzip2, "tar.bz2"},
        {"--xz", Format::tar_xz, "tar.xz"},
        {"--zstd", Format::tar_zstd, "tar.zst"},
    }));
    CAPTURE(option);
    const TemporaryDirectory directory;
    fs::create_directory(directory / "in");
    make_project(directory / "in");
    const auto path = (directory / "no-extension").string();
    output_of({"tar", option, "-C", (directory / "in").string(), "-cf", path, "views"});

    const auto bytes = read_file(path);
    CHECK(archive::detect(bytes) == format);
    CHECK(archive::to_string(format) == name);
    const auto tree = unpacked(bytes);
    REQUIRE(tree);
    CHECK_THAT(difference(as_on_disk(*tree), tree_of(directory / "in")), Catch::Equals(""));
}

TEST_CASE("A sparse file in any of tar's formats for them has its holes filled with zeros", "[archive]") {
    const auto format = GENERATE(as<std::string>(), "gnu", "0.0", "0.1", "1.0");
    CAPTURE(format);
    const TemporaryDirectory directory;
    const auto file = directory / "sparse";
    write_file(file, "begin");
    fs::resize_file(file, 300'000);
    std::string content = read_file(file);
    content.replace(200'000, 6, "middle");
    output_of(
        {"dd", "if=/dev/stdin", "of=" + file.string(), "bs=1", "seek=200000", "conv=notrunc", "status=none"},
        {{}, {}, "middle"});
    std::vector<std::string> command = {"tar", "--sparse", "-C", directory.path().string(), "-cf"};
    command.push_back((directory / "x.tar").string());
    if (format == "gnu") {
        command.insert(command.begin() + 1, "--format=gnu");
    } else {
        command.insert(command.begin() + 1, {"--format=posix", "--sparse-version=" + format});
    }
    command.emplace_back("sparse");
    output_of(command);

    const auto bytes = read_file(directory / "x.tar");
    REQUIRE(bytes.size() < content.size());  // or the file system made no holes, and nothing is tested
    const auto tree = unpacked(bytes);
    REQUIRE(tree);
    CHECK((tree->at("sparse") == test::Item{"file", content}));
}

TEST_CASE("What git archive writes unpacks, its global header ignored", "[archive]") {
    const TemporaryDirectory directory;
    const test::RunOptions here{directory.path(), {"GIT_CONFIG_GLOBAL=/dev/null"}, {}};
    write_file(directory / "a.txt", "one\n");
    output_of({"git", "init", "-q"}, here);
    output_of({"git", "add", "a.txt"}, here);
    output_of({"git", "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "one"}, here);
    output_of({"git", "archive", "--prefix=top/", "-o", "x.tar", "HEAD"}, here);

    const auto tree = unpacked(read_file(directory / "x.tar"));
    REQUIRE(tree);
    CHECK((*tree == test::Tree{{"top", {"directory", ""}}, {"top/a.txt", {"file", "one\n"}}}));
}

TEST_CASE("What zip writes unpacks as unzip unpacks it", "[archive]") {
    const TemporaryDirectory directory;
    fs::create_directory(directory / "in");
    fs::create_directory(directory / "out");
    make_project(directory / "in");
    fs::remove(directory / "in/views/caf\xe9.txt");  // unzip has ideas of its own about such a name

    const auto options = GENERATE(values<std::vector<std::string>>({
        {"-qry"},         // deflated, links kept
        {"-qry", "-0"},   // stored
        {"-qryD"},        // without entries for directories
        {"-qry", "-fz"},  // in zip64 form although it is small
        {"-qr", "-fd"},   // with data descriptors behind the content: zip then takes no links
    }));
    CAPTURE(options);
    auto command = std::vector<std::string>{"zip"};
    command.insert(command.end(), options.begin(), options.end());
    command.insert(command.end(), {(directory / "x.zip").string(), "views"});
    auto from_in = in_utf8;
    from_in.directory = directory / "in";
    output_of(command, from_in);
    output_of({"unzip", "-q", (directory / "x.zip").string(), "-d", (directory / "out").string()}, in_utf8);

    const auto bytes = read_file(directory / "x.zip");
    CHECK(archive::detect(bytes) == Format::zip);
    const auto tree = unpacked(bytes);
    REQUIRE(tree);
    CHECK_THAT(difference(as_on_disk(*tree), tree_of(directory / "out")), Catch::Equals(""));
}

TEST_CASE("A zip that was written to a pipe unpacks as unzip unpacks it", "[archive]") {
    const TemporaryDirectory directory;
    fs::create_directory(directory / "out");
    const auto bytes = test::run_program({"zip", "-q", "-", "-"}, {{}, {}, std::string(10'000, 'x')}).out;
    write_file(directory / "x.zip", bytes);
    output_of({"unzip", "-q", (directory / "x.zip").string(), "-d", (directory / "out").string()});

    const auto tree = unpacked(bytes);
    REQUIRE(tree);
    CHECK_THAT(difference(*tree, tree_of(directory / "out")), Catch::Equals(""));
}

// Stores that cannot be used: what is said, and that nothing is changed.

#include "site.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <tests/support/fault_library.hpp>
#include <utility>
#include <vector>

using Catch::Contains;
using slipway::test::contents;
using slipway::test::fault_library;
using slipway::test::get;
using slipway::test::listing;
using slipway::test::output_of;
using slipway::test::ProgramOutcome;
using slipway::test::run_program;
using slipway::test::Site;
using slipway::test::write;

namespace fs = std::filesystem;

namespace {

constexpr unsigned nobody = 65534;

// A store that was filled, and builds with it. Root builds as nobody where modes and owners shall count.
struct Harbour {
    Site site = Site::bare();
    fs::path makefile = site.write_makefile("site.make", Site::core);
    fs::path store = site / "place/store";
    std::string id;

    Harbour() {
        fs::permissions(site / "", fs::perms::others_all, fs::perm_options::add);
        fs::create_directory(site / "place");
        id = build().out;
        REQUIRE(id.size() == 65);
    }

    ProgramOutcome build(std::vector<std::string> environment = {}) const {
        return site.slipway({"build", makefile, "--store", store},
                            {.directory = {}, .environment = std::move(environment), .input = {}});
    }

    ProgramOutcome build_as_ordinary_user() const {
        auto command = site.command({"build", makefile, "--store", store});
        if (::geteuid() == 0) {
            // Where the program is, not everybody may look.
            fs::copy_file(command.front(), site / "slipway", fs::copy_options::overwrite_existing);
            command.front() = site / "slipway";
            const auto user = std::to_string(nobody);
            command.insert(command.begin(), {"setpriv", "--reuid", user, "--regid", user, "--clear-groups"});
        }
        return run_program(command);
    }

    void give_to_ordinary_user() const {
        if (::geteuid() == 0) {
            output_of({"chown", "-R", std::to_string(nobody), site / "place"});
        }
    }

    // With every file system call on the store's directory watched.
    ProgramOutcome build_with_fault(std::vector<std::string> settings) const {
        settings.insert(settings.end(),
                        {"LD_PRELOAD=" + fault_library(), "SLIPWAY_FAULT_UNDER=" + store.string(),
                         "ASAN_OPTIONS=verify_asan_link_order=0"});
        return build(std::move(settings));
    }
};

}  // namespace

TEST_CASE("A store that nobody may write to is refused, with its path and a way out", "[integration]") {
    const Harbour harbour;
    harbour.give_to_ordinary_user();
    output_of({"chmod", "-R", "a-w", harbour.store});
    const auto refused = harbour.build_as_ordinary_user();
    output_of({"chmod", "-R", "u+w", harbour.store});
    CHECK(refused.status == 1);
    CHECK_THAT(refused.err, Contains(harbour.store.string()) && Contains("Permission denied")
                                && Contains("help: check who owns it"));
    CHECK(harbour.build_as_ordinary_user().out == harbour.id);
}

TEST_CASE("A store on a file system that is mounted read-only is refused", "[integration]") {
    const Harbour harbour;
    const auto refused = harbour.build_with_fault(
        {"SLIPWAY_FAULT_ONLY=create", "SLIPWAY_FAULT_AT=1", "SLIPWAY_FAULT_ERRNO=" + std::to_string(EROFS)});
    CHECK(refused.status == 1);
    CHECK_THAT(refused.err, Contains(harbour.store.string()) && Contains("Read-only file system")
                                && Contains("help: that file system is mounted read-only"));
}

TEST_CASE("A store of another user is refused, unless by root", "[integration]") {
    const Harbour harbour;
    if (::geteuid() != 0) {
        WARN("this needs root, to have files of two users");
        return;
    }
    const auto refused = harbour.build_as_ordinary_user();
    CHECK(refused.status == 1);
    CHECK_THAT(refused.err, Contains("belongs to user 0, and this is user 65534")
                                && Contains("help: use a store of your own"));
    harbour.give_to_ordinary_user();
    CHECK(harbour.build_as_ordinary_user().out == harbour.id);
    CHECK(harbour.build().out == harbour.id);
}

TEST_CASE("A store of a newer format is refused, and left alone", "[integration]") {
    const Harbour harbour;
    write(harbour.store / "format", "slipway store 2 sha256\n");
    const auto before = listing(harbour.store);
    const auto refused = harbour.build();
    CHECK(refused.status == 1);
    CHECK_THAT(refused.err, Contains("has the format 'slipway store 2 sha256', this slipway knows")
                                && Contains("help: use the slipway that made it"));
    CHECK(listing(harbour.store) == before);
}

TEST_CASE("A directory that is somebody's is no store, and left alone", "[integration]") {
    const Harbour harbour;
    fs::create_directory(harbour.site / "photos");
    write(harbour.site / "photos/boat.jpg", "boat");
    const auto refused =
        harbour.site.slipway({"build", harbour.makefile, "--store", harbour.site / "photos"});
    CHECK(refused.status == 1);
    CHECK_THAT(refused.err, Contains("is not empty and is not a slipway store"));
    CHECK(listing(harbour.site / "photos") == std::vector<std::string>{"boat.jpg"});
}

TEST_CASE("A file where the store, or a directory of it, should be is named", "[integration]") {
    const Harbour harbour;
    write(harbour.site / "file", "");
    const auto no_store = harbour.site.slipway({"build", harbour.makefile, "--store", harbour.site / "file"});
    CHECK(no_store.status == 1);
    CHECK_THAT(no_store.err, Contains((harbour.site / "file").string()) && Contains("Not a directory"));
    for (const std::string name : {"objects", "trees", "actions", "feeds", "refs", "tmp", "locks", "git"}) {
        CAPTURE(name);
        fs::remove_all(harbour.store / name);
        write(harbour.store / name, "");
        const auto refused = harbour.build();
        CHECK(refused.status == 1);
        CHECK_THAT(refused.err, Contains((harbour.store / name).string()) && Contains("Not a directory"));
        fs::remove(harbour.store / name);
    }
    CHECK(harbour.build().out == harbour.id);
}

TEST_CASE("No space for the store is said, and nothing of the build is left in it", "[integration]") {
    const Harbour harbour;
    fs::remove_all(harbour.store);
    const auto refused = harbour.build_with_fault(
        {"SLIPWAY_FAULT_ONLY=write", "SLIPWAY_FAULT_AT=3", "SLIPWAY_FAULT_ERRNO=" + std::to_string(ENOSPC)});
    CHECK(refused.status == 1);
    CHECK_THAT(refused.err, Contains("No space left on device") && Contains("help: free some space"));
    CHECK(fs::is_empty(harbour.store / "tmp"));
    CHECK(harbour.build().out == harbour.id);
}

TEST_CASE("A store on a network's file system is used, with a word about locks", "[integration]") {
    const Harbour harbour;
    const auto nfs = harbour.build_with_fault({"SLIPWAY_FAULT_FS=26985"});  // 0x6969
    CHECK(nfs.out == harbour.id);
    CHECK_THAT(nfs.err,
               Contains("note: the store '" + harbour.store.string() + "' is on NFS: locks may not"));
    CHECK_THAT(harbour.build().err, !Contains("locks may not"));
}

TEST_CASE("A damaged file of the store is named, and made again in the same build", "[integration]") {
    const Harbour harbour;
    for (const std::string part : {"objects", "trees", "actions"}) {
        CAPTURE(part);
        // All of them: which of them a build uses is its own affair.
        std::vector<fs::path> files;
        for (const auto& entry : fs::recursive_directory_iterator(harbour.store / part)) {
            if (entry.is_regular_file() && entry.file_size() != 0) {
                files.push_back(entry.path());
            }
        }
        REQUIRE(!files.empty());
        for (const auto& file : files) {
            ::chmod(file.c_str(), 0644);
            auto bytes = contents(file);
            bytes[0] = static_cast<char>(bytes[0] ^ 1);
            write(file, bytes);
        }
        const auto platform = harbour.site / ("platform-" + part);
        const auto built =
            harbour.site.slipway({"build", harbour.makefile, "-o", platform, "--store", harbour.store});
        INFO(built.err);
        CHECK(built.out == harbour.id);
        CHECK_THAT(built.err,
                   Contains("note: ") && Contains("was damaged, and is removed; ") && Contains(" again"));
        CHECK(slipway::test::git_tree_id(platform) + '\n' == harbour.id);
        CHECK_THAT(harbour.build().err, !Contains("damaged"));
    }
}

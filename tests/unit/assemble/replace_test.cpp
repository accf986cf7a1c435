#include "bench.hpp"

#include <slipway/assemble/platform.hpp>
#include <slipway/assemble/publish.hpp>
#include <slipway/assemble/verify.hpp>

#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <sys/xattr.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace slipway;
using assemble::Occupied;
using test::contents;
namespace fs = std::filesystem;

namespace {

struct Bench : test::PlatformBench {
    Bench() {
        fs::create_directory(at.parent_path());
        options.occupied = Occupied::replaced;
        options.on_changed = [this](const auto&, const assemble::Verification& found) {
            for (const auto& difference : found.differences) {
                changed.push_back(difference.path);
            }
        };
        first = tree_of("one");
        second = tree_of("two");
        REQUIRE(publish(first));
    }

    Digest tree_of(const std::string& text) {
        cache::TreeBuilder tree;
        const auto file = cache::Mode::file;
        REQUIRE(tree.add(*RelativePath::parse("index.php"), file, *store.put_blob(text, file)));
        REQUIRE(tree.add(*RelativePath::parse("sites/default/default.settings.php"), file,
                         *store.put_blob("settings", file)));
        REQUIRE(tree.add(*RelativePath::parse("includes/common.inc"), file, *store.put_blob("common", file)));
        return *tree.write(store);
    }

    Result<assemble::Published> publish(const Digest& tree) {
        return assemble::publish(store, tree, at, options, {});
    }

    std::vector<std::string> names() const {
        std::vector<std::string> found;
        for (const auto& entry : fs::directory_iterator(at.parent_path())) {
            found.push_back(entry.path().filename());
        }
        std::sort(found.begin(), found.end());
        return found;
    }

    // As root or the owner would.
    void write_in_place(const std::string& path, const std::string& text) {
        const auto file = at / path;
        REQUIRE(::chmod(file.parent_path().c_str(), 0755) == 0);
        const auto fresh = file.native() + "~";
        std::ofstream(fresh) << text;
        fs::rename(fresh, file);
        REQUIRE(::chmod(file.parent_path().c_str(), 0555) == 0);
    }

    fs::path at = directory / "here/platform";
    Digest first;
    Digest second;
    std::vector<std::string> changed;
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("A platform that nobody changed is replaced by another", "[assemble]") {
    Bench bench;
    const auto published = bench.publish(bench.second);
    REQUIRE(published);
    CHECK(published->previous == bench.first);
    CHECK_FALSE(published->already_there);
    CHECK(contents(bench.at / "index.php") == "two");
    CHECK(bench.names() == Names{"platform"});
    CHECK(assemble::find_platform(bench.store, bench.at).value()->id == bench.second);
    CHECK(bench.store.find_ref(assemble::ref_of(bench.at)).value()->trees.size() == 1);
    CHECK(assemble::verify(bench.store, bench.second, bench.at, {}, {})->is_untouched());
}

TEST_CASE("The platform that is there already is left as it is", "[assemble]") {
    Bench bench;
    struct ::stat before {};
    struct ::stat after {};
    REQUIRE(::stat(bench.at.c_str(), &before) == 0);
    const auto published = bench.publish(bench.first);
    REQUIRE(published);
    CHECK(published->already_there);
    REQUIRE(::stat(bench.at.c_str(), &after) == 0);
    CHECK(before.st_ino == after.st_ino);
}

TEST_CASE("The same platform, published in another way, is laid out anew", "[assemble]") {
    Bench bench;
    SECTION("as copies") { bench.options.link_mode = assemble::LinkMode::copy; }
    SECTION("with a path that may be written to") { bench.options.mutable_paths = {"includes"}; }
    const auto published = bench.publish(bench.first);
    REQUIRE(published);
    CHECK_FALSE(published->already_there);
    CHECK(fs::hard_link_count(bench.at / "includes/common.inc") == 1);
    CHECK(bench.names() == Names{"platform"});
}

TEST_CASE("A platform in which somebody changed or added something is left alone, and it is said what",
          "[assemble]") {
    Bench bench;
    std::string path;
    SECTION("a changed file") {
        path = "index.php";
        bench.write_in_place(path, "mine");
    }
    SECTION("an added file") {
        path = "includes/mine.inc";
        bench.write_in_place(path, "mine");
    }
    SECTION("what a site wrote") {
        path = "sites/default/settings.php";
        std::ofstream(bench.at / path) << "mine";
    }
    SECTION("what a site wrote into a file that was there") {
        path = "sites/default/default.settings.php";
        std::ofstream(bench.at / path) << "mine";
    }
    const auto published = bench.publish(bench.second);
    REQUIRE_FALSE(published);
    CHECK(published.error().kind() == ErrorKind::conflict);
    CHECK_FALSE(published.error().help().empty());
    CHECK(bench.changed == Names{path});
    CHECK(contents(bench.at / path) == "mine");
    CHECK(bench.names() == Names{"platform"});
    CHECK(assemble::find_platform(bench.store, bench.at).value()->id == bench.first);
}

TEST_CASE("When it is forced, the changed platform is kept beside the new one", "[assemble]") {
    Bench bench;
    bench.options.occupied = Occupied::put_aside;
    std::ofstream(bench.at / "sites/default/settings.php") << "mine";
    const auto published = bench.publish(GENERATE(true, false) ? bench.second : bench.first);
    REQUIRE(published);
    CHECK(published->put_aside == bench.at.native() + ".~1~");
    CHECK(bench.names() == Names{"platform", "platform.~1~"});
    CHECK(contents(published->put_aside / "sites/default/settings.php") == "mine");
    CHECK_FALSE(fs::exists(bench.at / "sites/default/settings.php"));
    CHECK(assemble::find_platform(bench.store, published->put_aside).value()->id == bench.first);
    std::ofstream(bench.at / "sites/default/settings.php") << "mine, too";
    REQUIRE(bench.publish(bench.first)->put_aside == bench.at.native() + ".~2~");
}

TEST_CASE("An unchanged platform is not kept, forced or not", "[assemble]") {
    Bench bench;
    bench.options.occupied = Occupied::put_aside;
    REQUIRE(bench.publish(bench.second));
    CHECK(bench.names() == Names{"platform"});
}

TEST_CASE("What slipway did not publish is never replaced", "[assemble]") {
    Bench bench;
    bench.options.occupied = GENERATE(Occupied::replaced, Occupied::put_aside);
    bench.at = bench.directory / "here/other";
    SECTION("an empty directory") { fs::create_directory(bench.at); }
    SECTION("a file") { std::ofstream(bench.at) << "mine"; }
    SECTION("a link to a platform") { fs::create_directory_symlink("platform", bench.at); }
    const auto before = bench.names();
    CHECK(bench.publish(bench.second).error().kind() == ErrorKind::conflict);
    CHECK(bench.names() == before);
}

TEST_CASE("A platform of which the store knows nothing any more is not replaced unless it is kept",
          "[assemble]") {
    Bench bench;
    const auto other = std::string(64, 'a');
    REQUIRE(::chmod(bench.at.c_str(), 0755) == 0);
    REQUIRE(::setxattr(bench.at.c_str(), assemble::id_attribute, other.data(), other.size(), 0) == 0);
    CHECK(bench.publish(bench.second).error().kind() == ErrorKind::unsupported);
    CHECK(contents(bench.at / "index.php") == "one");
    bench.options.occupied = Occupied::put_aside;
    REQUIRE(bench.publish(bench.second));
    CHECK(bench.names() == Names{"platform", "platform.~1~"});
    CHECK(bench.store.refs().value().size() == 1);  // none promises what the store does not have
}

TEST_CASE("What a build left that died while it replaced goes only if nobody had changed it", "[assemble]") {
    Bench bench;
    const auto left = bench.at.parent_path() / ".platform.slipway-dead00";
    fs::rename(bench.at, left);
    SECTION("unchanged") {
        REQUIRE(bench.publish(bench.first));
        CHECK(bench.names() == Names{"platform"});
    }
    SECTION("changed") {
        std::ofstream(left / "sites/default/settings.php") << "mine";
        REQUIRE(bench.publish(bench.second));
        CHECK(bench.names() == Names{".platform.slipway-dead00", "platform"});
        CHECK(contents(left / "sites/default/settings.php") == "mine");
    }
}

TEST_CASE("A path that is to be mutable must be one of the platform", "[assemble]") {
    Bench bench;
    CHECK(assemble::check_mutable_paths(bench.store, bench.first, {"", "sites/default", "index.php"}));
    for (const auto* path : {"modules", "index.php/x", "../x", "/etc", "sites//default"}) {
        CAPTURE(path);
        CHECK_FALSE(assemble::check_mutable_paths(bench.store, bench.first, {path}));
    }
}

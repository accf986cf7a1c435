// `slipway gc`, `ls`, `rm` and `store`: what keeps a store in bounds.
#include "commands.hpp"

#include <catch2/catch.hpp>

#include <sys/xattr.h>
#include <utime.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

using Catch::Contains;
using Json = nlohmann::ordered_json;
using slipway::test::Desk;
using slipway::test::output_of;

namespace fs = std::filesystem;

namespace {

// A core that lies beside the makefile: no network is needed.
class Yard {
public:
    Yard() {
        fs::create_directories(desk_ / "core/sites/all/modules");
        fs::create_directories(desk_ / "core/sites/default");
        fs::create_directories(desk_ / "core/includes");
        desk_.write("core/includes/bootstrap.inc", "<?php define('VERSION', '7.99');\n");
        desk_.write("core/index.php", "<?php\n");
        desk_.write("core/sites/default/default.settings.php", "<?php\n");
        desk_.write("site.make",
                    "core = 7.x\napi = 2\nprojects[drupal][type] = core\n"
                    "projects[drupal][download][type] = copy\n"
                    "projects[drupal][download][url] = "
                        + (desk_ / "core").string() + "\n");
    }

    void build(const std::string& platform) const {
        const auto built = desk_.slipway({"build", "site.make", "-o", platform});
        INFO(built.err);
        REQUIRE(built.status == 0);
    }

    // The only file of the store with this content.
    fs::path object(const std::string& content) const {
        for (const auto& entry : fs::recursive_directory_iterator(store() / "objects")) {
            if (entry.is_regular_file() && slurp(entry.path()) == content) {
                return entry.path();
            }
        }
        FAIL("no object has this content: " << content);
        return {};
    }

    fs::path store() const {
        const auto listed = Json::parse(desk_.slipway({"store", "stats", "--json"}).out);
        return listed["store"].get<std::string>();
    }

    static std::string slurp(const fs::path& path) {
        std::ifstream in(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    Json ls() const { return Json::parse(desk_.slipway({"ls", "--json"}).out)["platforms"]; }
    Json gc(std::vector<std::string> arguments = {}) const {
        arguments.insert(arguments.begin(), {"gc", "--json"});
        if (arguments.size() == 2 || arguments.back() == "--dry-run") {
            arguments.emplace_back("--keep-days=0");
        }
        const auto collected = desk_.slipway(arguments);
        INFO(collected.err);
        REQUIRE(collected.status == 0);
        return Json::parse(collected.out);
    }

    const Desk& desk() const noexcept { return desk_; }

private:
    Desk desk_;
};

// Writes as somebody who does not care about modes does.
void overwrite(const fs::path& path, const std::string& bytes) {
    fs::permissions(path, fs::perms::owner_write, fs::perm_options::add);
    std::ofstream(path, std::ios::binary) << bytes;
}

void make_old(const fs::path& path) {
    const utimbuf times{.actime = 1'000'000'000, .modtime = 1'000'000'000};
    REQUIRE(::utime(path.c_str(), &times) == 0);
}

// As if nothing had been used for long.
void age(const fs::path& store) {
    for (const auto* kind : {"actions", "feeds", "git"}) {
        for (const auto& entry : fs::recursive_directory_iterator(store / kind)) {
            make_old(entry.path());
        }
    }
}

}  // namespace

TEST_CASE("ls says of each platform whether it is still there", "[commands]") {
    const Yard yard;
    for (const auto* name : {"here", "moved", "other"}) {
        yard.build(name);
    }
    yard.desk().write("core/another.inc", "another platform");  // or the moved one could be either
    yard.build("gone");
    fs::rename(yard.desk() / "moved", yard.desk() / "moved.old");
    fs::rename(yard.desk() / "gone", yard.desk() / "elsewhere");
    output_of({"chmod", "-R", "u+w", (yard.desk() / "elsewhere").string()});
    fs::remove_all(yard.desk() / "elsewhere");
    const auto other = yard.desk() / "other";
    fs::permissions(other, fs::perms::owner_write, fs::perm_options::add);
    const std::string id(64, '0');
    REQUIRE(::setxattr(other.c_str(), "user.slipway.id", id.data(), id.size(), 0) == 0);

    const auto listed = yard.ls();

    REQUIRE(listed.size() == 4);
    CHECK(listed[0]["state"] == "missing");
    CHECK(listed[1]["state"] == "present");
    CHECK(listed[1]["path"] == (yard.desk() / "here").string());
    CHECK(listed[2]["state"] == "moved");
    CHECK(listed[2]["now_at"] == (yard.desk() / "moved.old").string());
    CHECK(listed[3]["state"] == "replaced");
    CHECK_THAT(yard.desk().slipway({"ls"}).out, Contains("moved.old"));
}

TEST_CASE("gc keeps what a platform is made of, and forgets a platform that is gone", "[commands]") {
    const Yard yard;
    yard.build("one");
    age(yard.store());

    CHECK(yard.gc()["removed"]["blobs"]["count"] == 0);
    CHECK(yard.desk().slipway({"store", "verify"}).status == 0);

    CHECK(yard.desk().slipway({"rm", "one"}).status == 0);
    CHECK_FALSE(fs::exists(yard.desk() / "one"));
    CHECK(yard.ls().empty());
    const auto promised = yard.gc({"--dry-run"});
    const auto done = yard.gc();
    CHECK(promised["removed"] == done["removed"]);
    CHECK(done["removed"]["blobs"]["count"].get<int>() >= 3);
    CHECK(done["freed"].get<int>() > 0);
    CHECK(Json::parse(yard.desk().slipway({"store", "stats", "--json"}).out)["blobs"]["count"] == 0);
}

TEST_CASE("gc keeps what a tag names, and forgets what was built and never named", "[commands]") {
    const Yard yard;
    const auto id = yard.desk().slipway({"build", "site.make"}).out;
    REQUIRE(yard.desk().slipway({"tag", "v1", id.substr(0, 64)}).status == 0);
    yard.desk().write("core/index.php", "<?php // another version\n");
    REQUIRE(yard.desk().slipway({"build", "site.make"}).status == 0);

    const auto collected = yard.gc();

    CHECK(collected["expired"] == 2);
    CHECK(collected["removed"]["blobs"]["count"].get<int>() >= 1);
    REQUIRE(yard.desk().slipway({"checkout", "v1", "-o", "again"}).status == 0);
    CHECK(Yard::slurp(yard.desk() / "again/index.php") == "<?php\n");
    CHECK(yard.desk().slipway({"store", "verify"}).status == 0);
}

TEST_CASE("gc follows a platform that was renamed beside its place", "[commands]") {
    const Yard yard;
    yard.build("one");
    fs::rename(yard.desk() / "one", yard.desk() / "two");
    age(yard.store());

    const auto collected = yard.gc();

    CHECK(collected["moved"][0]["now_at"] == (yard.desk() / "two").string());
    CHECK(collected["removed"]["blobs"]["count"] == 0);
    CHECK(yard.ls()[0]["path"] == (yard.desk() / "two").string());
    CHECK(yard.ls()[0]["state"] == "present");
}

TEST_CASE("gc keeps for a while the platforms of a disk that is not mounted", "[commands]") {
    const Yard yard;
    fs::create_directory(yard.desk() / "disk");
    yard.build("disk/one");
    fs::rename(yard.desk() / "disk", yard.desk() / "unmounted");
    age(yard.store());

    CHECK(yard.gc({"--keep-days=30"})["absent"].size() == 1);
    CHECK(yard.gc({"--keep-days=30"})["forgotten"].empty());
    for (const auto& entry : fs::directory_iterator(yard.store() / "refs/absent")) {
        make_old(entry.path());
    }
    const auto collected = yard.gc({"--keep-days=30"});
    CHECK(collected["forgotten"].size() == 1);
    CHECK(collected["removed"]["blobs"]["count"].get<int>() >= 3);
}

TEST_CASE("rm refuses what slipway did not publish, and what somebody changed, until it is forced",
          "[commands]") {
    const Yard yard;
    yard.build("one");
    fs::create_directory(yard.desk() / "mine");

    const auto foreign = yard.desk().slipway({"rm", "mine"});
    CHECK(foreign.status == 3);
    CHECK_THAT(foreign.err, Contains("is not a platform that this store published"));
    CHECK(fs::exists(yard.desk() / "mine"));

    std::ofstream(yard.desk() / "one/sites/default/settings.php") << "<?php $databases = [];\n";
    const auto changed = yard.desk().slipway({"rm", "one"});
    CHECK(changed.status == 3);
    CHECK_THAT(changed.err, Contains("added: sites/default/settings.php"));
    CHECK(fs::exists(yard.desk() / "one/index.php"));

    CHECK(yard.desk().slipway({"rm", "--force", "one"}).status == 0);
    CHECK_FALSE(fs::exists(yard.desk() / "one"));
    CHECK(fs::exists(yard.desk() / "core/index.php"));
}

TEST_CASE("store verify finds a flipped byte, and the next build makes it again", "[commands]") {
    const Yard yard;
    yard.build("one");
    CHECK(yard.desk().slipway({"rm", "one"}).status == 0);
    const auto object = yard.object("<?php define('VERSION', '7.99');\n");
    overwrite(object, "<?php define('VERSION', '6.99');\n");

    const auto found = yard.desk().slipway({"store", "verify"});

    CHECK(found.status == 3);
    CHECK_THAT(found.out, Contains("its bytes are not those of its name") && Contains("made again"));
    CHECK(yard.desk().slipway({"store", "verify"}).status == 0);
    yard.build("two");
    CHECK(Yard::slurp(yard.desk() / "two/includes/bootstrap.inc") == "<?php define('VERSION', '7.99');\n");
}

TEST_CASE("store verify takes back from a platform what the store has lost", "[commands]") {
    const Yard yard;
    yard.build("one");
    const auto content = "<?php define('VERSION', '7.99');\n";
    const auto object = yard.object(content);
    fs::remove(object);

    const auto found = yard.desk().slipway({"store", "verify", "--json"});

    CHECK(found.status == 3);
    const auto json = Json::parse(found.out);
    CHECK(json["damages"][0]["remedy"] == "healed");
    CHECK(json["losses"].empty());
    CHECK(Yard::slurp(object) == content);
    CHECK(yard.desk().slipway({"store", "verify"}).status == 0);
}

TEST_CASE("store verify names the tag or platform that nothing can make whole again", "[commands]") {
    const Yard yard;
    yard.build("one");
    fs::remove_all(yard.store() / "actions");
    // In the platform too: both are one file.
    overwrite(yard.object("<?php define('VERSION', '7.99');\n"), "<?php\t");

    const auto found = yard.desk().slipway({"store", "verify"});

    CHECK(found.status == 1);
    CHECK_THAT(found.out, Contains("platforms/") && Contains("includes/bootstrap.inc")
                              && Contains("nothing in the store knows how to make it again"));
}

TEST_CASE("store verify sets modes and times right", "[commands]") {
    const Yard yard;
    yard.build("one");
    const auto object = yard.object("<?php define('VERSION', '7.99');\n");
    const auto time = fs::last_write_time(object);
    make_old(object);
    fs::permissions(object, fs::perms::owner_all);

    CHECK(yard.desk().slipway({"store", "verify"}).status == 3);
    CHECK(fs::last_write_time(object) == time);
    CHECK(fs::status(object).permissions() == static_cast<fs::perms>(0444));
    CHECK(yard.desk().slipway({"store", "verify"}).status == 0);
}

TEST_CASE("store verify mends a project directory that platforms of links show", "[commands]") {
    const Yard yard;
    yard.desk().write("boat/boat.module", "<?php // a boat\n");
    yard.desk().write("links.make", yard.desk().read("site.make")
                                        + "projects[boat][type] = module\nprojects[boat][download][type] = copy\n"
                                          "projects[boat][download][url] = "
                                        + (yard.desk() / "boat").string() + "\n");
    const auto built = yard.desk().slipway({"build", "links.make", "-o", "one", "--link-mode=symlink"});
    INFO(built.err);
    REQUIRE(built.status == 0);
    const auto project = yard.desk() / "one/sites/all/modules/boat";
    REQUIRE(fs::is_symlink(project));
    output_of({"chmod", "u+w", fs::canonical(project).string()});
    std::ofstream(project / "evil.php") << "<?php\n";

    const auto found = yard.desk().slipway({"store", "verify"});

    CHECK(found.status == 3);
    CHECK_THAT(found.out, Contains("projects/") && Contains("set right"));
    CHECK_FALSE(fs::exists(project / "evil.php"));
    CHECK(Yard::slurp(project / "boat.module") == "<?php // a boat\n");
    CHECK(yard.desk().slipway({"store", "verify"}).status == 0);
}

TEST_CASE("store stats tells what a platform has of its own", "[commands]") {
    const Yard yard;
    yard.build("one");
    std::ofstream(yard.desk() / "core/large.txt") << std::string(10'000, 'l');
    yard.build("two");

    const auto found = yard.desk().slipway({"store", "stats", "--platforms", "--json"});

    CHECK(found.status == 0);
    const auto json = Json::parse(found.out);
    REQUIRE(json["platforms"].size() == 2);
    CHECK(json["platforms"][0]["own_bytes"] == 0);
    CHECK(json["platforms"][1]["own_bytes"] == 10'000);
    CHECK(json["platforms"][1]["bytes"].get<int>() == json["platforms"][0]["bytes"].get<int>() + 10'000);
    CHECK(json["needed_by"]["platforms"]["refs"] == 2);
}

TEST_CASE("Wrong usage of a store command names the one that was meant", "[commands]") {
    const Desk desk;
    const auto wrong = desk.slipway({"store", "verfy"});
    CHECK(wrong.status == 2);
    CHECK_THAT(wrong.err, Contains("slipway store: there is no command 'verfy'") && Contains("'verify'"));
    CHECK(desk.slipway({"gc", "--max-size=10Q"}).status == 2);
    CHECK(desk.slipway({"store"}).status == 2);
}

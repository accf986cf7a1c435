// What is missing, doubled or in the wrong version on a platform.
#include "../../support/temporary_directory.hpp"

#include <slipway/cache/tree_builder.hpp>
#include <slipway/diag/render.hpp>
#include <slipway/discover/link_check.hpp>

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <deque>
#include <map>
#include <string>
#include <vector>

using namespace slipway;
using namespace slipway::discover;

namespace {

using Files = std::map<std::string, std::string>;
using Slugs = std::vector<std::string>;

class Yard {
public:
    explicit Yard(int core_major = 7) : core_major_(core_major) {
        if (core_major < 8) {
            place("", "drupal 7.98",
                  {{"modules/node/node.module", ""},
                   {"modules/node/node.info", "name = Node\ncore = 7.x\nversion = VERSION\n"},
                   {"themes/engines/phptemplate/phptemplate.engine", ""}});
        } else {
            place("", "drupal 10.2.0", {{"core/modules/node/node.info.yml", "name: Node\ntype: module\n"}});
        }
    }

    void place(const std::string& path, const std::string& label, const Files& files) {
        cache::TreeBuilder builder;
        for (const auto& [name, text] : files) {
            const auto blob = store_.put_blob(text, cache::Mode::file);
            REQUIRE(blob);
            REQUIRE(builder.add(*RelativePath::parse(name), cache::Mode::file, *blob));
        }
        const auto tree = builder.write(store_);
        REQUIRE(tree);
        auto analysis = analyse(store_, *tree);
        REQUIRE(analysis);
        analyses_.push_back(*std::move(analysis));
        placements_.push_back({.path = path, .tree = *tree, .analysis = &analyses_.back(), .label = label});
        check.projects.insert(path);
    }

    // sites/all/modules/NAME.
    void module(const std::string& name, const std::string& info) {
        place("sites/all/modules/" + name, name, {{name + ".module", ""}, {name + ".info", info}});
    }

    void profile(const std::string& name, const std::string& info) {
        place("profiles/" + name, name, {{name + ".profile", ""}, {name + ".info", info}});
        check.profiles.push_back(name);
    }

    // What is said, as it is shown; slugs of errors and warnings.
    std::string run() {
        const Platform platform(core_major_, placements_);
        check.read = [this](const Digest& blob) { return store_.read_blob(blob); };
        SourceMap sources;
        Diagnostics found;
        check_links(platform, check, sources, found);
        std::string out;
        for (const auto& diagnostic : found.all()) {
            (diagnostic.severity == Severity::error ? errors : warnings).emplace_back(diagnostic.slug);
            out += render(diagnostic, sources, Color::off);
        }
        return out;
    }

    LinkCheck check;
    Slugs errors;
    Slugs warnings;

private:
    int core_major_;
    test::TemporaryDirectory directory_;
    cache::Store store_ = *cache::Store::open(directory_.path() / "store", cache::Durability::none);
    std::deque<Analysis> analyses_;
    std::vector<Placement> placements_;
};

bool says(const std::string& text, const std::string& part) {
    INFO(text);
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("A platform on which everything is there passes", "[discover]") {
    Yard yard;
    yard.profile("p", "name = P\ncore = 7.x\ndependencies[] = node\ndependencies[] = views\n");
    yard.module("views", "name = Views\ncore = 7.x\nversion = 7.x-3.29\ndependencies[] = ctools (>=1.4)\n");
    yard.module("ctools", "name = CTools\ncore = 7.x\nversion = 7.x-1.21\n");
    CHECK(yard.run().empty());
}

TEST_CASE("What a profile's module needs and nobody has is an error at the line that names it",
          "[discover]") {
    Yard yard;
    yard.profile("p", "name = P\ncore = 7.x\ndependencies[] = features\n");
    yard.module("features", "name = Features\ncore = 7.x\ndependencies[] = ctools\n");
    const auto text = yard.run();
    CHECK(yard.errors == Slugs{"undefined-extension"});
    CHECK(says(text, "sites/all/modules/features/features.info:3:18"));
    CHECK(says(text, "p → features → ctools"));
    CHECK(says(text, "projects[ctools]"));
}

TEST_CASE("A name that is nearly right is told the right one", "[discover]") {
    Yard yard;
    yard.profile("p", "core = 7.x\ndependencies[] = pathuato\n");
    yard.module("pathauto", "core = 7.x\n");
    CHECK(says(yard.run(), "there is a module called 'pathauto'"));
}

TEST_CASE("What only a project of the makefile needs is a warning", "[discover]") {
    Yard yard;
    yard.module("views", "core = 7.x\ndependencies[] = ctools\n");
    yard.run();
    CHECK(yard.errors.empty());
    CHECK(yard.warnings == Slugs{"undefined-extension"});
}

TEST_CASE("A sub-module that nothing enables may need what is not there", "[discover]") {
    Yard yard;
    yard.place("sites/all/modules/views", "views",
               {{"views.module", ""},
                {"views.info", "core = 7.x\n"},
                {"extra/extra.module", ""},
                {"extra/extra.info", "core = 7.x\ndependencies[] = nowhere\n"}});
    CHECK(yard.run().empty());
}

TEST_CASE("A module that is only in another profile's directory is not found, and that is said",
          "[discover]") {
    Yard yard;
    yard.profile("p", "core = 7.x\ndependencies[] = views\n");
    yard.profile("q", "core = 7.x\n");
    yard.place("profiles/q/modules/views", "views", {{"views.module", ""}, {"views.info", "core = 7.x\n"}});
    CHECK(says(yard.run(), "only in profiles/q/modules/views, where its site does not look"));
    CHECK(yard.errors == Slugs{"undefined-extension"});
}

TEST_CASE("A version that a dependency rules out is named with the one that is there", "[discover]") {
    Yard yard;
    yard.profile("p", "core = 7.x\ndependencies[] = views\n");
    yard.module("views", "core = 7.x\ndependencies[] = ctools (>=1.4)\n");
    yard.module("ctools", "core = 7.x\nversion = 7.x-1.3\n");
    const auto text = yard.run();
    CHECK(yard.errors == Slugs{"unmet-constraint"});
    CHECK(says(text, "needs ctools (>=1.4)"));
    CHECK(says(text, "is of version 7.x-1.3"));
}

TEST_CASE("The core's modules are of the core's version", "[discover]") {
    Yard yard;
    yard.module("views", "core = 7.x\ndependencies[] = node (>=7.50)\n");
    CHECK(yard.run().empty());  // of an unknown one, everything may be
    yard.check.core_version = "7.98";
    CHECK(yard.run().empty());
    yard.check.core_version = "7.40";
    yard.run();
    CHECK(yard.warnings == Slugs{"unmet-constraint"});
}

TEST_CASE("A module for another core, or for a newer PHP, is told at its line", "[discover]") {
    Yard yard;
    yard.profile("p", "core = 7.x\ndependencies[] = old\ndependencies[] = new\n");
    yard.module("old", "name = Old\ncore = 6.x\n");
    yard.module("new", "name = New\ncore = 7.x\nphp = 8.3\n");
    const auto unchecked = yard.run();
    CHECK(yard.errors == Slugs{"wrong-core"});
    CHECK(says(unchecked, "old.info:2:1"));
    yard.errors.clear();
    yard.check.php = "8.1";
    yard.run();
    CHECK(yard.errors == Slugs{"wrong-core", "php-too-low"});
}

TEST_CASE("What a Drupal 10 module says of its core is read as Composer reads it", "[discover]") {
    CHECK(admits_core("^9 || ^10", 10) == true);
    CHECK(admits_core("^8.8 || ^9", 10) == false);
    CHECK(admits_core(">=8", 11) == true);
    CHECK(admits_core(">= 9.3 <11", 11) == false);
    CHECK(admits_core(">=9.3, <11", 10) == true);
    CHECK(admits_core("~10.1.0", 10) == true);
    CHECK(admits_core("~9.4", 10) == false);
    CHECK(admits_core("10.x", 10) == true);
    CHECK(admits_core("8.x-1.x", 9) == false);
    CHECK(admits_core("*", 9) == true);
    CHECK(admits_core("^8|^9", 9) == true);
    CHECK_FALSE(admits_core("what", 9));
    CHECK_FALSE(admits_core("", 9));
    CHECK_FALSE(admits_core("^99999999999999", 9));
}

TEST_CASE("A base that is not on the platform is an error, and the modules of one that is count",
          "[discover]") {
    Yard yard;
    yard.profile("p", "core = 7.x\nbase = other\n");
    yard.run();
    CHECK(yard.errors == Slugs{"undefined-base"});
    yard.errors.clear();
    yard.place("profiles/other", "other",
               {{"other.profile", ""}, {"other.info", "core = 7.x\ndependencies[] = views\n"}});
    CHECK(says(yard.run(), "p → other → views"));
    CHECK(yard.errors == Slugs{"undefined-extension"});
}

TEST_CASE("A module that is there twice is told, with the one that Drupal uses", "[discover]") {
    Yard yard;
    yard.module("views", "core = 7.x\nversion = 7.x-3.1\n");
    yard.place("sites/all/modules/contrib/views", "views again",
               {{"views.module", ""}, {"views.info", "core = 7.x\n"}});
    const auto text = yard.run();
    CHECK(yard.warnings == Slugs{"duplicate-extension"});
    CHECK(says(text, "depends on the disk"));
    Yard as_core;
    as_core.module("node", "core = 7.x\n");
    CHECK(says(as_core.run(), "sites/all/modules/node (node) is used, not modules/node (drupal 7.98)"));
}

TEST_CASE("A circle of dependencies is told once, and ends", "[discover]") {
    Yard yard;
    yard.module("a", "core = 7.x\ndependencies[] = b\n");
    yard.module("b", "core = 7.x\ndependencies[] = c\n");
    yard.module("c", "core = 7.x\ndependencies[] = a\n");
    yard.module("self", "core = 7.x\ndependencies[] = self\n");
    const auto text = yard.run();
    CHECK(yard.warnings == Slugs{"dependency-cycle", "dependency-cycle"});
    CHECK(says(text, "a → b → c → a"));
}

TEST_CASE("Names that differ in case only are told", "[discover]") {
    Yard yard;
    yard.module("views", "core = 7.x\n");
    yard.module("Views", "core = 7.x\n");
    yard.run();
    CHECK(yard.warnings == Slugs{"case-twins"});
}

TEST_CASE("A chain of twenty thousand dependencies is followed to its end", "[discover]") {
    Yard yard;
    Files files;
    constexpr int length = 20'000;
    for (int i = 0; i < length; ++i) {
        const auto name = fmt::format("m{}", i);
        files[name + ".module"] = "";
        files[name + ".info"] = fmt::format("core = 7.x\ndependencies[] = m{}\n", i + 1);
    }
    yard.place("sites/all/modules/m0", "m0", files);
    const auto text = yard.run();
    CHECK(says(text, "'m19999' needs the module 'm20000'"));
    CHECK(says(text, "→ … → m20000"));
}

TEST_CASE("Modules and themes of Drupal 10 are checked by their .info.yml", "[discover]") {
    Yard yard(10);
    yard.place("profiles/p", "p",
               {{"p.info.yml",
                 "type: profile\nname: P\ncore_version_requirement: ^10\ninstall:\n  - drupal:node\n  - "
                 "token:token\nthemes:\n  - claro\n"}});
    yard.check.profiles.emplace_back("p");
    const auto text = yard.run();
    CHECK(yard.errors == Slugs{"undefined-extension", "undefined-extension"});
    CHECK(says(text, "the module 'token'"));
    CHECK(says(text, "the theme 'claro'"));
}

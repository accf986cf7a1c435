// What a project's tree turns out to hold, and that a tree is read once.
#include "../../support/temporary_directory.hpp"

#include <slipway/cache/tree_builder.hpp>
#include <slipway/discover/extension.hpp>

#include <catch2/catch.hpp>

#include <map>
#include <string>

using namespace slipway;
using discover::Analysis;
using discover::Extension;
using discover::Kind;

namespace {

class Yard {
public:
    // A name that ends in "@" is a symbolic link.
    Digest tree(const std::map<std::string, std::string>& files) {
        cache::TreeBuilder builder;
        for (const auto& [written, text] : files) {
            const bool is_link = written.ends_with('@');
            const auto mode = is_link ? cache::Mode::symlink : cache::Mode::file;
            const auto path = is_link ? written.substr(0, written.size() - 1) : written;
            const auto blob = store.put_blob(text, mode);
            REQUIRE(blob);
            REQUIRE(builder.add(*RelativePath::parse(path), mode, *blob));
        }
        const auto written = builder.write(store);
        REQUIRE(written);
        return *written;
    }

    Analysis analyse(const std::map<std::string, std::string>& files) {
        auto analysis = discover::analyse(store, tree(files));
        REQUIRE(analysis);
        return *std::move(analysis);
    }

    test::TemporaryDirectory directory;
    cache::Store store = *cache::Store::open(directory.path() / "store", cache::Durability::none);
};

const Extension& only(const Analysis& analysis) {
    REQUIRE(analysis.extensions.size() == 1);
    return analysis.extensions.front();
}

}  // namespace

TEST_CASE("Modules and sub-modules of Drupal 7 are found with what their .info says", "[discover]") {
    Yard yard;
    const std::string info =
        "name = Views\ncore = 7.x\nversion = 7.x-3.29\nphp = 5.4\ndependencies[] = ctools (>=1.4)\n";
    const auto analysis = yard.analyse({{"views.info", info},
                                        {"views.module", "<?php"},
                                        {"views_ui/views_ui.info", "core = 7.x\ndependencies[] = views\n"},
                                        {"views_ui/views_ui.module", "<?php"},
                                        {"README.txt", "views"}});
    REQUIRE(analysis.extensions.size() == 2);
    const auto& views = analysis.extensions[0];
    CHECK(views.name == "views");
    CHECK(views.directory.empty());
    CHECK(views.has_module);
    CHECK(views.core == "7.x");
    CHECK(views.version == "7.x-3.29");
    CHECK(views.php == "5.4");
    CHECK(views.manifest == "views.info");
    REQUIRE(views.references.size() == 1);
    const auto& ctools = views.references.front();
    CHECK(ctools.kind == Kind::module);
    CHECK(ctools.written == "ctools (>=1.4)");
    CHECK(info.substr(ctools.begin, ctools.end - ctools.begin) == "ctools (>=1.4)");
    CHECK(analysis.extensions[1].directory == "views_ui");
}

TEST_CASE("A .module without .info and an .info that says nothing are told from a module", "[discover]") {
    Yard yard;
    const auto bare = yard.analyse({{"tests/foo.module", "<?php"}});
    CHECK_FALSE(only(bare).has_info);
    const auto empty = yard.analyse({{"foo.module", "<?php"}, {"foo.info", "; nothing\n"}});
    CHECK(only(empty).has_info);
    CHECK_FALSE(only(empty).is_readable);
}

TEST_CASE("An .info in latin-1, or with lines that are no INI, still says what can be read", "[discover]") {
    Yard yard;
    const auto latin = yard.analyse({{"foo.module", ""}, {"foo.info", "name = Caf\xe9\ncore = 7.x\n"}});
    CHECK(only(latin).core == "7.x");
    const auto broken =
        yard.analyse({{"foo.module", ""}, {"foo.info", "<<<<<<< HEAD\n]]\ncore = 7.x\nversion = 7.x-1.0\n"}});
    CHECK(only(broken).version == "7.x-1.0");
}

TEST_CASE("The type of a .info.yml is that of the line, as Drupal looks for it", "[discover]") {
    Yard yard;
    const auto type_of = [&](const std::string& text) {
        return only(yard.analyse({{"foo.info.yml", text}})).type;
    };
    CHECK(type_of("name: Foo\ntype: module\n") == Kind::module);
    CHECK(type_of("type: 'theme' # ours\r\n") == Kind::theme);
    CHECK(type_of("type: \"theme_engine\"\n") == Kind::theme_engine);
    CHECK(type_of("type: profile") == Kind::profile);
    CHECK_FALSE(type_of("  type: module\n"));
    CHECK_FALSE(type_of("name: Foo\n"));
    CHECK_FALSE(type_of("type: module or so\n"));
    CHECK_FALSE(type_of("type: library\n"));
    CHECK(type_of("type: {a: b}\ntype: module\n") == Kind::module);
}

TEST_CASE("What Drupal 8 manifests name is kept, by kind", "[discover]") {
    Yard yard;
    const auto analysis = yard.analyse(
        {{"p.info.yml",
          "type: profile\nname: P\ncore_version_requirement: ^10\ndependencies:\n  - drupal:node\n"
          "install:\n  - pathauto:pathauto\nthemes:\n  - olivero\nbase profile: lightning\n"},
         {"themes/t/t.info.yml", "type: theme\nbase theme: classy\n"}});
    REQUIRE(analysis.extensions.size() == 2);
    const auto& profile = analysis.extensions[0];
    CHECK(profile.core_requirement == "^10");
    CHECK(profile.base == "lightning");
    std::vector<std::string> written;
    for (const auto& reference : profile.references) {
        written.push_back(std::string(to_string(reference.kind)) + " " + reference.written);
    }
    CHECK(written
          == std::vector<std::string>{"module drupal:node", "module pathauto:pathauto", "theme olivero",
                                      "profile lightning"});
    CHECK(analysis.extensions[1].base == "classy");
}

TEST_CASE("The modules that a .profile of Drupal 6 lists are its references", "[discover]") {
    Yard yard;
    const auto analysis = yard.analyse(
        {{"old.profile", "<?php\nfunction old_profile_modules() {\n  return array('views', 'cck');\n}\n"}});
    CHECK(only(analysis).has_profile);
    REQUIRE(only(analysis).references.size() == 2);
    CHECK(only(analysis).references[1].written == "cck");
}

TEST_CASE("Hidden directories are not looked into, and links are followed once", "[discover]") {
    Yard yard;
    const auto analysis = yard.analyse({{".git/foo.module", ""},
                                        {"real/foo.module", ""},
                                        {"alias@", "real"},
                                        {"real/back@", "../real"},
                                        {"away@", "../../etc"},
                                        {"loop@", "loop"}});
    std::vector<std::string> directories;
    for (const auto& extension : analysis.extensions) {
        directories.push_back(extension.directory);
    }
    CHECK(directories == std::vector<std::string>{"alias", "real"});
}

TEST_CASE("The directories below `libraries` are libraries", "[discover]") {
    Yard yard;
    const auto analysis =
        yard.analyse({{"libraries/colorbox/colorbox.js", ""}, {"libraries/README.txt", ""}});
    CHECK(only(analysis).form == Extension::Form::library);
    CHECK(only(analysis).name == "colorbox");
}

TEST_CASE("An analysis is remembered: its tree is not read again", "[discover]") {
    Yard yard;
    const auto tree =
        yard.tree({{"foo.module", ""}, {"foo.info", "core = 7.x\nversion = 1\ndependencies[] = bar\n"}});
    const auto first = discover::analyse(yard.store, tree);
    REQUIRE(first);
    REQUIRE(yard.store.commit());
    // Without the manifest, reading the tree anew would fail.
    const auto blob = first->extensions.front().manifest_blob;
    REQUIRE(blob);
    const auto file = yard.store.linkable(*blob, cache::Mode::file);
    REQUIRE(file);
    std::filesystem::remove(*file);
    const auto again = discover::analyse(yard.store, tree);
    REQUIRE(again);
    CHECK(*again == *first);
}

TEST_CASE("A text of an analysis that is cut off or changed is none", "[discover]") {
    Yard yard;
    const auto text =
        to_text(yard.analyse({{"foo.module", ""}, {"foo.info", "core = 7.x\ndependencies[] = bar\n"}}));
    REQUIRE(discover::analysis_of(text));
    CHECK(to_text(*discover::analysis_of(text)) == text);
    for (std::size_t size = 0; size < text.size(); ++size) {
        CHECK_FALSE(discover::analysis_of(text.substr(0, size)));
    }
    CHECK_FALSE(discover::analysis_of(text + "1:x"));
    CHECK_FALSE(discover::analysis_of("slipway analysis 1\n20:99999999999999999999"));
}

#include <slipway/resolve/placement.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

using slipway::ErrorKind;
using slipway::makefile::Group;
using slipway::makefile::Project;
using slipway::resolve::default_base;
using slipway::resolve::place;
using slipway::resolve::PlacementContext;

namespace {

Project project(const std::string& name) {
    Project out;
    out.key = name;
    out.name = name;
    return out;
}

Project library(const std::string& name) {
    auto out = project(name);
    out.group = Group::libraries;
    return out;
}

std::string placed(const Project& what,
                   std::string_view type,
                   const PlacementContext& context = {7, "sites/all"}) {
    const auto path = place(what, type, context);
    return path ? *path : "refused: " + path.error().message();
}

}  // namespace

TEST_CASE("The base is sites/all below core 8, and the root from then on", "[resolve]") {
    CHECK(default_base(6) == "sites/all");
    CHECK(default_base(7) == "sites/all");
    CHECK(default_base(8).empty());
    CHECK(default_base(10).empty());
}

TEST_CASE("Each type has its place below the base, or beside it", "[resolve]") {
    struct Case {
        std::string_view type;
        int core_major;
        std::string base;
        std::string_view path;
    };
    const auto [type, core_major, base, path] = GENERATE(values<Case>({
        {"core", 7, "sites/all", ""},
        {"module", 6, "sites/all", "sites/all/modules/x"},
        {"module", 7, "sites/all", "sites/all/modules/x"},
        {"module", 8, "", "modules/x"},
        {"module", 7, ".", "modules/x"},
        {"module", 7, "profiles/openatrium/", "profiles/openatrium/modules/x"},
        {"theme", 7, "sites/all", "sites/all/themes/x"},
        {"theme", 10, "", "themes/x"},
        {"profile", 7, "sites/all", "profiles/x"},
        {"profile", 7, "profiles/openatrium", "profiles/x"},
        {"library", 7, "sites/all", "sites/all/libraries/x"},
        {"library", 8, "", "libraries/x"},
        {"library", 7, ".", "libraries/x"},
        {"translation", 7, "sites/all", "x"},
        {"translation", 5, "sites/all", "sites/all/translations/x"},
        {"MODULE", 7, "sites/all", "sites/all/modules/x"},
        {"Theme", 7, "sites/all", "sites/all/themes/x"},
        {"Core", 7, "sites/all", ""},
    }));
    CAPTURE(type, core_major, base);
    CHECK(placed(project("x"), type, {core_major, base}) == path);
}

TEST_CASE("An entry of libraries is a library whatever its type says", "[resolve]") {
    CHECK(placed(library("jquery"), "module") == "sites/all/libraries/jquery");
    CHECK(placed(library("jquery"), "no such thing") == "sites/all/libraries/jquery");
}

TEST_CASE("Subdirectory, directory name and destination say where exactly", "[resolve]") {
    auto views = project("views");
    views.subdir = {{"contrib", {}}};
    views.directory_name = {{"views3", {}}};
    CHECK(placed(views, "module") == "sites/all/modules/contrib/views3");
    CHECK(placed(views, "theme") == "sites/all/themes/contrib/views3");
    CHECK(placed(views, "profile") == "profiles/contrib/views3");
    CHECK(placed(views, "core").empty());

    auto editor = library("ckeditor");
    editor.destination = {{"modules/contrib/wysiwyg", {}}};
    CHECK(placed(editor, "") == "sites/all/modules/contrib/wysiwyg/ckeditor");

    auto panopoly = project("panopoly");
    panopoly.destination = {{"my/profiles", {}}};
    CHECK(placed(panopoly, "profile") == "my/profiles/panopoly");
    CHECK(placed(panopoly, "module") == "sites/all/modules/panopoly");
}

TEST_CASE("A project's own contrib destination replaces the base", "[resolve]") {
    auto views = project("views");
    views.contrib_destination = {{"profiles/atrium", {}}};
    CHECK(placed(views, "module") == "profiles/atrium/modules/views");
    views.contrib_destination = {{".", {}}};
    CHECK(placed(views, "module") == "modules/views");
}

TEST_CASE("A destination may climb, as real makefiles do, while it stays in the platform", "[resolve]") {
    auto editor = library("ckeditor");
    editor.destination = {{"../../libraries", {}}};
    CHECK(placed(editor, "") == "libraries/ckeditor");
    CHECK(placed(editor, "", {7, "profiles/atrium"}) == "libraries/ckeditor");
    CHECK(placed(editor, "", {7, "profiles"}).starts_with("refused: "));
}

TEST_CASE("Slashes around the parts of a place do not count", "[resolve]") {
    auto views = project("views");
    views.subdir = {{"/contrib//", {}}};
    CHECK(placed(views, "module", {7, "/sites/all/"}) == "sites/all/modules/contrib/views");
}

TEST_CASE("What leads out of the platform is refused, and named", "[resolve]") {
    auto views = project("views");
    SECTION("a subdirectory") { views.subdir = {{"../../../../etc", {}}}; }
    SECTION("a contrib destination") { views.contrib_destination = {{"../outside", {}}}; }
    SECTION("a directory name") { views.directory_name = {{"../../../../etc", {}}}; }
    SECTION("a directory name that is the directory above") { views.directory_name = {{"..", {}}}; }
    SECTION("a directory name that is no name") { views.directory_name = {{".", {}}}; }
    SECTION("an absolute directory name") { views.directory_name = {{"/etc", {}}}; }
    SECTION("a NUL") { views.subdir = {{std::string("a\0b", 3), {}}}; }
    const auto path = place(views, "module", {7, "sites/all"});
    REQUIRE_FALSE(path);
    CHECK(path.error().kind() == ErrorKind::unsupported);
    CHECK(path.error().message().find("views") != std::string::npos);
}

TEST_CASE("A type that has no place is refused, with the nearest one that has", "[resolve]") {
    struct Case {
        std::string_view type;
        std::string_view help;
    };
    const auto [type, help] = GENERATE(values<Case>({
        {"modul", "there is a type called 'module'"},
        {"Profiles", "there is a type called 'profile'"},
        {"libary", "there is a type called 'library'"},
        {"theme_engine", "the types are core, module, theme, profile, library and translation"},
        {"theme engine", "the types are core, module, theme, profile, library and translation"},
        {"utility", "the types are core, module, theme, profile, library and translation"},
        {"", "the types are core, module, theme, profile, library and translation"},
    }));
    CAPTURE(type);
    const auto path = place(project("x"), type, {7, "sites/all"});
    REQUIRE_FALSE(path);
    CHECK(path.error().kind() == ErrorKind::unsupported);
    CHECK(path.error().help() == help);
}

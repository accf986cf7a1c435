// P.info of Drupal 6 and 7, and what Profiler makes of it (spec §9.1, §9.2).
#include "support.hpp"

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <string>
#include <vector>

namespace testing = slipway::manifest::testing;
using slipway::manifest::ExtensionType;
using slipway::manifest::ListedUnder;
using slipway::manifest::manifest_kind_of;
using slipway::manifest::ManifestKind;
using slipway::manifest::profile_name_of;
using Names = std::vector<std::string>;
using Slugs = std::vector<std::string>;

namespace {

const std::string head = "name = Example\ncore = 7.x\n";

testing::Read read(const std::string& text, const testing::Bases& bases = {}) {
    return testing::read("profiles/p/p.info", text, bases);
}

testing::Read read_body(const std::string& text, const testing::Bases& bases = {}) {
    return read(head + text, bases);
}

Names texts(const std::vector<slipway::makefile::Text>& list) {
    Names out;
    for (const auto& text : list) {
        out.push_back(text.text);
    }
    return out;
}

}  // namespace

TEST_CASE("Words in quotes within a text for people are no quotes of the value", "[manifest]") {
    for (const auto* line :
         {R"(description = An installation of "Example instances")", R"(description = "One" or "two".)",
          R"(description = "One" and "two")", R"(description = Only one ("the first"))",
          R"(variables[strings][Choose a path, e.g. "my-value"] = A path)"}) {
        CAPTURE(line);
        CHECK(read_body(fmt::format("{}\r\n", line)).errors.empty());
    }
    for (const auto* line :
         {R"(description = An installation")", R"(description = "One)", R"(variables[a] = "s:6:"fields";")",
          R"(description = "Choose a path, e.g. "art010"")", R"(version = a "b")"}) {
        CAPTURE(line);
        CHECK(read_body(fmt::format("{}\n", line)).errors == Slugs{"unclosed-quote"});
    }
    CHECK(read_body("variables['a b'] = c\n").errors == Slugs{"malformed-key"});
    CHECK(read_body("variables[a b\"] = c\n").errors == Slugs{"malformed-key"});
}

TEST_CASE("A text of several lines without quotes is told from code", "[manifest]") {
    const auto text = read_body("variables[pages] = */outline\n*/delete\nvariables[a] = 1\n");
    CHECK(text.errors == Slugs{"missing-equals"});
    CHECK(text.rendered.find("a text of several lines stands in quotes") != std::string::npos);
    CHECK(read_body("variables[a] = /* x\n*/\nvariables[b] = 1\n").errors == Slugs{"foreign-code"});
    const auto html = read_body("variables[a] = <!--[if IE]>\n<link rel=\"x\" href=\"y\" />\n");
    CHECK(html.errors == Slugs{"foreign-code"});
    CHECK(read_body("description =\n<b>Install</b> it\n").errors.empty());
}

TEST_CASE("Dependencies in groups are to be written without them", "[manifest]") {
    const auto found = read_body("dependencies[core][] = block\ndependencies[core][] = menu\n");
    CHECK(found.errors == Slugs{"wrong-shape"});
    CHECK(found.rendered.find("write dependencies[] = block, or in YAML") != std::string::npos);
}

TEST_CASE("A manifest is known by the name of its file", "[manifest]") {
    CHECK(manifest_kind_of("profiles/p/p.info") == ManifestKind::info);
    CHECK(manifest_kind_of("p.info.yml") == ManifestKind::info_yml);
    CHECK(manifest_kind_of("/x/p.profile") == ManifestKind::php);
    CHECK_FALSE(manifest_kind_of("p.make"));
    CHECK_FALSE(manifest_kind_of("x/.info"));
    CHECK_FALSE(manifest_kind_of("p.info/readme"));
    CHECK(profile_name_of("profiles/p/p.info.yml") == "p");
    CHECK(profile_name_of("p.info") == "p");
}

TEST_CASE("A .info file is read into typed values that know their places", "[manifest]") {
    const auto found = read(
        "name = Standard\ndescription = \"Install it.\"\nversion = VERSION\ncore = 7.x\n"
        "php = 5.3\ndependencies[] = block\ndependencies[] = color\nfiles[] = p.profile\n"
        "distribution_name = \"My Dist\"\nexclusive = 1\nhidden = TRUE\nproject = p\n");
    CHECK(found.rendered.empty());
    REQUIRE(found.manifest);
    const auto& manifest = *found.manifest;
    CHECK(manifest.kind == ManifestKind::info);
    CHECK(manifest.profile == "p");
    CHECK(manifest.name.value().text == "Standard");
    CHECK(manifest.description.value().text == "Install it.");
    CHECK(manifest.version.value().text == "VERSION");
    CHECK(manifest.core.value().text == "7.x");
    CHECK(manifest.php.value().text == "5.3");
    CHECK(found.modules() == Names{"block", "color"});
    CHECK(found.at(manifest.requirements[1].dependency.span) == "color");
    CHECK(manifest.requirements[1].listed_under == ListedUnder::dependencies);
    CHECK(texts(manifest.files) == Names{"p.profile"});
    CHECK(manifest.distribution.value().name.text == "My Dist");
    CHECK(manifest.exclusive);
    CHECK(manifest.hidden);
    CHECK_FALSE(manifest.uses_profiler);
    CHECK(manifest.data.find("project")->text() == "p");
}

TEST_CASE("A constraint or a project is no name that an installer finds", "[manifest]") {
    const auto found = read_body("dependencies[] = views (>=3.x)\ndependencies[] = drupal:node\n");
    CHECK(found.errors == Slugs{"constraint-in-profile", "constraint-in-profile"});
    CHECK(found.modules() == Names{"views", "node"});
    CHECK(found.rendered.find("3 | dependencies[] = views (>=3.x)\n  |                  ^^^^^^^^^^^^^\n")
          != std::string::npos);
    const auto warned =
        testing::read("p.info", head + "dependencies[] = a:b\n", {}, slipway::document::Mode::drush);
    CHECK(warned.warnings == Slugs{"constraint-in-profile"});
}

TEST_CASE("Mistakes of a .info file are each reported once", "[manifest]") {
    struct Case {
        std::string text;
        Slugs errors;
        Slugs warnings;
    };
    const auto& mistake = GENERATE_COPY(values<Case>({
        {"core = 7.x\n", {}, {"incomplete-manifest"}},
        {"name = x\n", {}, {"incomplete-manifest"}},
        {"", {}, {"incomplete-manifest"}},
        {"name = x\ncore = 7\n", {}, {"malformed-core"}},
        {head + "dependancies[] = x\n", {}, {"unknown-manifest-key"}},
        {head + "descripton = x\n", {}, {"unknown-manifest-key"}},
        {head + "elmsln_anything = x\nprohibit[] = y\n", {}, {}},
        {head + "dependencies = views\n", {"wrong-shape"}, {}},
        {head + "hidden = no\n", {"not-a-flag"}, {}},
        {head + "exclusive = \"Off\"\n", {"not-a-flag"}, {}},
        {head + "hidden = 0\nexclusive = FALSE\n", {}, {}},
        {"name = Example\ncore = 8.x\n", {"core-conflict"}, {}},
        {"name = Example\ncore = 8.x\nversion = VERSION\n", {}, {}},
        {head + "dependencies[x][y] = views\n", {"wrong-shape"}, {}},
        {head + "description[] = x\n", {"wrong-shape"}, {}},
        {head + "dependencies[] = a\ndependencies[] = a\n", {}, {"duplicate-dependency"}},
        {head + "php = >=5.3\n", {}, {"malformed-php-version"}},
        {head + "php = 5.2.4-2ubuntu5\n", {}, {}},
        {head + "base[] = other\n", {}, {"ignored-base"}},
        {head + "dependencies[] = a b\n", {}, {"malformed-dependency"}},
        {head + "exclusive = TRUE\n", {}, {}},
    }));
    CAPTURE(mistake.text);
    const auto found = read(mistake.text);
    INFO(found.rendered);
    CHECK(found.manifest.has_value());
    CHECK(found.errors == mistake.errors);
    CHECK(found.warnings == mistake.warnings);
}

TEST_CASE("Without Profiler every value of the list is a module", "[manifest]") {
    CHECK(read_body("dependencies[x] = views\ndependencies[] = ctools\n").modules()
          == Names{"views", "ctools"});
}

TEST_CASE("A profile that builds on another has its modules first", "[manifest]") {
    const auto found =
        read_body("base = base\ndependencies[] = own\n",
                  {{"base", "name = Base\ncore = 7.x\ndependencies[] = one\ndependencies[] = two\n"}});
    CHECK(found.rendered.empty());
    CHECK(found.modules() == Names{"one", "two", "own"});
    const auto& requirements = found.manifest->requirements;
    CHECK(found.sources[requirements[0].dependency.span.file].name == "base.info");
    CHECK(found.at(requirements[0].dependency.span) == "one");
    CHECK(found.at(requirements[2].dependency.span) == "own");
    CHECK(found.manifest->name.value().text == "Example");
    CHECK(found.manifest->base.value().name.text == "base");
    CHECK(found.manifest->uses_profiler);
}

TEST_CASE("Bases are followed through", "[manifest]") {
    const auto found =
        read_body("base = b\ndependencies[] = own\n",
                  {{"b", "base = c\ndependencies[] = of_b\n"}, {"c", "dependencies[] = of_c\n"}});
    CHECK(found.modules() == Names{"of_c", "of_b", "own"});
    CHECK(found.manifest->base.value().name.text == "b");
    CHECK(found.bases_read == Names{"b", "c"});
}

TEST_CASE("Joined files are read as Profiler reads their joined text", "[manifest]") {
    const std::string base =
        GENERATE("a = 1\np[] = x\np[k] = y\n", "p[0] = x\np[] = y", "p = text\n", "p[] = x\n\n; end",
                 "; nothing", "", "p[] = 'x'   \n\n", "p[][] = deep\n");
    const std::string own =
        GENERATE("p[] = z\n", "a = 2\np[k] = w\np[] = v", "p[0] = q\n", "p = over\n", "", "; c\np[] = x");
    CAPTURE(base, own);
    const std::string name = "base = b\n";
    const auto joined = read(base + "\n" + name + own);
    const auto apart = read(name + own, {{"b", base}});
    const auto dump = [](const slipway::document::Map& map) {
        std::string out;
        const auto add = [&](const auto& self, const slipway::document::Map& level) -> void {
            for (const auto& entry : level.entries()) {
                out += fmt::format("{}={}{{", entry.key.text, entry.value.written());
                if (entry.value.is_map()) {
                    self(self, entry.value.map());
                }
                out += "}";
            }
        };
        add(add, map);
        return out;
    };
    CHECK(dump(apart.manifest->data) == dump(joined.manifest->data));
}

TEST_CASE("A base whose end takes the beginning of another file is reported", "[manifest]") {
    const std::string base =
        GENERATE("dependencies[] =", "dependencies[] = a\njunk", "description = \"unfinished", "x[");
    CAPTURE(base);
    const std::string own = base == "description = \"unfinished" ? "x = y\"\nbase = b\n"
                            : base == "x["                       ? "y] = z\nbase = b\n"
                                                                 : "base = b\n";
    const auto found = read(own, {{"b", base}});
    INFO(found.rendered);
    CHECK(found.errors.front() == "base-runs-on");
    const bool own_is_odd = own != "base = b\n";  // what closes a quote or bracket there opens none
    CHECK(found.errors.size() == (own_is_odd ? 2 : 1));
    CHECK(found.rendered.find("--> b.info:") != std::string::npos);
}

TEST_CASE("What is wrong inside of a base is not said again", "[manifest]") {
    const auto found =
        read_body("base = b\n", {{"b",
                                  "dependancies[] = x\ndependencies[] = y (>=2)\ndependencies[] = y z\n# x\n"
                                  "dependencies[][] = x\nphp = any\ndescription[] = x\n; the end\n"}});
    CHECK(found.rendered.empty());
    CHECK(found.modules().size() == 2);
}

TEST_CASE("A base that is missing, leads back or has no proper name is an error", "[manifest]") {
    CHECK(read_body("base = nowhere\n").errors == Slugs{"base-not-found"});
    CHECK(read_body("base = ../../etc/passwd\n").errors == Slugs{"base-not-found"});
    CHECK(read_body("base = ../../etc/passwd\n").bases_read.empty());
    CHECK(read_body("base = p\n").errors == Slugs{"base-cycle"});
    const auto cycle = read_body("base = b\ndependencies[] = own\n",
                                 {{"b", "base = c\ndependencies[] = of_b\n"}, {"c", "base = b\n"}});
    CHECK(cycle.errors == Slugs{"base-cycle"});
    CHECK(cycle.modules() == Names{"of_b", "own"});
    CHECK(cycle.bases_read == Names{"b", "c"});
}

TEST_CASE("A chain of bases ends somewhere", "[manifest]") {
    testing::Bases bases;
    for (int i = 0; i < 100; ++i) {
        bases[fmt::format("b{}", i)] = fmt::format("base = b{}\n", i + 1);
    }
    const auto found = read_body("base = b0\n", bases);
    CHECK(found.errors == Slugs{"base-cycle"});
    CHECK(found.bases_read.size() == 31);
}

TEST_CASE("Without a reader a base is left to others", "[manifest]") {
    slipway::SourceMap sources;
    slipway::Diagnostics diagnostics;
    const auto file = sources.add("p.info", head + "base = b\ndependencies[] = own\n");
    const auto manifest =
        slipway::manifest::read_manifest(file, {.kind = ManifestKind::info}, sources, diagnostics);
    REQUIRE(manifest);
    CHECK(diagnostics.all().empty());
    CHECK(manifest->base.value().name.text == "b");
}

TEST_CASE("Profiler switches modules off by name, after all others in 7.x", "[manifest]") {
    const testing::Bases bases{{"b", "dependencies[] = one\ndependencies[] = two\ndependencies[] = three\n"}};
    const auto found = read_body("base = b\ndependencies[two] = 0\ndependencies[] = own\n", bases);
    CHECK(found.rendered.empty());
    CHECK(found.modules() == Names{"one", "three", "own"});
    CHECK(texts(found.manifest->removed) == Names{"two"});

    const std::string both = "dependencies[x] = 0\ndependencies[] = x\ndependencies[y] = 1\n";
    CHECK(read("name = n\ncore = 7.x\n" + both).modules() == Names{"y"});
    CHECK(read("name = n\ncore = 6.x\n" + both).modules() == Names{"x", "y"});
    CHECK(read_body("dependencies[] = x\ndependencies[x] = FALSE\ndependencies[y] = TRUE\n").modules()
          == Names{"y"});
}

TEST_CASE("Components of Profiler that name extensions are typed, the rest is data", "[manifest]") {
    const auto found = read_body(
        "theme = garland\nvariables[admin_theme] = seven\nvariables[site_name] = Site\n"
        "users[a][name] = admin\nusers[a][mail] = a@example.com\n"
        "users[a][roles] = \"editor, site manager,\"\n"
        "nodes[about][type] = page\nterms[t][name] = T\nterms[t][vocab_module] = my_feature\n");
    CHECK(found.rendered.empty());
    const auto& manifest = *found.manifest;
    CHECK(manifest.uses_profiler);
    REQUIRE(manifest.mentions.size() == 3);
    CHECK(manifest.mentions[0].name.text == "garland");
    CHECK(manifest.mentions[1].name.text == "seven");
    CHECK(manifest.mentions[1].type == ExtensionType::theme);
    CHECK(manifest.mentions[2].name.text == "my_feature");
    CHECK(manifest.mentions[2].type == ExtensionType::module);
    REQUIRE(manifest.users.size() == 1);
    CHECK(manifest.users[0].key.text == "a");
    CHECK(manifest.users[0].name.value().text == "admin");
    CHECK(manifest.users[0].mail.value().text == "a@example.com");
    CHECK(texts(manifest.users[0].roles) == Names{"editor", "site manager"});
    CHECK(manifest.data.find("nodes")->map().find("about")->map().find("type")->text() == "page");
}

TEST_CASE("Lines that Drupal does not read as they look are reported as those of a makefile are",
          "[manifest]") {
    CHECK(read_body("dependencies[] views\n").errors == Slugs{"missing-equals"});
    CHECK(read_body("dependencies[ = views\n").errors == Slugs{"unbalanced-bracket"});
}

TEST_CASE("What packaging appends replaces what the author wrote", "[manifest]") {
    const std::string stamp = "; Information added by Drupal.org packaging script on 2016-02-24\n";
    const auto packed =
        read_body("version = VERSION\n" + stamp + "version = \"7.43\"\nproject = \"drupal\"\n");
    CHECK(packed.rendered.empty());
    CHECK(packed.manifest->version.value().text == "7.43");
    CHECK(read_body("version = 1\nversion = 2\n" + stamp).errors == Slugs{"duplicate-key"});
    // Whoever removes the stamp's comment still replaces the placeholder.
    CHECK(read_body("version = VERSION\nversion = \"7.43\"\n").rendered.empty());
    CHECK(read_body("version = VERSIONS\nversion = 2\n").errors == Slugs{"duplicate-key"});
}

TEST_CASE("A .info file that is too large is not read", "[manifest]") {
    const auto found = read(std::string((16U << 20U) + 1, ' '));
    CHECK(found.errors == Slugs{"file-too-large"});
    CHECK_FALSE(found.manifest);
}

TEST_CASE("Hostile .info files are read in one run", "[manifest]") {
    const auto* const piece =
        GENERATE("dependencies[] = a\n", "dependencies[] = a (1.x,1.x)\n", "dependencies[a] = 0\n",
                 "base = b\n", "users[][roles] = ,,\n", "[", "=", "\xE4\n", "dependencies[][] = x\n",
                 "terms[][vocab_module] = x\n", "x = \"");
    CAPTURE(piece);
    std::string text = head;
    while (text.size() < (1U << 20U)) {
        text += piece;
    }
    const auto found = read(text, {{"b", text}});
    CHECK(found.manifest.has_value());
    CHECK(found.errors.size() + found.warnings.size() <= 202);
}

// What the safe fixes make of a text, and where there is none.
#include "support.hpp"

#include <slipway/diag/diagnostic.hpp>
#include <slipway/diag/edits.hpp>
#include <slipway/diag/source_map.hpp>
#include <slipway/makefile/load.hpp>

#include <catch2/catch.hpp>

#include <random>
#include <string>
#include <vector>

using slipway::Diagnostics;
using slipway::FileId;
using slipway::Fix;
using slipway::Result;
using slipway::SourceMap;

namespace {

const std::string head = "core = 7.x\napi = 2\n";

std::vector<slipway::Diagnostic> said_about(const std::string& text) {
    SourceMap sources;
    Diagnostics diagnostics;
    const auto read = [](const slipway::makefile::Place&) -> Result<std::string> {
        return std::string("; \n");
    };
    slipway::makefile::load({.path = "site.make", .bytes = text}, read, sources, diagnostics);
    return diagnostics.all();
}

// The body of a makefile after its safe fixes, until there are none.
std::string mended(const std::string& body) {
    auto text = head + body;
    for (int round = 0; round < 20; ++round) {
        const auto edited = slipway::make_safe_fixes(text, FileId{0}, said_about(text));
        if (edited.fixes_made == 0) {
            break;
        }
        text = edited.text;
    }
    return text.substr(head.size());
}

struct Case {
    const char* written;
    const char* meant;
};

}  // namespace

TEST_CASE("A broken key is mended where it can only mean one thing", "[makefile][fix]") {
    const auto text = GENERATE(values<Case>({
        {"projects[a[version] = 1\n", "projects[a][version] = 1\n"},
        {"projects[a]version] = 1\n", "projects[a][version] = 1\n"},
        {"projects[a][version = 1\n", "projects[a][version] = 1\n"},
        {"projects[a]][version] = 1\n", "projects[a][version] = 1\n"},
        {"projects[[a][version] = 1\n", "projects[a][version] = 1\n"},
        {"projects[a}[version] = 1\n", "projects[a][version] = 1\n"},
        {"projects[a version] = 1\n", "projects[a][version] = 1\n"},
        {"projects[a] [version] = 1\n", "projects[a][version] = 1\n"},
        {"projects[a][download]url] = u\n", "projects[a][download][url] = u\n"},
        {"libraries[a][patch][1[url] = u\n", "libraries[a][patch][1][url] = u\n"},
        {"projects[a][version] 1\n;\n", "projects[a][version] = 1\n;\n"},
        {"projects[a][version]: \"1\"\n;\n", "projects[a][version] = \"1\"\n;\n"},
        {"projects[a][download][url] \"http://x/?a=b\"\n",
         "projects[a][download][url] = \"http://x/?a=b\"\n"},
        {"projects['a'][ version ] = 1\r\n", "projects[a][version] = 1\r\n"},
        {"projects[a][version] => 1\n", "projects[a][version] = 1\n"},
        {"projects[a][version] == 1\n", "projects[a][version] = 1\n"},
        {"[projects][a][version] = 1\n", "projects[a][version] = 1\n"},
        {"projects[a[version] = 1\nprojects[a][subdir] = x\n",
         "projects[a][version] = 1\nprojects[a][subdir] = x\n"},
    }));
    CAPTURE(text.written);
    CHECK(mended(text.written) == text.meant);
}

TEST_CASE("A value is mended where its author's mind is plain", "[makefile][fix]") {
    const auto text = GENERATE(values<Case>({
        {"projects[a][version] = \"1.0\n", "projects[a][version] = \"1.0\"\n"},
        {"projects[a][version] = \"1.0'\n", "projects[a][version] = \"1.0\"\n"},
        {"projects[a][version] = 1.0\"\n", "projects[a][version] = 1.0\n"},
        {"projects[a][lock] = 'it's'\n", "projects[a][lock] = \"it's\"\n"},
        {"projects[a][version] = \"1.0\"\"\n", "projects[a][version] = \"1.0\"\n"},
        {"projects[a][version] = ''1.0'\n", "projects[a][version] = '1.0'\n"},
        {"projects[a][version] = \xE2\x80\x9C"
         "1.0\xE2\x80\x9D\n",
         "projects[a][version] = \"1.0\"\n"},
        {"  projects[a][version] = 1.0 ; new\r\n", "  ; new\r\n  projects[a][version] = 1.0\r\n"},
        {"projects[a][version] = \"1.0\";\n", "projects[a][version] = \"1.0\"\n"},
        {"projects[a][version] =\n1.0\n", "projects[a][version] = 1.0\n"},
        {"projects[a][subdir] =\nprojects[a][version] = 1\n",
         "projects[a][subdir] = \"\"\nprojects[a][version] = 1\n"},
        {"projects[a][do_recursion] = No\n", "projects[a][do_recursion] = FALSE\n"},
    }));
    CAPTURE(text.written);
    CHECK(mended(text.written) == text.meant);
}

TEST_CASE("What one line takes from another is given back", "[makefile][fix]") {
    const auto text = GENERATE(values<Case>({
        {"projects[a] = 1.0\nprojects[a][subdir] = x\n",
         "projects[a][version] = 1.0\nprojects[a][subdir] = x\n"},
        {"projects[a][subdir] = x\nprojects[a] = 1.0\n",
         "projects[a][subdir] = x\nprojects[a][version] = 1.0\n"},
        {"projects[a][subdir] = x\nprojects[] = a\n", "projects[a][subdir] = x\n"},
        {"projects[a][patch] = x\nprojects[a][patch] = y\nprojects[a][patch] = z\n",
         "projects[a][patch][] = x\nprojects[a][patch][] = y\nprojects[a][patch][] = z\n"},
        {"projects[a][patch] = x\nprojects[a][patch][] = y\n",
         "projects[a][patch][] = x\nprojects[a][patch][] = y\n"},
        {"libarries[a][download][type] = git\nlibarries[a][download][tag] = 1\n",
         "libraries[a][download][type] = git\nlibraries[a][download][tag] = 1\n"},
        {"projects[a][download][type] = git\nprojects[a][branch] = x\n",
         "projects[a][download][type] = git\nprojects[a][download][branch] = x\n"},
        {"# a\r\nprojects[a] = 1.0\r\n", "; a\r\nprojects[a] = 1.0\r\n"},
        {"# a\n# b\nprojects[a] = 1.0\n#projects[b] = 1.0\n",
         "; a\n; b\nprojects[a] = 1.0\n;projects[b] = 1.0\n"},
    }));
    CAPTURE(text.written);
    CHECK(mended(text.written) == text.meant);
}

TEST_CASE("Where several things can be meant, nothing is changed", "[makefile][fix]") {
    const auto* const text = GENERATE(
        "a][type] = theme\n", "projects[a[b[c = 1\n", "projects[a] =\nprojects[b] = 1.0\n",
        "Issue: see below\n;\n", "projects[a][version] = 1\nprojects[a][version] = 2\n",
        "projects[a][version] = \"1\" \"2\"\n", "projects[a][version] = 1.0\nprojects[a] = 2.0\n",
        "projects[a] = 1.0-beta1\nprojects[] = a\n", "projects[a][branch] = x\n",
        "projects[a][download][subdir] = x\n", "projects[a][patch][issue 1[url = x\n",
        "project[a] = 1.0\nprojects[a] = 2.0\n", "projects[a][download][type] = cvs\n",
        "<<<<<<< HEAD\nprojects[a] = 1.0\n=======\n;\n",
        "projects[a][lock] = \"Keep\nprojects[b] = 1.0\nas it is\"\n",
        "projects[a][version] = \"1.0\nfoo = bar\"\n",
        "projects[a][version] = 2.0\nprojects[a[version] = 1.0\n",
        "projects[a] [version] = 1.0\nprojects[a][version] = 2.0\n",
        "projects[a][version] = 2.0\nprojects[a version] = 1.0\n",
        "projects[a] = 2.0\nprojects[a[version] = 1.0\n", "projects[a] = 1.0\nprojects[a][version] = 1.1\n",
        "[a][version] = 1.0\n", "projects[a][subdir] = ; none\n", "projects[a][version] = # any\n",
        "projects[a][patch][] = \"p\\fix.patch\"\n", "projects[a][version] = \"1\\0\"\n",
        "print l('x', array('query'=>y())) .'</p>'\n", "projects[a][version] = \"1\"2\"3\"\n");
    CAPTURE(text);
    CHECK_FALSE(said_about(head + text).empty());
    CHECK(mended(text) == text);
}

TEST_CASE("A text for people that begins with a quote may go on below its line", "[makefile][fix]") {
    const std::string text = "projects[a][lock] = \"<!--[if IE]>\n<p class=\"a\" />\n";
    CHECK(slipway::makefile::testing::load_body(text).errors.front() == "unclosed-quote");
    CHECK(mended(text) == text);
}

TEST_CASE("The way out of a mistake names what was meant", "[makefile]") {
    const auto text = GENERATE(values<Case>({
        {"projects[a][version] = \"1\"2\"3\"\n",
         "write \\\" for each quote within the value, or ' at both of its ends"},
        {"projects[a][version] = 7.1.6\n", "write 1.6"},
        {"projects[a][pathces][] = a.patch\n", "there is one called 'patch'"},
        {"projects[a][version] = 1.2.3-beta1\n", "a version has two numbers, such as 2.0-beta1"},
        {"projects[a][download][type] = cvs\n"
         "projects[a][download][root] = :pserver:anonymous:anonymous@cvs.drupal.org:/cvs/drupal\n",
         "drupal.org is in git now"},
        {"projects[a][download][type] = cvs\nprojects[a][download][root] = :pserver:x@cvs.example.com:/x\n",
         "can be checked out by hand"},
        {"projects[a][download][type] = local\nprojects[a][download][url] = /x\n",
         "there is one called 'copy'"},
        {"libraries[a][download][type] = get\nlibraries[a][download][url] = \"blob:http://x/a.js\"\n",
         "name the address that the file has on its server"},
        {"libraries[ab.cd][download][type] = git\nlibraries[ab.cd][download][url] = http://x/a.git\n"
         "libraries[ab.cc][download][tag] = v1\nlibraries[ab.cd][overwrite] = TRUE\n",
         "write 'libraries[ab.cd][download][tag]' if this is meant for ab.cd, whose lines it stands among"},
        {"libraries[a][download][type] = get\nlibraries[a][download][url] = http://x/a.js\n\n"
         "libraries[a][download][type] = get\nlibraries[a][download][url] = http://x/b.js\n",
         "remove one of them; if these are two libraries, give each a name of its own"},
        {"projects[b][subdir] = x/y\nprojects[c][subdir] = x/y\nprojects[d][subdir] = x\nprojects[x][type] = "
         "module\n",
         "'d' and 2 others are placed inside 'x', which is built later and replaces them"},
    }));
    CAPTURE(text.written);
    const auto rendered = slipway::makefile::testing::load_body(text.written).rendered;
    UNSCOPED_INFO(rendered);
    CHECK(rendered.find(text.meant) != std::string::npos);
}

TEST_CASE("An attribute is not moved to where it would be refused", "[makefile]") {
    const std::string library =
        "libraries[a][download][type] = get\nlibraries[a][download][url] = http://x/a\n";
    const auto said_of = [&](const std::string& name) {
        return slipway::makefile::testing::load_body(library + "libraries[a][filename] = " + name + "\n")
            .rendered;
    };
    CHECK(said_of("a.js").find("+ libraries[a][download][filename] = a.js") != std::string::npos);
    CHECK(said_of("../a.js").find("write it after [download]") != std::string::npos);
    CHECK(said_of("../a.js").find("  + ") == std::string::npos);
}

TEST_CASE("Versions of three numbers are left to the core that has them", "[makefile]") {
    using slipway::makefile::testing::load_files;
    CHECK(
        load_files({{"site.make", "core = 8.x\napi = 2\nprojects[a][version] = 2.0.1\n"}}).rendered.empty());
    CHECK(load_files({{"site.make",
                       "core = 7.x\napi = 2\nprojects[a][version] = 2.0.1\nprojects[a][location] = "
                       "http://x/history\n"}})
              .rendered.empty());
    CHECK(load_files({{"site.make", "core = 6.x\napi = 2\nprojects[a][version] = 2.0.1\n"}}).errors
          == std::vector<std::string>{"malformed-version"});
}

TEST_CASE("Texts that mean what they say raise no alarm", "[makefile][fix]") {
    const auto* const text = GENERATE(
        "projects[a][lock] = See issue #123 ; and the next\n", "projects[a][patch][fix for 12] = a.patch\n",
        "projects[a][lock] = caf\xC3\xA9\xC2\xA0noir\n",
        "projects[a][download][url] = git@github.com:x/y.git\n",
        "projects[a][download][type] = git\nprojects[a][download][branch] = x\nprojects[a][download][tag] = "
        "y\n",
        "projects[drupal][version] = 7.x\n", "projects[drupal][version] = 7.x-dev\n",
        "projects[a][version] = 7.x-1.0\nprojects[a][download][tag] = 7.x-1.0\n",
        "projects[a][type] = core\nprojects[a][version] = 7.x-1.0\n", "projects[a][version] = 1\n",
        "projects[a][patch][] = x y.patch\n", "translations[] = zh-hans\n",
        "projects[] = a\nprojects[] = b\n", "projects[a][lock] = \"it\\'s \\\"it\\\" \\\\\"\n",
        "projects[a][lock] = ; none\n", "projects[a][lock] = fixes #123 issue\n",
        "projects[a][lock] = see // the queue\n", "projects[a][lock] = \"Keep:\nsee = 123\nuntil fixed\"\n",
        "defaults[projects][download][branch] = x\n"
        "projects[a][type] = theme\nprojects[a][directory_name] = c\nprojects[b][type] = module\n"
        "projects[b][directory_name] = c\n");
    CAPTURE(text);
    std::vector<std::string> slugs;
    for (const auto& diagnostic : said_about(head + text)) {
        slugs.emplace_back(diagnostic.slug);
    }
    CHECK(slugs == std::vector<std::string>{});
}

TEST_CASE("Fixes of texts broken at random come to an end, and stay within the text", "[makefile][fix]") {
    const std::vector<std::string> pieces{"projects[a]",
                                          "[version]",
                                          "[download]",
                                          "[patch]",
                                          "[",
                                          "]",
                                          " = ",
                                          "=",
                                          "\"",
                                          "'",
                                          "1.0",
                                          " ; x",
                                          "# x",
                                          "// x",
                                          "\n",
                                          "\n",
                                          "\r",
                                          "\xC2\xA0",
                                          "\xEF\xBB\xBF",
                                          "\xE2\x80\x9C",
                                          "\xFF",
                                          "projects[] = a",
                                          "libraries[a]",
                                          "[type]",
                                          "git",
                                          "7.x-1.0",
                                          "no",
                                          "patch",
                                          "=>",
                                          "projcets[a]",
                                          "[branch]",
                                          "[section]",
                                          " "};
    std::mt19937 random(11);  // NOLINT(cert-msc32-c,cert-msc51-cpp): a test that can be repeated
    for (int i = 0; i < 3000; ++i) {
        std::string text = random() % 2 == 0 ? head : "";
        for (auto left = random() % 40; left != 0; --left) {
            text += pieces[random() % pieces.size()];
        }
        CAPTURE(text);
        int round = 0;
        for (auto rest = text; round < 60; ++round) {
            const auto edited = slipway::make_safe_fixes(rest, FileId{0}, said_about(rest));
            if (edited.fixes_made == 0) {
                break;
            }
            rest = edited.text;
        }
        REQUIRE(round < 60);
    }
}

TEST_CASE("A swallowed line is not blamed for its quotes as well", "[makefile][fix]") {
    const auto said = said_about(head + "projects[a][version] =\nprojects[b][version] = \"1.4\"\n");
    REQUIRE(said.size() == 1);
    CHECK(said.front().slug == "empty-value-swallows-line");
}

TEST_CASE("A key is called by the name that it seems to have", "[makefile]") {
    CHECK(said_about(head + "projects[a] [version] = 1.0\n").front().message
          == "space and quotes are part of a key: this is not 'a'");
    CHECK(said_about(head + " = b\n").front().message == "this key is nothing but space or quotes");
}

TEST_CASE("No line is written twice where a carriage return hides it", "[makefile][fix]") {
    const std::string text = "core = 7.x\napi = 2\rprojects[a] = 1.0\n";
    const auto edited = slipway::make_safe_fixes(text, FileId{0}, said_about(text));
    CHECK(edited.text == "core = 7.x\napi = 2\nprojects[a] = 1.0\n");
}

TEST_CASE("What ends a statement elsewhere is mended in YAML", "[makefile][fix]") {
    const auto text = GENERATE(values<Case>({
        {"  a: '1.0';\n", "  a: '1.0'\n"},
        {"  a: \"1.0\";note\n", "  a: \"1.0\" #note\n"},
        {"  a: '1.0' ; note\n", "  a: '1.0' # note\n"},
        {"  a:\n    subdir: contrib;\n", "  a:\n    subdir: contrib\n"},
    }));
    const std::string yaml_head = "core: 7.x\napi: 2\nprojects:\n";
    CAPTURE(text.written);
    const auto edited =
        slipway::make_safe_fixes(yaml_head + text.written, FileId{0}, said_about(yaml_head + text.written));
    CHECK(edited.text == yaml_head + text.meant);
}

TEST_CASE("What is said helps in the language that the makefile is written in", "[makefile][yaml]") {
    struct Words {
        const char* text;
        const char* slug;
        const char* help;
    };
    const auto words = GENERATE(values<Words>({
        {"api: 2\nprojects:\n  a: '1.0'\n", "missing-core", "write core: 7.x"},
        {"core: 7.x\nprojects:\n  a: '1.0'\n", "missing-api", "write api: 2"},
        {"core: 7.x\napi: 2\nprojects:\n  a:\n    patch: x.patch\n", "scalar-patch",
         "write '- ' before it, on a line below 'patch:'"},
        {"core: 7.x\napi: 2\nprojects: a\n", "not-a-map", "write 'name: ...' on the lines below 'projects:'"},
        {"core: 7.x\napi: 2\nprojects:\n  a:'1.0'\n", "not-a-map", "write a space after the colon"},
        {"core: 7.x\napi: 2\ntranslations: de\n", "not-a-list", "write 'translations: [de]'"},
        {"core: 7.x\napi: 2\nprojects:\n  a: true\n", "malformed-project",
         "write 'name: version', or '- name'"},
        {"core: 7.x\napi: 2\nprojects:\n  a: {tag: x}\n", "unknown-attribute",
         "it is an attribute of the download: write it below 'download:'"},
        {"core: 7.x\napi: 2\nprojects:\n  bar: 7.x-1.10\n", "full-version", "write '1.10'"},
        {"core: 7.x\napi: 2\nprojects:\n  a:\n    version:'1.0'\n    subdir:contrib\n", "yaml-syntax",
         "write a space after the colon"},
        {"core: 7.x\napi: 2\nprojects:\n  a: '1.0'#x\n", "yaml-syntax", "write a space before #"},
        {"core: 7.x\napi: 2\nprojects:\n  a: {version: latest}\n", "malformed-version",
         "write ~ for the recommended release"},
        {"core: 7.x\napi: 2\nprojects:\n  a: master\n", "malformed-version",
         "to clone it, write 'download: {branch: master}'"},
        {"core: 7.x\napi: 2\nprojects:\n  a: {download: {type: get, url: 'http://x.org/a.git'}}\n",
         "wrong-url", "write 'type: git'"},
        {"core: 7.x\napi: 2\nprojects:\n  a: {do_recursion: no}\n", "not-a-flag", "write false"},
        {"core: 7.x\napi: 2\nprojects:\n  a: {type: profile, subdir: x}\n", "hidden-profile",
         "write 'subdir: \"\"' below 'a:'"},
        {"core: 7.x\napi: 2\nprojects:\n  a:\n    patch: x\n    patch: y\n    patch: x\n", "duplicate-key",
         "write 'patch:' once, and each of them below it after '- '"},
        {"core: 7.x\napi: 2\nincludes: [{path: x}]\n", "malformed-include",
         "write '- path/to/file.make' below 'includes:'"},
        {"core: 7.x\napi: 2\ndefaults: {projects: {patch: [x]}}\nprojects: {a: {patch: [y]}}\n",
         "list-collision", "give the elements names: 'name: ...' in place of '- ...'"},
        {"core = 7.x\nprojects[] = a\n", "missing-api", "write api = 2"},
        {"core = 7.x\napi = 2\nprojects[a][tag] = x\n", "unknown-attribute",
         "it is an attribute of the download: write it after [download]"},
        {"core = 7.x\napi = 2\nprojects[a][patch][12] = x\nprojects[a][patch][12] = y\n", "duplicate-key",
         "give one of them another label, or remove it"},
        {"core = 7.x\napi = 2\nprojects[a][download] = u\nprojects[a][download][tag] = x\n",
         "details-wipe-short-form", "write [download][url] = URL"},
    }));
    CAPTURE(words.text);
    const auto said = said_about(words.text);
    REQUIRE_FALSE(said.empty());
    CHECK(said.front().slug == words.slug);
    CHECK(said.front().help.value_or("") == words.help);
}

TEST_CASE("The fixes of YAML are YAML", "[makefile][yaml][fix]") {
    const auto text = GENERATE(values<Case>({
        {"core: 7.x\r\nprojects: {a: '1.0'}\r\n", "core: 7.x\r\napi: 2\r\nprojects: {a: '1.0'}\r\n"},
        {"core: 7.x # seven\nprojects: {a: '1.0'}\n", "core: 7.x # seven\nprojects: {a: '1.0'}\n"},
        {"core: 7.x\napi: 2\nprojects:\n  bar: 7.x-1.10\n", "core: 7.x\napi: 2\nprojects:\n  bar: '1.10'\n"},
        {"core: 7.x\napi: 2\nprojects:\n  bar: '7.x-1.10'\n",
         "core: 7.x\napi: 2\nprojects:\n  bar: '1.10'\n"},
        {"core: 7.x\napi: 2\nprojects:\n  bar: 7.x-1.0-beta1\n",
         "core: 7.x\napi: 2\nprojects:\n  bar: 1.0-beta1\n"},
        {"core: 7.x\napi: 2\nprojects:\n  a:\n    verison: '1.0'\n    patches:\n      - x.patch\n",
         "core: 7.x\napi: 2\nprojects:\n  a:\n    version: '1.0'\n    patch:\n      - x.patch\n"},
        {"core: 7.x\napi: 2\nprojects: {a: {subdri: x, subdir: y}}\n",
         "core: 7.x\napi: 2\nprojects: {a: {subdri: x, subdir: y}}\n"},
        {"core: 7.x\napi: 2\nprojects:\n  a:\n    download: {tpye: get, url: 'http://x.org/a.zip'}\n",
         "core: 7.x\napi: 2\nprojects:\n  a:\n    download: {type: get, url: 'http://x.org/a.zip'}\n"},
    }));
    CHECK(slipway::make_safe_fixes(text.written, FileId{0}, said_about(text.written)).text == text.meant);
}

TEST_CASE("The comma that ends an element of JSON is part of nothing", "[makefile][yaml][fix]") {
    const auto text = GENERATE(values<Case>({
        {"core: 7.x\napi: 2\nprojects:\n  a:\n    version: '1.0',\n    subdir: contrib,\n",
         "core: 7.x\napi: 2\nprojects:\n  a:\n    version: '1.0'\n    subdir: contrib\n"},
        {"core: 7.x\napi: 2\nprojects: {a: '1.0', b: '1.1'}\n",
         "core: 7.x\napi: 2\nprojects: {a: '1.0', b: '1.1'}\n"},
        {"core = 7.x\napi = 2\nprojects[a][version] = \"1.0\",\nprojects[a][subdir] = contrib,\n",
         "core = 7.x\napi = 2\nprojects[a][version] = \"1.0\"\nprojects[a][subdir] = contrib\n"},
        {"core = 7.x\napi = 2\nprojects[a][version] = 1.0\nprojects[a][lock] = for now,\n",
         "core = 7.x\napi = 2\nprojects[a][version] = 1.0\nprojects[a][lock] = for now,\n"},
    }));
    auto mended = std::string(text.written);
    for (int round = 0; round < 3; ++round) {  // what YAML cannot be read for hides the rest
        mended = slipway::make_safe_fixes(mended, FileId{0}, said_about(mended)).text;
    }
    CHECK(mended == text.meant);
}

TEST_CASE("The first line without a space behind its colon is the one to mend", "[makefile][yaml]") {
    const std::string text = "core: 7.x\nprojects:\n  a:\n    version:'1.0'\n    subdir:contrib\n";
    const auto said = said_about(text);
    REQUIRE(said.size() == 1);
    CHECK(said.front().span->begin == text.find("version:"));
}

TEST_CASE("A key that begins with '?' is reported where it stands", "[makefile][yaml]") {
    const std::string text = "core: 7.x\napi: 2\nprojects:\n  ? a\n  : x\n";
    const auto said = said_about(text);
    REQUIRE_FALSE(said.empty());
    CHECK(said.front().message == "Drush knows no keys that begin with '?'");
    CHECK(said.front().span->begin == text.find("? a"));
}

TEST_CASE("A comment behind a URL is one mistake", "[makefile]") {
    const auto said = said_about(head + "projects[a][download][url] = http://example.com/a // the fork\n");
    REQUIRE(said.size() == 1);
    CHECK(said.front().slug == "comment-in-value");
}

TEST_CASE("A key that only holds an anchor is there for its aliases", "[makefile][yaml]") {
    CHECK(said_about("core: 7.x\napi: 2\ndefs: &d {subdir: contrib}\nprojects:\n  a: *d\n").empty());
}

TEST_CASE("A path is said to leave the platform only if it does", "[makefile]") {
    const auto text = GENERATE(values<Case>({
        {"../x", "'subdir' leads out of the platform: '../x'"},
        {"/x", "'subdir' leads out of the platform: '/x'"},
        {"a/../../b", "'subdir' leads out of the platform: 'a/../../b'"},
        {"..x", "'subdir' begins with '..', which Drush refuses: '..x'"},
        {"a/..", "'subdir' holds a '..': 'a/..'"},
    }));
    CHECK(said_about(head + "projects[a][subdir] = " + text.written + "\n").front().message == text.meant);
}

TEST_CASE("A zero takes a project out, and stands for no version", "[makefile]") {
    const auto said = said_about(head + "projects[a] = 0\n");
    REQUIRE(said.size() == 1);
    CHECK(said.front().message == "the value '0' counts as none: it takes 'a' out");
    CHECK_FALSE(said.front().fix);
}

TEST_CASE("Line ends of an old Macintosh are mended at once", "[makefile][fix]") {
    const std::string text = "core = 7.x\rapi = 2\r\rprojects[a] = 1.0\r";
    const auto edited = slipway::make_safe_fixes(text, FileId{0}, said_about(text));
    CHECK(edited.text == "core = 7.x\napi = 2\n\nprojects[a] = 1.0\r");
    CHECK(said_about(edited.text).empty());
}

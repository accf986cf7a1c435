// An attribute that is set twice, once among the lines of another project.
#include "support.hpp"

#include <slipway/diag/edits.hpp>
#include <slipway/makefile/parse.hpp>

#include <catch2/catch.hpp>

#include <string>

using slipway::Diagnostics;
using slipway::SourceMap;
using slipway::document::Mode;
using slipway::makefile::testing::load_body;

namespace {

const std::string views = "projects[views][version] = 3.29\nprojects[views][subdir] = contrib\n\n";

bool says(const std::string& body, const std::string& words) {
    const auto rendered = load_body(body).rendered;
    UNSCOPED_INFO(rendered);
    return rendered.find("error[duplicate-key]") != std::string::npos
           && rendered.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("A key set twice, once among lines about another project, is taken for that project's",
          "[makefile]") {
    const auto block = GENERATE(values<std::string>({
        "projects[ctools][version] = 1.4\nprojects[views][subdir] = tools\nprojects[ctools][type] = module\n",
        "projects[ctools][version] = 1.4\nprojects[views][subdir] = tools\n",
        "projects[views][subdir] = tools\nprojects[ctools][version] = 1.4\n\nprojects[a][version] = 1.0\n",
        "; Ctools\r\n projects[ctools][version] = 1.4\r\n;\r\n projects[views][subdir] = tools\r\n\r\n",
        "projects[a][version] = 1\n\nprojects[ctools] = 1.4\nprojects[views][subdir] = tools\n\napi = 2",
    }));
    CAPTURE(block);
    CHECK(says(views + block, "write 'projects[ctools][subdir]' if this is meant for ctools, whose lines"));
    CHECK(says(views + block, "projects[ctools][subdir] = tools"));
    CHECK(says(block + "\n" + views, "if the first is meant for ctools, whose lines it stands among"));
}

TEST_CASE("A key set twice among lines about its own project, or several, is to be removed once",
          "[makefile]") {
    const auto block = GENERATE(values<std::string>({
        "projects[views][subdir] = tools\n",
        "projects[views][version] = 3.29\nprojects[views][subdir] = tools\n",
        "projects[ctools][subdir] = a\nprojects[views][subdir] = tools\nprojects[token][version] = 1.0\n",
        "projects[ctools][version] = 1.4\nprojects[views][subdir] = b\nprojects[token][version] = 1.0\n",
        "projects[ctools][subdir] = a\nprojects[views][subdir] = tools\nprojects[ctools][version] = 1.0\n",
        "projects[ctools][version] = 1.4\n\nprojects[views][subdir] = tools\n",
        "libraries[ctools][type] = library\nprojects[views][subdir] = tools\n",
    }));
    CAPTURE(block);
    CHECK(says(views + block, "help: remove one of them\n"));
}

TEST_CASE("A patch set twice, once among lines about another project, is not given to either of them",
          "[makefile][fix]") {
    const std::string text =
        "core = 7.x\napi = 2\nprojects[views][patch] = a.patch\n\n"
        "projects[ctools][version] = 1.4\nprojects[views][patch] = b.patch\n";
    SourceMap sources;
    Diagnostics diagnostics;
    const auto file = sources.add("site.make", text);
    REQUIRE(slipway::makefile::parse(file, sources, Mode::strict, diagnostics));
    CHECK(slipway::make_safe_fixes(text, file, diagnostics.all()).text == text);
}

TEST_CASE("Equal keys of maps in YAML are to be written once, with all that is below them",
          "[makefile][yaml]") {
    CHECK(says("projects[a][version] = 1.0\nprojects[a][version] = 2.0\n", "help: remove one of them\n"));
    const auto said = slipway::makefile::testing::load_files(
        {{"site.make", "core: 7.x\napi: 2\nprojects:\n  a: '1.0'\nprojects:\n  b: '1.0'\n"}});
    CHECK(said.rendered.find(
              "help: write 'projects:' once, and all that stands below either of them below it\n")
          != std::string::npos);
}

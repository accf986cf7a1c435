#include <slipway/resolve/translation_server.hpp>

#include <catch2/catch.hpp>

#include <string>

using namespace slipway;
using namespace slipway::resolve;

TEST_CASE("A translation server says where its translations are, whatever its root is called", "[resolve]") {
    const auto* const document = GENERATE(
        "<?xml version=\"1.0\"?>\n<l10n_server version=\"1.0\"><name>x</name>"
        "<update_url>\n http://h/%project.po </update_url></l10n_server>",
        "<a><update_url><![CDATA[http://h/%project.po]]></update_url><update_url>second</update_url></a>");
    const auto url = parse_translation_server(document);
    REQUIRE(url);
    CHECK(*url == "http://h/%project.po");
}

TEST_CASE("What is no translation server's document is refused, and called what it is", "[resolve]") {
    const auto error = [](std::string_view document) { return parse_translation_server(document).error(); };
    CHECK(error("<html><update_url>x</update_url></html>").to_string().find("HTML page")
          != std::string::npos);
    CHECK(error("<a><update_url>x</a>").to_string().find("not well-formed") != std::string::npos);
    for (const auto* document :
         {"", "text", "<a/>", "<a><update_url/></a>", "<a><b><update_url>x</update_url></b></a>"}) {
        CAPTURE(document);
        CHECK(error(document).kind() == ErrorKind::corrupt);
    }
}

TEST_CASE("A template's names are replaced once, and unknown ones are left", "[resolve]") {
    CHECK(expand_template(
              "%core/%project/%project-%release.%language.po?%filename%%",
              {{"%core", "7.x"}, {"%project", "views"}, {"%release", "%project"}, {"%language", "da"}})
          == "7.x/views/views-%project.da.po?%filename%%");
    CHECK(expand_template("%ab", {{"%a", "1"}, {"%ab", "2"}}) == "2");
    CHECK(expand_template("", {{"%a", "1"}}).empty());
}

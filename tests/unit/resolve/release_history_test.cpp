#include <slipway/resolve/release_history.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

using slipway::ErrorKind;
using slipway::resolve::default_location;
using slipway::resolve::download_of;
using slipway::resolve::history_url;
using slipway::resolve::parse_release_history;
using slipway::resolve::Release;

namespace {

constexpr std::string_view views_xml = R"(<?xml version="1.0" encoding="utf-8"?>
<project xmlns:dc="http://purl.org/dc/elements/1.1/">
 <title>Views &amp; more</title>
 <short_name>views</short_name>
 <dc:creator>merlinofchaos</dc:creator>
 <type>project_module</type>
 <api_version>7.x</api_version>
 <recommended_major>3</recommended_major>
 <supported_majors>3,2</supported_majors>
 <default_major>3</default_major>
 <project_status>published</project_status>
 <releases>
  <release>
   <name>views 7.x-3.29</name>
   <version>7.x-3.29</version>
   <version_major>3</version_major>
   <version_patch>29</version_patch>
   <status>published</status>
   <download_link>https://example.org/views-7.x-3.29.tar.gz</download_link>
   <date>1664559482</date>
   <mdhash>0123456789abcdef0123456789abcdef</mdhash>
   <filesize>1500000</filesize>
   <files>
    <file><url>https://example.org/views-7.x-3.29.tar.gz</url><archive_type>tar.gz</archive_type><md5>aaaa</md5></file>
    <file><url>https://example.org/views-7.x-3.29.zip</url><archive_type>zip</archive_type><md5>bbbb</md5></file>
   </files>
  </release>
  <release>
   <version>7.x-3.28</version><version_major>3</version_major><status>unpublished</status>
  </release>
  <release>
   <version>7.x-3.x-dev</version><version_major>3</version_major><version_extra>dev</version_extra>
   <status>published</status><download_link>https://example.org/views-7.x-3.x-dev.tar.gz</download_link>
   <files>
    <file><url>https://example.org/other.tar.gz</url><md5>cccc</md5></file>
    <file><url>https://example.org/views-7.x-3.x-dev.tar.gz</url><md5>dddd</md5></file>
   </files>
  </release>
 </releases>
</project>)";

// What drupal.org says of a project since semantic versions: no majors, no parts of versions.
constexpr std::string_view token_xml = R"(<project>
 <short_name>token</short_name><type>project_module</type>
 <supported_branches>8.x-1.,2.1.,2.0.</supported_branches>
 <releases>
  <release><version>2.1.x-dev</version><status>published</status></release>
  <release><version>2.0.1</version><status>published</status></release>
  <release><version>2.0.0-rc1</version><status>published</status></release>
  <release><version>8.x-1.11</version><status>published</status></release>
  <release><version>8.x-1.0-alpha2</version><status>published</status></release>
  <release><version>8.x-1.x-dev</version><status>published</status></release>
 </releases>
</project>)";

std::string project_of_type(std::string_view type) {
    return "<project><type>" + std::string(type) + "</type></project>";
}

}  // namespace

TEST_CASE("A release history is read in document order, unpublished releases left out", "[resolve]") {
    const auto history = parse_release_history(views_xml);
    REQUIRE(history);
    CHECK(history->name == "views");
    CHECK(history->type == "module");
    CHECK(history->recommended_major == "3");
    CHECK(history->supported_majors == std::vector<std::string>{"3", "2"});
    REQUIRE(history->releases.size() == 2);

    const auto& stable = history->releases[0];
    CHECK(stable.version == "7.x-3.29");
    CHECK(stable.major == "3");
    CHECK(stable.patch == "29");
    CHECK(stable.extra.empty());
    CHECK_FALSE(stable.has_extra);
    CHECK(stable.date == "1664559482");
    CHECK(stable.md5 == "0123456789abcdef0123456789abcdef");
    CHECK(stable.download_link == "https://example.org/views-7.x-3.29.tar.gz");
    CHECK(stable.files.size() == 2);
    CHECK(history->releases[1].version == "7.x-3.x-dev");
    CHECK(history->releases[1].has_extra);
}

TEST_CASE("Without an mdhash the md5 is that of the file behind the download link", "[resolve]") {
    const auto history = parse_release_history(views_xml);
    REQUIRE(history);
    CHECK(history->releases[1].md5 == "dddd");
}

TEST_CASE("The parts of a version are derived where the document leaves them out", "[resolve]") {
    const auto history = parse_release_history(token_xml);
    REQUIRE(history);
    struct Case {
        std::size_t index;
        std::string major;
        std::string patch;
        std::string extra;
    };
    const auto [index, major, patch, extra] = GENERATE(values<Case>({
        {0, "2", "1", "dev"},
        {1, "2", "1", ""},
        {2, "2", "0", "rc1"},
        {3, "1", "11", ""},
        {4, "1", "0", "alpha2"},
        {5, "1", "", "dev"},
    }));
    const auto& release = history->releases.at(index);
    CAPTURE(release.version);
    CHECK(release.major == major);
    CHECK(release.patch == patch);
    CHECK(release.extra == extra);
    CHECK(release.has_extra == !extra.empty());
}

TEST_CASE("Supported branches stand for the majors that have a release in them, in their order",
          "[resolve]") {
    const auto history = parse_release_history(token_xml);
    REQUIRE(history);
    // 8.x-1. has 8.x-1.11; 2.1. has nothing but a snapshot; 2.0. has 2.0.1.
    CHECK(history->supported_majors == std::vector<std::string>{"1", "2"});
}

TEST_CASE("The service's names for types become ours, and others stay as written", "[resolve]") {
    struct Case {
        std::string_view written;
        std::string_view read;
    };
    const auto [written, read] = GENERATE(values<Case>({
        {"project_core", "core"},
        {"project_distribution", "profile"},
        {"project_module", "module"},
        {"project_theme", "theme"},
        {"project_theme_engine", "theme engine"},
        {"project_translation", "translation"},
        {"project_drupalorg", "utility"},
        {"profile-legacy", "profile"},
        {"project_profile", "profile"},
        {"project_general", "project_general"},
    }));
    CAPTURE(written);
    const auto history = parse_release_history(project_of_type(written));
    REQUIRE(history);
    CHECK(history->type == read);
}

TEST_CASE("The service's refusal is handed on in its own words", "[resolve]") {
    const auto history = parse_release_history(
        "<?xml version=\"1.0\"?>\n<error>No release history was found for the requested project "
        "(viws).</error>");
    REQUIRE_FALSE(history);
    CHECK(history.error().kind() == ErrorKind::denied);
    CHECK(history.error().message()
          == "the update service says: No release history was found for the requested project (viws).");
}

TEST_CASE("What is no release history is corrupt, and said to be what it is", "[resolve]") {
    struct Case {
        std::string_view document;
        std::string_view said;
    };
    const auto [document, said] = GENERATE(values<Case>({
        {"", "not well-formed"},
        {"Service unavailable", "not well-formed"},
        {"<project><releases>", "not well-formed"},
        {"<project></releases></project>", "not well-formed"},
        {"<!DOCTYPE html>\n<html><body>Log in</body></html>", "HTML page"},
        {"\n<HTML><body>Log in</body></HTML>", "HTML page"},
        {"<rss/>", "found <rss>"},
    }));
    CAPTURE(document);
    const auto history = parse_release_history(document);
    REQUIRE_FALSE(history);
    CHECK(history.error().kind() == ErrorKind::corrupt);
    CHECK(history.error().message().find(said) != std::string::npos);
}

TEST_CASE("Entities that a document declares are never expanded", "[resolve]") {
    const auto history = parse_release_history(R"(<!DOCTYPE project [
  <!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY file SYSTEM "file:///etc/passwd">
]><project><short_name>&b;&file;</short_name></project>)");
    REQUIRE(history);
    CHECK(history->name == "&b;&file;");
}

TEST_CASE("A document of any depth or size is answered, not crashed over", "[resolve]") {
    std::string deep;
    for (int i = 0; i < 900'000; ++i) {
        deep += "<a>";
    }
    CHECK_FALSE(parse_release_history(deep));
    for (int i = 0; i < 900'000; ++i) {
        deep += "</a>";
    }
    CHECK_FALSE(parse_release_history(deep));
    CHECK_FALSE(parse_release_history(std::string((64U << 20U) + 1, ' ')));
}

TEST_CASE("The archive of the wanted variant is downloaded, else the one of the link", "[resolve]") {
    Release release;
    release.download_link = "https://example.org/p-core.tar.gz";
    release.md5 = "link";
    release.files = {{"https://example.org/p-full.zip", "zip", "full", "zipped"},
                     {"https://example.org/p-full.tar.gz", "tar.gz", "full", "full"},
                     {"https://example.org/p.tar.gz", "tar.gz", "projects", "projects"}};
    CHECK(download_of(release, "full").url == "https://example.org/p-full.tar.gz");
    CHECK(download_of(release, "full").md5 == "full");
    CHECK(download_of(release, "profile-only").url == "https://example.org/p-core.tar.gz");
    CHECK(download_of(release, "profile-only").md5 == "link");
    CHECK(download_of(release, "").url == "https://example.org/p-core.tar.gz");
}

TEST_CASE("A history's URL is made of location, project and core, with one feed for 9 and later",
          "[resolve]") {
    CHECK(history_url(default_location, "views", "7.x")
          == "https://updates.drupal.org/release-history/views/7.x");
    CHECK(history_url("http://localhost/rh/", "views", "6.x") == "http://localhost/rh/views/6.x");
    CHECK(history_url("http://localhost", "token", "8.x") == "http://localhost/token/8.x");
    CHECK(history_url("http://localhost", "token", "9.x") == "http://localhost/token/all");
    CHECK(history_url("http://localhost", "token", "10.x") == "http://localhost/token/all");
}

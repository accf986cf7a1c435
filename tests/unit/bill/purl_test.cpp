// Package URLs, by the specification of purl and its types; CPE names as the national vulnerability database
// has them for Drupal.
#include "../../../src/bill/purl.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace slipway;
using bill::purl_of;
using Kind = lock::Source::Kind;

namespace {

constexpr const char* digits = "736b46c8544af3a2c805fa5cb99b04fa08740a2d7693cc1f03737908629a1b7b";

lock::Entry entry(const std::string& name, const std::string& version, Kind kind, const std::string& url) {
    lock::Entry out;
    out.name = out.key = name;
    out.type = "module";
    out.version = version;
    out.source.kind = kind;
    out.source.url = url;
    if (kind == Kind::release || kind == Kind::file) {
        out.source.content = lock::Content{.sha256 = *Digest::from_hex(digits), .size = 1};
    } else {
        out.source.commit = "0123abcd";
    }
    return out;
}

std::string of_drupal(const std::string& name, const std::string& version) {
    return "https://ftp.drupal.org/files/projects/" + name + "-" + version + ".tar.gz";
}

}  // namespace

TEST_CASE("Core is Composer's drupal/core, and has its CPE", "[bill]") {
    auto core = entry("drupal", "7.103", Kind::release, of_drupal("drupal", "7.103"));
    core.type = "core";
    CHECK(purl_of(core, "7.x") == "pkg:composer/drupal/core@7.103");
    CHECK(bill::cpe_of(core) == "cpe:2.3:a:drupal:drupal:7.103:*:*:*:*:*:*:*");
    core.version = "8.0.0-rc1";
    CHECK(bill::cpe_of(core) == "cpe:2.3:a:drupal:drupal:8.0.0:rc1:*:*:*:*:*:*");
    core.version = "7.x-dev";
    CHECK(bill::cpe_of(core).empty());
    core.source.url = "https://example.org/drupal-7.103.tar.gz";
    core.version = "7.103";
    CHECK(bill::cpe_of(core).empty());
}

TEST_CASE("Projects for Drupal 8 and later are packages of Drupal's Composer repository", "[bill]") {
    const std::string repository = "?repository_url=https://packages.drupal.org/8";
    for (const auto& [version, composers] :
         {std::pair("8.x-1.2", "1.2.0"), std::pair("8.x-1.0-beta2", "1.0.0-beta2"),
          std::pair("8.x-1.x-dev", "1.x-dev"), std::pair("2.0.1", "2.0.1"),
          std::pair("2.0.x-dev", "2.0.x-dev")}) {
        CAPTURE(version);
        const auto token = entry("token", version, Kind::release, of_drupal("token", version));
        CHECK(purl_of(token, "10.x") == std::string("pkg:composer/drupal/token@") + composers + repository);
    }
}

TEST_CASE("Projects for Drupal 7 are no packages of anybody: their archive names them", "[bill]") {
    const auto url = of_drupal("views", "7.x-3.29");
    CHECK(purl_of(entry("views", "7.x-3.29", Kind::release, url), "7.x")
          == std::string("pkg:generic/drupal/views@7.x-3.29?checksum=sha256:") + digits
                 + "&download_url=" + url);
    CHECK(purl_of(entry("views", "7.x-3.29", Kind::release, "https://example.org/v.tar"), "7.x")
          == std::string("pkg:generic/views@7.x-3.29?checksum=sha256:") + digits
                 + "&download_url=https://example.org/v.tar");
}

TEST_CASE("A commit at GitHub or Bitbucket is a repository of theirs", "[bill]") {
    for (const auto* url : {"https://github.com/Owner/Name.git", "git@github.com:Owner/Name.git",
                            "ssh://git@github.com:22/Owner/Name", "git://github.com/owner/name"}) {
        CAPTURE(url);
        CHECK(purl_of(entry("lib", "", Kind::git, url), "7.x") == "pkg:github/owner/name@0123abcd");
    }
    CHECK(purl_of(entry("lib", "", Kind::git, "https://bitbucket.org/a/b"), "7.x")
          == "pkg:bitbucket/a/b@0123abcd");
    CHECK(
        purl_of(entry("lib", "7.x-1.x-dev", Kind::git, "https://git.drupalcode.org/project/lib.git"), "7.x")
        == "pkg:generic/lib@7.x-1.x-dev?vcs_url=git%2Bhttps://git.drupalcode.org/project/lib.git%400123abcd");
    CHECK(purl_of(entry("lib", "", Kind::svn, "https://svn.example.org/lib"), "7.x")
          == "pkg:generic/lib@0123abcd?vcs_url=svn%2Bhttps://svn.example.org/lib%400123abcd");
}

TEST_CASE("An archive that GitHub makes is of its repository; one that was uploaded there is not", "[bill]") {
    const std::string archive = "https://github.com/Owner/name/archive/";
    CHECK(purl_of(entry("lib", "", Kind::file, archive + "1.2.zip"), "7.x") == "pkg:github/owner/name@1.2");
    CHECK(purl_of(entry("lib", "", Kind::file, archive + "refs/tags/v1.2.tar.gz"), "7.x")
          == "pkg:github/owner/name@v1.2");
    const std::string uploaded = "https://github.com/owner/name/releases/download/1.2/name.zip";
    CHECK(purl_of(entry("lib", "1.2", Kind::file, uploaded), "7.x")
          == std::string("pkg:generic/lib@1.2?checksum=sha256:") + digits + "&download_url=" + uploaded);
}

TEST_CASE("What would part a package URL is escaped", "[bill]") {
    CHECK(purl_of(entry("a b/c?", "1.0 #1", Kind::copy, "../dir"), "7.x")
          == "pkg:generic/a%20b%2Fc%3F@1.0%20%231");
    const auto local = purl_of(entry("lib", "", Kind::file, "local/lib.zip"), "7.x");
    CHECK(local == std::string("pkg:generic/lib?checksum=sha256:") + digits);
    CHECK(bill::purl_of_composer("Symfony/Yaml", "3.4.0") == "pkg:composer/symfony/yaml@3.4.0");
}

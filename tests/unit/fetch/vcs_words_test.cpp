// What of a makefile may reach svn, hg and bzr.

#include <slipway/fetch/vcs.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

using slipway::ErrorKind;
using slipway::fetch::check_vcs_revision;
using slipway::fetch::check_vcs_url;
using System = slipway::plan::FetchVcs::System;

namespace {

using Cases = std::vector<std::pair<System, std::string>>;

}  // namespace

TEST_CASE("Addresses of each system's own schemes are taken", "[fetch]") {
    for (const auto& [system, url] : Cases{{System::svn, "svn://example.org/repo/trunk"},
                                           {System::svn, "svn+ssh://ada@example.org:22/repo"},
                                           {System::svn, "https://ada:secret@example.org/repo"},
                                           {System::svn, "http://[::1]:8080/repo"},
                                           {System::svn, "file:///srv/repo"},
                                           {System::hg, "ssh://hg@example.org//srv/repo"},
                                           {System::hg, "https://example.org/repo"},
                                           {System::bzr, "bzr://example.org/repo"},
                                           {System::bzr, "bzr+ssh://ada@example.org/repo"},
                                           {System::bzr, "lp:~ada/boat/trunk"}}) {
        CAPTURE(url);
        CHECK(check_vcs_url(system, url));
    }
}

TEST_CASE("Nothing that could be taken for an option, a program or another place is an address", "[fetch]") {
    for (const auto& [system, url] : Cases{{System::svn, ""},
                                           {System::svn, "--config-option=config:tunnels:x=touch y"},
                                           {System::svn, "svn+ssh://-oProxyCommand=touch%20y/repo"},
                                           {System::svn, "svn+ssh://ada@-oProxyCommand=touch%20y/repo"},
                                           {System::svn, "svn+ssh://-oProxyCommand=x@host/repo"},
                                           {System::svn, "svn+x://example.org/repo"},
                                           {System::svn, "ext::sh -c x"},
                                           {System::svn, "file://host/srv"},
                                           {System::svn, "/srv/repo"},
                                           {System::svn, "https:///repo"},
                                           {System::svn, "https://example.org/a\nb"},
                                           {System::hg, "ssh://-oProxyCommand=touch/repo"},
                                           {System::hg, "--config=hooks.x=touch"},
                                           {System::hg, "svn://example.org/repo"},
                                           {System::hg, "bundle:/srv/x"},
                                           {System::bzr, "lp:-x"},
                                           {System::bzr, "lp:a b"},
                                           {System::bzr, "bzr+ssh://-ox/repo"},
                                           {System::bzr, "git+ssh://example.org/x"}}) {
        CAPTURE(url);
        const auto checked = check_vcs_url(system, url);
        REQUIRE_FALSE(checked);
        CHECK(checked.error().kind() == ErrorKind::unsupported);
        CHECK_FALSE(checked.error().help().empty());
    }
}

TEST_CASE("A password is not repeated when an address is refused", "[fetch]") {
    const auto checked = check_vcs_url(System::hg, "svn://ada:secret@example.org/repo");
    REQUIRE_FALSE(checked);
    CHECK_THAT(checked.error().to_string(), !Catch::Contains("secret"));
}

TEST_CASE("Revisions of each system's own kinds are taken", "[fetch]") {
    for (const auto& [system, revision] : Cases{{System::svn, ""},
                                                {System::svn, "17"},
                                                {System::svn, "r17"},
                                                {System::svn, "HEAD"},
                                                {System::svn, "{2013-05-01T12:00:00Z}"},
                                                {System::hg, "1.0"},
                                                {System::hg, "default"},
                                                {System::hg, "0123456789abcdef0123456789abcdef01234567"},
                                                {System::bzr, "17"},
                                                {System::bzr, "1.2.3"},
                                                {System::bzr, "-1"},
                                                {System::bzr, "tag:1.0"},
                                                {System::bzr, "boat-1.0"},
                                                {System::bzr, "revid:ada@example.org-20130501-abc"},
                                                {System::bzr, "last:2"}}) {
        CAPTURE(revision);
        CHECK(check_vcs_revision(system, revision));
    }
}

TEST_CASE("No revision is an option, a range, or the name of another place", "[fetch]") {
    for (const auto& [system, revision] : Cases{{System::svn, "1:2"},
                                                {System::svn, "BASE"},
                                                {System::svn, "--x"},
                                                {System::svn, "99999999999"},
                                                {System::svn, "{$(x)}"},
                                                {System::hg, "--config=hooks.x=touch"},
                                                {System::hg, "-x"},
                                                {System::hg, "a:b"},
                                                {System::hg, "file('x')"},
                                                {System::bzr, "branch:/srv/other"},
                                                {System::bzr, "ancestor:x"},
                                                {System::bzr, "1..2"},
                                                {System::bzr, "../other"},
                                                {System::bzr, "-x"},
                                                {System::bzr, "submit:"}}) {
        CAPTURE(revision);
        CHECK_FALSE(check_vcs_revision(system, revision));
    }
}

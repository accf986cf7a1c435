// Expected bytes: spec §7.1. Dates: date -u -d @SECONDS +%F.
#include <slipway/resolve/info_lines.hpp>

#include <catch2/catch.hpp>

#include <cstdint>
#include <limits>
#include <string>

using namespace slipway::resolve;

TEST_CASE("Versions as projects have them from Drupal 8 on go into .info.yml files, others into .info",
          "[resolve]") {
    for (const auto* version :
         {"8.x-1.0", "8.x-1.x-dev", "9.x-2.0-beta1", "2.0.1", "2.0.x-dev", "10.1.0+3-dev"}) {
        CAPTURE(version);
        CHECK(info_suffix(version) == ".info.yml");
    }
    for (const auto* version : {"7.x-1.0", "7.x-1.2+5-dev", "7.98", "6.x-2.x-dev", "8.x-dev", "unknown",
                                "main-dev", "0123456789abcdef0123456789abcdef01234567", ""}) {
        CAPTURE(version);
        CHECK(info_suffix(version) == ".info");
    }
}

TEST_CASE("The lines begin with a line feed and end without one", "[resolve]") {
    CHECK(info_lines("7.x-1.2+5-dev", "views", 1234567890)
          == "\n"
             "; Information added by drush on 2009-02-13\n"
             "version = \"7.x-1.2+5-dev\"\n"
             "project = \"views\"\n"
             "datestamp = \"1234567890\"");
    CHECK(info_lines("8.x-1.x-dev", "views", 1709164800)
          == "\n"
             "# Information added by drush on 2024-02-29\n"
             "version: '8.x-1.x-dev'\n"
             "project: 'views'\n"
             "datestamp: 1709164800");
}

TEST_CASE("Without a project the core stands in its place, if the version names one", "[resolve]") {
    CHECK(info_lines("7.x-1.2", "", 0)
          == "\n; Information added by drush on 1970-01-01\nversion = \"7.x-1.2\"\ncore = \"7.x\"\ndatestamp = \"0\"");
    CHECK(info_lines("8.x-1.2", "", 0)
          == "\n# Information added by drush on 1970-01-01\nversion: '8.x-1.2'\ncore: '8.x'\ndatestamp: 0");
    CHECK(info_lines("10.x-1.2", "", 0).find("core = \"10.x\"") != std::string::npos);
    for (const auto* version : {"5.x-1.2", "7.98", "unknown", "x-1", "7.x"}) {
        CAPTURE(version);
        CHECK(info_lines(version, "", 0).find("core") == std::string::npos);
    }
}

TEST_CASE("Any number of seconds has a date", "[resolve]") {
    CHECK(info_lines("1", "", -1).find("on 1969-12-31\n") != std::string::npos);
    CHECK(info_lines("1", "", 86399).find("on 1970-01-01\n") != std::string::npos);
    CHECK(info_lines("1", "", 86400).find("on 1970-01-02\n") != std::string::npos);
    CHECK(info_lines("1", "", 253402300799).find("on 9999-12-31\n") != std::string::npos);
    for (const auto time :
         {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
        CHECK(info_lines("1", "", time).ends_with("datestamp = \"" + std::to_string(time) + '"'));
    }
}

TEST_CASE("The date of a release is read from the lines that packaging appended", "[resolve]") {
    using slipway::resolve::datestamp_of;
    CHECK(datestamp_of("name = Foo\ndatestamp = \"1234567890\"\n") == 1234567890);
    CHECK(datestamp_of("name: Foo\ndatestamp: 1234567890") == 1234567890);
    CHECK(datestamp_of("datestamp = 1\n; later\n  datestamp='2'\r\n") == 2);
    CHECK_FALSE(datestamp_of(""));
    CHECK_FALSE(datestamp_of("; datestamp = 5\ndatestamped = 6\n"));
    CHECK_FALSE(datestamp_of("datestamp = yesterday\n"));
    CHECK_FALSE(datestamp_of("datestamp = 99999999999999999999\n"));
}

// Lines and codes of Drush's log, and the packet for a Drush that called (spec §8, §8.2).
#include <slipway/diag/slugs.hpp>
#include <slipway/report/backend_packet.hpp>
#include <slipway/report/drush_log.hpp>

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

using namespace slipway;
using report::LogClass;
using report::LogEntry;
using Json = nlohmann::json;

namespace {

// What stands between the marks that Drush looks for (includes/backend.inc).
Json packet_of(const std::vector<LogEntry>& log, int status) {
    const std::string begin = std::string(1, '\0') + "DRUSH_BACKEND_OUTPUT_START>>>";
    const std::string end = "<<<DRUSH_BACKEND_OUTPUT_END\n";
    const auto text = report::backend_packet(log, status);
    REQUIRE(text.starts_with(begin));
    REQUIRE(text.ends_with(end));
    return Json::parse(text.substr(begin.size(), text.size() - begin.size() - end.size()));
}

}  // namespace

TEST_CASE("A line of the log has its class at the right of 80 columns, counted in characters", "[report]") {
    CHECK(report::log_line(LogClass::ok, "Done.", {}) == "Done." + std::string(71, ' ') + "[ok]\n");
    CHECK(report::log_line(LogClass::cancel, "Été", {}) == "Été" + std::string(69, ' ') + "[cancel]\n");
    CHECK(report::log_line(LogClass::success, std::string(90, 'x'), {})
          == std::string(90, 'x') + " [success]\n");
}

TEST_CASE("A longer message is broken on a terminal alone, between words, and never within one", "[report]") {
    const std::string message = "the quick brown fox jumps over the lazy dog";
    const report::LogLayout narrow{.columns = 31, .wraps = true};
    CHECK(report::log_line(LogClass::error, message, narrow)
          == "the quick brown fox     [error]\njumps over the lazy\ndog\n");
    CHECK(report::log_line(LogClass::error, message, {.columns = 31}) == message + " [error]\n");
    const std::string word(40, 'x');
    CHECK(report::log_line(LogClass::warning, "a " + word + " b", narrow)
          == "a" + std::string(21, ' ') + "[warning]\n" + word + "\nb\n");
}

TEST_CASE("Nobody's log line shows a password or moves a terminal's cursor", "[report]") {
    const auto line =
        report::log_line(LogClass::notice, "cloned from https://anne:secret@example.com/x.git \x1b[2J", {});
    CHECK(line.find("secret") == std::string::npos);
    CHECK(line.find('\x1b') == std::string::npos);
    CHECK(line.find("example.com/x.git") != std::string::npos);
}

TEST_CASE("What goes wrong has the code that Drush has for it", "[report]") {
    CHECK(report::drush_code(slug::fetch_failed) == "DOWNLOAD_ERROR");
    CHECK(report::drush_code(slug::copy_failed) == "COPY_ERROR");
    CHECK(report::drush_code(slug::no_release_history) == "DRUSH_RELEASE_INFO_ERROR");
    CHECK(report::drush_code(slug::release_not_fetched) == "DRUSH_PM_DOWNLOAD_FAILED");
    CHECK(report::drush_code(slug::damaged_release) == "DRUSH_PM_FILE_CORRUPT");
    CHECK(report::drush_code(slug::missing_subtree) == "DRUSH_MAKE_SUBTREE_NOT_FOUND");
    CHECK(report::drush_code(slug::duplicate_key) == "BUILD_ERROR");
    CHECK(report::drush_code(slug::interrupted).empty());
}

TEST_CASE("A packet holds the log, the errors by their codes, and the status", "[report]") {
    const auto packet = packet_of({{LogClass::ok, "Beginning to build a.make."},
                                   {LogClass::warning, "watch out", "DOWNLOAD_ERROR"},
                                   {LogClass::error, "first", "PATCH_ERROR"},
                                   {LogClass::error, "second", "PATCH_ERROR"},
                                   {LogClass::error, "third"}},
                                  1);
    CHECK(packet.at("error_status") == 1);
    CHECK(packet.at("error_log")
          == Json{{"PATCH_ERROR", {"first", "second"}}, {"DRUSH_FRAMEWORK_ERROR", {"third"}}});
    CHECK(packet.at("log").size() == 5);
    CHECK(packet.at("log")[0] == Json{{"type", "ok"}, {"message", "Beginning to build a.make."}});
    CHECK(packet.at("log")[2] == Json{{"type", "error"}, {"message", "first"}, {"error", "PATCH_ERROR"}});
}

TEST_CASE("A packet is JSON whatever was logged: no errors are an object, other bytes are replaced",
          "[report]") {
    CHECK(packet_of({}, 0).at("error_log") == Json::object());
    const auto packet = packet_of({{LogClass::notice, "\xFF and \"quoted\" \x01"}}, 0);
    CHECK(packet.at("log")[0].at("message") == "\xEF\xBF\xBD and \"quoted\" \x01");
}

#include <slipway/report/summary.hpp>

#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>
#include <string>

using namespace slipway;

namespace {

build::Summary a_build() {
    build::Summary summary;
    summary.platform = sha256("a platform");
    summary.published = assemble::Published{};
    summary.delivered = "/srv/site";
    summary.published->files = 8168;
    summary.published->directories = 1;
    summary.projects = 1;
    summary.libraries = 2;
    summary.from_store = 3;
    summary.files_downloaded = 1;
    summary.bytes_downloaded = 12'345'678;
    return summary;
}

struct Bench {
    report::Outcome outcome() const {
        return {.summary = summary,
                .diagnostics = diagnostics,
                .sources = sources,
                .destination = "/srv/site",
                .delivery = delivery,
                .duration = std::chrono::milliseconds(1234)};
    }

    build::Delivery delivery = build::Delivery::publish;
    build::Summary summary = a_build();
    Diagnostics diagnostics;
    SourceMap sources;
};

}  // namespace

TEST_CASE("The summary says what was built, from what, in how long", "[report]") {
    const Bench bench;
    CHECK(report::to_text(bench.outcome())
          == "1 project and 2 libraries: 1 file downloaded (12.3 MB), 3 from the store, 1.23 s\n"
             "platform in /srv/site: 8168 files in 1 directory\n");
}

TEST_CASE("The summary says how the platform was delivered", "[report]") {
    Bench bench;
    bench.summary.published->replaced = 3;
    const auto last_line = [&bench](build::Delivery delivery, const char* place) {
        bench.delivery = delivery;
        bench.summary.delivered = place;
        const auto text = report::to_text(bench.outcome());
        return text.substr(text.find('\n') + 1);
    };
    CHECK(last_line(build::Delivery::merge, "/srv/site")
          == "platform merged into /srv/site: 8168 files in 1 directory, 3 replaced\n");
    CHECK(last_line(build::Delivery::archive, "/srv/site.tar.gz")
          == "platform packed as /srv/site.tar.gz: 8168 files in 1 directory\n");
    CHECK(last_line(build::Delivery::none, "/tmp/x/platform") == "Temporary directory: /tmp/x/platform\n");
}

TEST_CASE("Files that could not be linked are said, with the reason", "[report]") {
    Bench bench;
    bench.summary.published->copied_instead = 2;
    bench.summary.published->why_copied = "the store is on another file system";
    CHECK(report::to_text(bench.outcome())
              .find("2 files were copied instead of linked: the store is on another file system\n")
          != std::string::npos);
}

TEST_CASE("A failed build says how many errors there were, warnings not counted", "[report]") {
    Bench bench;
    bench.summary = {};
    bench.diagnostics.report({.slug = "a", .span = {}, .message = "x"});
    bench.diagnostics.report({.severity = Severity::warning, .slug = "b", .span = {}, .message = "y"});
    CHECK(report::to_text(bench.outcome()) == "1 error; nothing was published\n");
}

TEST_CASE("Sizes are in decimal units", "[report]") {
    CHECK(report::human_bytes(0) == "0 B");
    CHECK(report::human_bytes(999) == "999 B");
    CHECK(report::human_bytes(1000) == "1.0 kB");
    CHECK(report::human_bytes(12'345'678) == "12.3 MB");
    CHECK(report::human_bytes(5'000'000'000'000) == "5.0 TB");
}

TEST_CASE(
    "The JSON report has a diagnostic's place in lines and columns, and survives bytes that are no UTF-8",
    "[report]") {
    Bench bench;
    const auto file = bench.sources.add("site.make", "core = 7.x\nprojects[\xff] = 1\n");
    bench.diagnostics.report({.slug = "unknown-attribute",
                              .span = SourceSpan{.file = file, .begin = 11, .end = 19},
                              .message = "bad byte \xff",
                              .notes = {{.span = {.file = file, .begin = 0, .end = 4}, .message = "here"}},
                              .help = "write it out"});
    const auto json = nlohmann::json::parse(report::to_json(bench.outcome()));
    CHECK(json["platform"] == sha256("a platform").hex());
    CHECK(json["downloaded"]["bytes"] == 12'345'678);
    const auto& diagnostic = json["diagnostics"][0];
    CHECK(diagnostic["place"]["file"] == "site.make");
    CHECK(diagnostic["place"]["line"] == 2);
    CHECK(diagnostic["place"]["column"] == 1);
    CHECK(diagnostic["place"]["end_column"] == 9);
    CHECK(diagnostic["notes"][0]["place"]["line"] == 1);
    CHECK(diagnostic["help"] == "write it out");
}

// The page of a comparison: what strangers' names can do in it, and what a browser makes of it.

#include "../../support/program.hpp"
#include "../../support/temporary_directory.hpp"

#include <slipway/report/comparison.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

using namespace slipway;
using compare::Fate;
using compare::FileChange;
using Kind = FileChange::Kind;

namespace {

constexpr const char* hostile =
    "<script>alert('x')</script><img src=x onerror=\"alert(1)\">&amp;\x1b[31m\xE2\x80\xAE.js";

lock::Entry project(const std::string& name, const std::string& version) {
    lock::Entry out;
    out.name = out.key = name;
    out.type = "module";
    out.version = version;
    out.path = "sites/all/modules/" + name;
    out.source.url = "https://example.org/" + name + ".tar.gz";
    return out;
}

compare::ProjectChange changed(Fate fate, const lock::Entry& before, const lock::Entry& after) {
    compare::ProjectChange out;
    out.entry.fate = fate;
    if (fate != Fate::added) {
        out.entry.before = before;
    }
    if (fate != Fate::removed) {
        out.entry.after = after;
    }
    out.files = {{.path = "a.module", .kind = Kind::changed, .lines_added = 12, .lines_removed = 3},
                 {.path = "logo.png", .kind = Kind::added, .unread = FileChange::Unread::binary}};
    out.totals = compare::totals_of(out.files);
    return out;
}

// One of each fate; every name is hostile.
struct Page {
    compare::Side before{.name = "before" + std::string(hostile), .platform = Digest{}};
    compare::Side after{.name = "after" + std::string(hostile), .platform = sha256("after")};
    compare::PlatformChange change;

    Page() {
        change.unchanged = 7;
        change.remarks = {hostile};
        change.elsewhere = {{.path = hostile, .kind = Kind::added, .lines_added = 1}};
        for (std::size_t fate = 0; fate < compare::fates; ++fate) {
            auto entry = project("p" + std::to_string(fate) + hostile, hostile);
            auto other = entry;
            other.version += "1";
            other.path += hostile;
            other.patches = {{hostile, {}}};
            change.projects.push_back(changed(static_cast<Fate>(fate), entry, other));
            change.projects.back().entry.patches_added = other.patches;
            change.projects.back().entry.moved = true;
            change.projects.back().files.push_back({.path = hostile, .kind = Kind::removed});
        }
        for (const auto& each : change.projects) {
            change.totals += each.totals;
        }
    }

    std::string html() const { return report::to_html({before, after, change}); }
    std::string text() const { return report::to_text({before, after, change}, report::Files::listed); }
};

std::size_t count(const std::string& text, const std::string& what) {
    std::size_t found = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) {
        ++found;
    }
    return found;
}

// What a browser makes of a page; nothing if there is none.
std::optional<std::string> dom_of(const std::string& html) {
    if (test::run_program({"sh", "-c", "command -v chromium"}).status != 0) {
        return std::nullopt;
    }
    const test::TemporaryDirectory directory;
    std::ofstream(directory / "page.html") << html;
    const auto outcome =
        test::run_program({"timeout", "60", "chromium", "--headless", "--no-sandbox", "--disable-gpu",
                           "--disable-dev-shm-usage", "--user-data-dir=" + (directory / "profile").native(),
                           "--dump-dom", "file://" + (directory / "page.html").native()});
    INFO(outcome.err);
    REQUIRE(outcome.status == 0);
    return outcome.out;
}

}  // namespace

TEST_CASE("Nothing of a name becomes markup", "[report]") {
    const auto html = Page().html();
    CHECK(html.find("<script") == std::string::npos);
    CHECK(html.find("<img") == std::string::npos);
    CHECK(html.find("onerror=\"") == std::string::npos);
    CHECK(html.find('\x1b') == std::string::npos);
    CHECK(html.find("\xE2\x80\xAE") == std::string::npos);
    CHECK(html.find("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;") != std::string::npos);
    CHECK(html.find("&amp;amp;") != std::string::npos);
}

TEST_CASE("The page asks for nothing from elsewhere", "[report]") {
    const auto html = Page().html();
    for (const auto* word : {"src=", "href=", "url(", "@import", "<link", "<iframe", "<object"}) {
        CAPTURE(word);
        // In an escaped name there is one, which is text.
        CHECK(count(html, word) == count(html, std::string("&lt;img ") + word));
    }
    CHECK(html.find("default-src 'none'") != std::string::npos);
}

TEST_CASE("Nothing of a name steers a terminal", "[report]") {
    const auto text = Page().text();
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find("\xE2\x80\xAE") == std::string::npos);
    CHECK(text.find("<script>") != std::string::npos);
}

TEST_CASE("JSON holds names as they are, whatever bytes are in them", "[report]") {
    Page page;
    page.change.elsewhere.front().path = "\xFFz";
    const auto json = nlohmann::json::parse(report::to_json({page.before, page.after, page.change}));
    CHECK(json.at("projects").size() == compare::fates);
    CHECK(json.at("projects").at(0).at("name") == "p0" + std::string(hostile));
    CHECK(json.at("elsewhere").at("files").at(0).at("path") == "\xEF\xBF\xBDz");
    CHECK(json.at("projects").at(1).at("after").is_null());
}

TEST_CASE("Of very many files the page lists some, and says how many more there are", "[report]") {
    Page page;
    auto& files = page.change.projects.front().files;
    files.assign(report::most_listed_files + 5, {.path = "f", .kind = Kind::added});
    const auto html = page.html();
    CHECK(html.find("and 5 more") != std::string::npos);
}

TEST_CASE("A browser shows the page, a block a project, and runs nothing of it", "[report][browser]") {
    const auto dom = dom_of(Page().html());
    if (!dom) {
        WARN("chromium is not installed: the page was not shown to a browser");
        return;
    }
    CHECK(count(*dom, "<details") == compare::fates + 1);  // and the files of no project
    CHECK(count(*dom, "<summary") == compare::fates + 1);
    CHECK(count(*dom, "class=\"tile\"") + count(*dom, "class=\"tile zero\"")
          == 13);  // eight kinds of projects, five of files and lines
    CHECK(count(*dom, "<script") == 0);
    CHECK(count(*dom, "<img") == 0);
    CHECK(dom->find("&lt;script&gt;alert('x')&lt;/script&gt;") != std::string::npos);
}

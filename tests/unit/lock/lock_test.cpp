// The text of a lock: what is written, and what is refused.

#include <slipway/diag/slugs.hpp>
#include <slipway/lock/lock.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <string_view>

using namespace slipway;
using lock::Entry;
using lock::Lock;
using lock::Source;

namespace {

Digest digest(char digit) { return *Digest::from_hex(std::string(64, digit)); }

Entry core() {
    return {.group = Entry::Group::projects,
            .name = "drupal",
            .key = "drupal",
            .type = "core",
            .version = "7.89",
            .path = "",
            .asked_by = {{.file = "site.make", .line = 3}},
            .source = {.kind = Source::Kind::release,
                       .url = "https://ftp.example.org/drupal-7.89.tar.gz",
                       .content = lock::Content{digest('1'), 3346},
                       .etag = "\"65a1\"",
                       .date = "Wed, 10 Feb 2016 16:54:00 GMT",
                       .md5 = "0123456789abcdef0123456789abcdef",
                       .requested = "",
                       .variant = "full",
                       .feed = "https://example.org/release-history",
                       .service_type = "module",
                       .tree = digest('2')},
            .tree = digest('3')};
}

Entry views() {
    return {
        .group = Entry::Group::projects,
        .name = "views",
        .key = "Views",
        .type = "module",
        .version = "7.x-3.29",
        .path = "sites/all/modules/views",
        .asked_by = {{.file = "site.make", .line = 9},
                     {.file = "profiles/harbour/drupal-org.make", .line = 4, .through = {"harbour"}}},
        .source = {.kind = Source::Kind::git,
                   .url = "https://git.example.org/views.git",
                   .commit = "89abcdef0123456789abcdef0123456789abcdef",
                   .wanted = Source::Wanted::tag,
                   .name = "7.x-3.29",
                   .submodules = "recursive",
                   .describe = "7.x-3.28-4-g89abcde",
                   .tree = digest('4')},
        .patches = {{.url = "fix \"quoted\".patch", .content = {digest('5'), 812}},
                    {.url = "https://example.org/a.patch", .content = {digest('6'), 0}}},
        .translations = {{.language = "de",
                          .url = "https://example.org/de.po",
                          .content = lock::Content{digest('7'), 5}},
                         {.language = "fi", .url = "https://example.org/fi.po"}},
        .passed_over = {{.version = "7.x-3.20", .asker = {.file = "sites/all/modules/a/a.make", .line = 7}},
                        {.version = "", .asker = {.file = "b.make", .line = 8, .through = {"b"}}}},
        .tree = digest('8')};
}

Entry knots() {
    auto out = views();
    out.group = Entry::Group::libraries;
    out.name = out.key = "knots";
    out.type = "library";
    out.version = "";
    out.path = "sites/all/libraries/knots";
    out.patches.clear();
    out.translations.clear();
    return out;
}

Lock example() {
    return {.platform = digest('a'),
            .core = "7.x",
            .inputs = {{"site.make", digest('b')}, {"base.make", digest('c')}},
            .entries = {knots(), views(), core()},
            .missing = {"token 7.x-1.0"}};
}

struct Said {
    std::optional<Lock> lock;
    std::string slug;
    std::string message;
    std::size_t line = 0;
};

Said read(const std::string& text) {
    SourceMap sources;
    Diagnostics diagnostics;
    const auto file = sources.add("site.make.lock", text);
    Said out{.lock = lock::read(file, sources, diagnostics), .slug = {}, .message = {}};
    CHECK(out.lock.has_value() != diagnostics.has_errors());
    if (!diagnostics.all().empty()) {
        const auto& first = diagnostics.all().front();
        out.slug = first.slug;
        out.message = first.message;
        out.line = line_column(text, first.span->begin).line;
    }
    return out;
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    const auto at = text.find(what);
    REQUIRE(at != std::string::npos);
    return text.replace(at, what.size(), with);
}

// The number of the first line that holds the text.
std::size_t line_of(const std::string& text, std::string_view what) {
    const auto at = text.find(what);
    REQUIRE(at != std::string::npos);
    return line_column(text, at).line;
}

}  // namespace

TEST_CASE("A lock is read as it was written, but sorted", "[lock]") {
    auto sorted = example();
    lock::sort(sorted);
    CHECK(sorted.entries.front().name == "drupal");
    CHECK(sorted.inputs.front().path == "base.make");
    const auto said = read(lock::to_text(example()));
    REQUIRE(said.lock);
    CHECK(*said.lock == sorted);
}

TEST_CASE("The text does not depend on the order in which a lock was put together", "[lock]") {
    auto other = example();
    std::ranges::reverse(other.entries);
    std::ranges::reverse(other.inputs);
    for (auto& entry : other.entries) {
        std::ranges::reverse(entry.asked_by);
    }
    CHECK(lock::to_text(other) == lock::to_text(example()));
}

TEST_CASE("The order of patches is kept, since they were applied in it", "[lock]") {
    auto other = example();
    std::ranges::reverse(other.entries[1].patches);
    CHECK(lock::to_text(other) != lock::to_text(example()));
}

TEST_CASE("A project is one block of lines, an attribute a line", "[lock]") {
    Lock small{.platform = digest('a'), .core = "7.x", .entries = {core()}};
    CHECK(lock::to_text(small)
          == R"({
  "lock_version": 1,
  "platform": ")" + std::string(64, 'a')
                 + R"(",
  "core": "7.x",
  "inputs": [],
  "projects": [
    {
      "name": "drupal",
      "type": "core",
      "version": "7.89",
      "path": "",
      "asked_by": [
        {
          "file": "site.make",
          "line": 3
        }
      ],
      "source": {
        "type": "release",
        "url": "https://ftp.example.org/drupal-7.89.tar.gz",
        "etag": "\"65a1\"",
        "date": "Wed, 10 Feb 2016 16:54:00 GMT",
        "feed": "https://example.org/release-history",
        "requested": "",
        "variant": "full",
        "service_type": "module",
        "sha256": ")"
                 + std::string(64, '1') + R"(",
        "size": 3346,
        "md5": "0123456789abcdef0123456789abcdef",
        "tree": ")"
                 + std::string(64, '2') + R"("
      },
      "tree": ")" + std::string(64, '3')
                 + R"("
    }
  ],
  "libraries": []
}
)");
}

TEST_CASE("What makes no sense in a lock is refused at its line", "[lock]") {
    struct Case {
        std::string_view what;
        std::string_view with;
        std::string_view message;
    };
    const auto text = lock::to_text(example());
    const auto wrong = GENERATE(values<Case>({
        {R"("core": "7.x",)", R"("core": 7,)", "'core' is a text in quotes"},
        {R"("core": "7.x",)", R"("cores": "7.x",)", "a lock has no 'core'"},
        {R"("size": 812)", R"("size": -812)", "'size' is a number, not below 0"},
        {R"("size": 812)", R"("size": 8.12)", "'size' is a number, not below 0"},
        {R"("size": 812)", R"("size": "812")", "'size' is a number, not below 0"},
        {R"("line": 9)", R"("line": 9, "line": 10)", "'line' stands here twice"},
        {R"("type": "git",)", R"("type": "svm",)",
         "'svm' is no type of a source: there are release, file, git, svn, hg, bzr, copy"},
        {R"("path": "sites/all/modules/views",)", R"("path": "../views",)", ""},
        {R"("path": "sites/all/modules/views",)", R"("path": "/etc",)", ""},
        {R"("tag": "7.x-3.29",)", R"("tag": "7.x-3.29", "branch": "7.x-3.x",)",
         "a repository was asked for one thing, by one name"},
    }));
    CAPTURE(wrong.with);
    const auto said = read(replaced(text, wrong.what, wrong.with));
    CHECK_FALSE(said.lock);
    CHECK(said.slug == slug::malformed_lock);
    if (!wrong.message.empty()) {
        CHECK(said.message == wrong.message);
    }
    const bool whole = said.message == "a lock has no 'core'";  // there is no line to blame but the first
    CHECK(said.line == (whole ? 1 : line_of(text, wrong.what)));
}

TEST_CASE("A key that no lock has is refused, and the one that was meant is named", "[lock]") {
    SourceMap sources;
    Diagnostics diagnostics;
    const auto text = replaced(lock::to_text(example()), R"("url": "https://git)", R"("urll": "https://git)");
    CHECK_FALSE(lock::read(sources.add("x", text), sources, diagnostics));
    REQUIRE(diagnostics.all().size() == 2);
    CHECK(diagnostics.all()[0].message == "a source has no 'url'");
    CHECK(diagnostics.all()[1].message == "a source has no 'urll' in a lock");
    CHECK(diagnostics.all()[1].help == "there is one called 'url'");
}

TEST_CASE("A digest has 64 digits", "[lock]") {
    const auto text = lock::to_text(example());
    for (const std::string digits : {"", "ab", "zz", "A"}) {
        const auto wrong = digits == "A" ? std::string(65, 'a') : digits;
        const auto said = read(replaced(text, std::string(64, '5'), wrong));
        CHECK(said.slug == slug::malformed_lock);
        CHECK(said.line == line_of(text, std::string(64, '5')));
    }
}

TEST_CASE("A project may not stand twice at one place", "[lock]") {
    auto twice = example();
    twice.entries.push_back(views());
    const auto said = read(lock::to_text(twice));
    CHECK(said.message == "'views' stands twice at 'sites/all/modules/views'");
}

TEST_CASE("A lock of a newer version is refused as such, whatever else is in it", "[lock]") {
    const auto said = read(R"({"lock_version": 2, "platforms": []})");
    CHECK(said.slug == slug::newer_lock);
    CHECK(said.message == "this lock is of version 2; this slipway knows versions up to 1");
}

TEST_CASE("The marks that a merge leaves are recognised", "[lock]") {
    const auto text = lock::to_text(example());
    const auto at = text.find("  \"core\"");
    const auto said = read(text.substr(0, at) + "<<<<<<< HEAD\n" + text.substr(at));
    CHECK(said.slug == slug::conflict_marker);
    CHECK(said.line == 4);  // behind the brace, the version and the platform
}

TEST_CASE("What is no JSON, or no lock, is refused at its line", "[lock]") {
    struct Case {
        std::string text;
        std::size_t line;
    };
    for (const auto& wrong :
         {Case{"", 1}, Case{"{", 1}, Case{"{\n\"lock_version\": 1\n", 3}, Case{"[]", 1},
          Case{"core = 7.x\n", 1}, Case{"{}", 1}, Case{"{\"lock_version\": 0}", 1}, Case{"\xFF\xFE", 1},
          Case{std::string(100000, '['), 1}, Case{"{\"lock_version\": 1,\n\"a\": nul}", 2}}) {
        CAPTURE(wrong.text.substr(0, 40));
        const auto said = read(wrong.text);
        CHECK(said.slug == slug::malformed_lock);
        CHECK(said.line == wrong.line);
    }
}

TEST_CASE("Every cut of a lock is refused", "[lock]") {
    const auto text = lock::to_text(example());
    for (std::size_t size = 0; size + 2 < text.size(); size += 7) {
        CAPTURE(size);
        CHECK_FALSE(read(text.substr(0, size)).lock);
    }
}

TEST_CASE("A text that no person edited is an error with its line", "[lock]") {
    const auto parsed = lock::parse("the lock of x", replaced(lock::to_text(example()), "\"7.x\"", "7"));
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().kind() == ErrorKind::corrupt);
    CHECK(parsed.error().message() == "the lock of x, line 4: 'core' is a text in quotes");
    CHECK(lock::parse("the lock of x", lock::to_text(example())));
}

#include <slipway/base/relative_path.hpp>

#include <catch2/catch.hpp>

#include <string_view>

using slipway::link_stays_inside;
using slipway::RelativePath;

TEST_CASE("A path that could leave its directory cannot become a RelativePath", "[base]") {
    const auto text = GENERATE(as<std::string_view>(), "", "/", "/etc/passwd", "..", "../x", "a/../b", "a/..",
                               "a//b", "a/", ".", "./a", "a/./b", std::string_view("a\0b", 3));
    CAPTURE(text);
    CHECK_FALSE(RelativePath::parse(text));
}

TEST_CASE("Names that only look odd are kept as they are", "[base]") {
    const auto text =
        GENERATE(as<std::string_view>(), "..x", "x..", "...", "a b", "\xff\xfe", "a\nb", "-rf", "~");
    CAPTURE(text);
    REQUIRE(RelativePath::parse(text));
    CHECK(RelativePath::parse(text)->text() == text);
}

TEST_CASE("What people and archives write around a path is dropped, and nothing else", "[base]") {
    CHECK(RelativePath::parse_lenient("./a//b/")->text() == "a/b");
    CHECK_FALSE(RelativePath::parse_lenient("./"));
    CHECK_FALSE(RelativePath::parse_lenient("/a"));
    CHECK_FALSE(RelativePath::parse_lenient("a/../b"));
}

TEST_CASE("A path knows its last part and what is above it", "[base]") {
    const auto path = *RelativePath::parse("a/b/c");
    CHECK(path.name() == "c");
    CHECK(path.parent() == "a/b");
    CHECK(RelativePath::parse("a")->parent().empty());
    CHECK((*RelativePath::parse("a") / *RelativePath::parse("b/c")) == path);
}

TEST_CASE("A link stays inside only if its text proves it", "[base]") {
    struct Case {
        std::string_view link;
        std::string_view target;
        bool stays;
    };
    const auto [link, target, stays] = GENERATE(values<Case>({
        {"a/x", "../b", true},
        {"a/x", "../../b", false},
        {"x", "b/c", true},
        {"x", "..", false},
        {"x", "/etc", false},
        {"x", "", false},
        {"a/x", "./b", true},
        {"a/b/x", "c/../..", false},  // c may itself be a link that leads up
    }));
    CAPTURE(link, target);
    CHECK(link_stays_inside(*RelativePath::parse(link), target) == stays);
}

#include <slipway/makefile/document.hpp>

#include <catch2/catch.hpp>

#include <string>

using slipway::makefile::is_index;
using slipway::makefile::Key;
using slipway::makefile::Kind;
using slipway::makefile::Map;
using slipway::makefile::Value;

namespace {

Value text(std::string written) { return {Kind::text, std::move(written), {}}; }

Key key(std::string written) { return {std::move(written), {}}; }

}  // namespace

TEST_CASE("PHP makes integers of canonical decimals only", "[makefile]") {
    for (const auto* index : {"0", "10", "-5", "9223372036854775807", "-9223372036854775808"}) {
        CAPTURE(index);
        CHECK(is_index(index));
    }
    for (const auto* name : {"", "-", "-0", "007", "+1", "1.5", "1e3", " 1", "9223372036854775808", "x"}) {
        CAPTURE(name);
        CHECK_FALSE(is_index(name));
    }
}

TEST_CASE("A map keeps the place of a key that is set again", "[makefile]") {
    Map map;
    for (int i = 0; i < 100; ++i) {
        map.set(key(std::to_string(i)), text("first"));
    }
    map.set(key("7"), text("second"));
    CHECK(map.size() == 100);
    CHECK(map.entries()[7].key.text == "7");
    CHECK(map.find("7")->written() == "second");
    CHECK(map.find("100") == nullptr);
}

TEST_CASE("An erased key is gone and the others are found", "[makefile]") {
    Map map;
    for (int i = 0; i < 100; ++i) {
        map.set(key(std::to_string(i)), text(std::to_string(i)));
    }
    map.erase("50");
    map.erase("none");
    CHECK(map.size() == 99);
    CHECK(map.find("50") == nullptr);
    CHECK(map.find("99")->written() == "99");
    CHECK(map.entries()[50].key.text == "51");
}

TEST_CASE("Copies of a value are independent", "[makefile]") {
    Value original({});
    original.map().set(key("a"), text("1"));
    Value copy = original;
    copy.map().set(key("a"), text("2"));
    CHECK(original.map().find("a")->written() == "1");
}

TEST_CASE("Values are falsy as in PHP", "[makefile]") {
    CHECK(text("").is_falsy());
    CHECK(text("0").is_falsy());
    CHECK_FALSE(text("0.0").is_falsy());
    CHECK_FALSE(text("no").is_falsy());
    CHECK(Value(Kind::null_constant, "NULL", {}).is_falsy());
    CHECK(Value(Kind::false_constant, "FALSE", {}).is_falsy());
    CHECK_FALSE(Value(Kind::true_constant, "TRUE", {}).is_falsy());
    CHECK(Value(slipway::SourceSpan{}).is_falsy());
    CHECK(Value(Kind::true_constant, "true", {}).text() == "1");
    CHECK(Value(Kind::null_constant, "null", {}).text().empty());
}

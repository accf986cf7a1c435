#include <slipway/document/document.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

using slipway::document::CompactText;
using slipway::document::is_index;
using slipway::document::Key;
using slipway::document::Kind;
using slipway::document::Map;
using slipway::document::Value;

namespace {

Value text(std::string written) { return {Kind::text, std::move(written), {}}; }

Key key(std::string written) { return {std::move(written), {}}; }

}  // namespace

TEST_CASE("PHP makes integers of canonical decimals only", "[document]") {
    for (const auto* index : {"0", "10", "-5", "9223372036854775807", "-9223372036854775808"}) {
        CAPTURE(index);
        CHECK(is_index(index));
    }
    for (const auto* name : {"", "-", "-0", "007", "+1", "1.5", "1e3", " 1", "9223372036854775808", "x"}) {
        CAPTURE(name);
        CHECK_FALSE(is_index(name));
    }
}

TEST_CASE("A map keeps the place of a key that is set again", "[document]") {
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

TEST_CASE("An erased key is gone and the others are found", "[document]") {
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

TEST_CASE("Copies of a value are independent", "[document]") {
    Value original({});
    original.map().set(key("a"), text("1"));
    Value copy = original;
    copy.map().set(key("a"), text("2"));
    CHECK(original.map().find("a")->written() == "1");
}

TEST_CASE("Values are falsy as in PHP", "[document]") {
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

TEST_CASE("A map finds what a plain list of pairs finds, whatever its keys are like", "[document]") {
    std::mt19937 random(7);  // NOLINT(cert-msc51-cpp): the same cases in each run
    const auto any_key = [&random](unsigned round) {
        const auto number = std::to_string(random() % 60);
        return round % 3 == 0   ? number
               : round % 3 == 1 ? "k" + number
                                : (random() % 2 == 0 ? "0" : "") + number;
    };
    for (unsigned round = 0; round < 60; ++round) {
        Map map;
        std::vector<std::pair<std::string, std::string>> model;
        const auto in_model = [&model](const std::string& name) {
            return std::find_if(model.begin(), model.end(),
                                [&](const auto& pair) { return pair.first == name; });
        };
        for (int step = 0; step < 200; ++step) {
            // A list grows in order for a while.
            const auto name = step < static_cast<int>(round) ? std::to_string(step) : any_key(round);
            const auto found = in_model(name);
            const auto* value = map.find(name);
            REQUIRE((value == nullptr) == (found == model.end()));
            if (value != nullptr) {
                REQUIRE(value->written() == found->second);
            }
            if (random() % 8 == 0 && found != model.end()) {
                map.erase(name);
                model.erase(found);
                continue;
            }
            map.set(key(name), text(std::to_string(step)));
            if (found == model.end()) {
                model.emplace_back(name, std::to_string(step));
            } else {
                found->second = std::to_string(step);
            }
        }
        REQUIRE(std::equal(
            model.begin(), model.end(), map.entries().begin(), map.entries().end(),
            [](const auto& pair, const Map::Entry& entry) { return pair.first == entry.key.text; }));
    }
}

TEST_CASE("A text of any length is kept byte for byte, copied and moved", "[document]") {
    for (const std::size_t size : {0U, 1U, 14U, 15U, 16U, 17U, 31U, 5000U}) {
        CAPTURE(size);
        std::string expected(size, '\0');
        std::generate(expected.begin(), expected.end(), [c = '\x7F']() mutable { return ++c; });
        CompactText text(expected);
        CHECK(text.view() == expected);
        CHECK(text.str() == expected);
        CHECK(text.empty() == expected.empty());
        CompactText copy = text;
        const CompactText moved = std::move(text);
        CHECK(moved == copy);
        copy = CompactText("other");
        CHECK(moved == expected);
        CHECK(copy == "other");
        CHECK((copy < std::string("oz")));
        copy = moved;
        CHECK(copy.view() == expected);
    }
}

TEST_CASE("A value takes over a part of itself", "[document]") {
    Value outer({});
    outer.map().set(key("inner"), Value({}));
    outer.map().find("inner")->map().set(key("key"), text("a text that is too long to be kept in place"));
    outer = std::move(*outer.map().find("inner"));
    REQUIRE(outer.is_map());
    CHECK(outer.map().find("key")->written() == "a text that is too long to be kept in place");

    auto other = text("another");
    other = outer;
    CHECK(other.map().size() == 1);
    other = text("text again");
    CHECK(other.written() == "text again");
    CHECK(Value(slipway::SourceSpan{}).written().empty());
}

// Data that no person would write, with fixed seeds: every value comes back equal from each form, or is a
// problem; nothing else changes.
#include "generator.hpp"
#include "support.hpp"

#include <slipway/write/ini.hpp>
#include <slipway/write/tidy.hpp>
#include <slipway/write/yaml.hpp>

#include <catch2/catch.hpp>

#include <fmt/core.h>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>

using slipway::Diagnostics;
using slipway::SourceMap;
using slipway::SourceSpan;
using slipway::document::Kind;
using slipway::document::Map;
using slipway::document::Mode;
using slipway::document::Value;
using slipway::write::to_ini;
using slipway::write::to_yaml;
using slipway::write::Written;
using slipway::write::testing::dump;
using slipway::write::testing::Generator;
using slipway::write::testing::read;

namespace {

using Spans = std::set<std::uint32_t>;

// The data without the values at these spans, and without the maps that nothing is left of.
Map without(const Map& map, const Spans& left_out) {
    Map out;
    for (const auto& entry : map.entries()) {
        auto value = entry.value;
        if (value.is_map()) {
            value.map() = without(value.map(), left_out);
        }
        const bool emptied = value.is_map() && value.map().empty() && !entry.value.map().empty();
        if (!left_out.contains(entry.value.span().begin) && !emptied) {
            out.set(entry.key, std::move(value));
        }
    }
    return out;
}

// Whether all of the text reads as data, minus its problems. Texts that are a problem as a whole promise
// nothing.
void check_reads_back(const Written& written, const Map& data) {
    Spans left_out;
    for (const auto& problem : written.problems) {
        if (!problem.span) {
            return;
        }
        left_out.insert(problem.span->begin);
    }
    CAPTURE(written.text);
    const auto back = read(written.text);
    REQUIRE(back.has_value());
    CHECK(dump(*back) == dump(without(data, left_out)));
}

void check_both(const Map& data) {
    check_reads_back(to_ini(data), data);
    if (read("core: 7.x\n")) {
        check_reads_back(to_yaml(data), data);
    }
}

void check_tidy(const std::string& text) {
    const auto tidy = [](const std::string& source) {
        SourceMap sources;
        Diagnostics diagnostics;
        return slipway::write::tidy(sources.add("site.make", source), sources, Mode::drush, diagnostics);
    };
    CAPTURE(text);
    const auto once = tidy(text);
    if (once) {
        CHECK(dump(*read(*once)) == dump(*read(text)));
        const auto twice = tidy(*once);
        REQUIRE(twice.has_value());
        CHECK(*twice == *once);
    }
}

}  // namespace

TEST_CASE("Every byte comes back from every place in a key and a value, or is a problem", "[write]") {
    for (int byte = 0; byte < 256; ++byte) {
        const std::string one(1, static_cast<char>(byte));
        CAPTURE(byte);
        for (const auto* const form : {"{0}", "a{0}", "{0}a", "a{0}b", "{0}{0}", "a {0} b"}) {
            const auto text = fmt::format(fmt::runtime(form), one);
            Generator generator(0);
            Map data;
            data.set({.text = "core", .span = {}}, generator.scalar("7.x"));
            data.set({.text = "value", .span = {}}, generator.scalar(text));
            data.set({.text = text, .span = {}}, generator.scalar("b"));
            Value nested(SourceSpan{.file = {}, .begin = 99, .end = 99});
            nested.map().set({.text = text, .span = {}}, generator.scalar("c"));
            data.set({.text = "nested", .span = {}}, std::move(nested));
            check_both(data);
        }
    }
}

TEST_CASE("Random data comes back from both forms, but for what is a problem", "[write]") {
    for (unsigned seed = 0; seed < 3000; ++seed) {
        CAPTURE(seed);
        Generator generator(seed);
        check_both(generator.map());
    }
}

TEST_CASE("Data at the limit of depth comes back, and deeper data is a problem", "[write]") {
    for (const auto depth : {slipway::document::max_depth, slipway::document::max_depth + 1}) {
        Value value{Kind::text, "x", SourceSpan{}};
        for (std::size_t i = 1; i < depth; ++i) {
            Value outer{SourceSpan{}};
            outer.map().set({.text = "k", .span = {}}, std::move(value));
            value = std::move(outer);
        }
        Map data;
        data.set({.text = "core", .span = {}}, {Kind::text, "7.x", SourceSpan{}});
        data.set({.text = "k", .span = {}}, std::move(value));
        const bool fits = depth == slipway::document::max_depth;
        for (const auto& written : {to_ini(data), to_yaml(data)}) {
            CHECK(written.problems.size() == (fits ? 0U : 1U));
            if (const auto back = read(written.text); back && fits) {
                CHECK(dump(*back) == dump(data));
            }
        }
    }
}

TEST_CASE("Whatever is formatted says the same and is then left alone", "[write]") {
    for (unsigned seed = 0; seed < 3000; ++seed) {
        CAPTURE(seed);
        Generator generator(seed);
        auto data = generator.map();
        data.set({.text = "core", .span = {}}, generator.scalar("7.x"));
        for (auto text : {to_ini(data).text, to_yaml(data).text}) {
            check_tidy(text);
            for (auto n = generator.below(4); n > 0; --n) {
                text.insert(generator.below(text.size() + 1), generator.text());
                check_tidy(text);
            }
        }
    }
}

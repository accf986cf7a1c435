// Data that no person would write, the same for the same seed.
#pragma once

#include <slipway/document/document.hpp>

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

namespace slipway::write::testing {

// Every value has a span of its own, which tells it from all others.
class Generator {
public:
    explicit Generator(unsigned seed) : random_(seed) {}

    std::size_t below(std::size_t bound) { return random_() % bound; }

    std::string text();
    document::Value scalar(std::string written);
    document::Map map(std::size_t depth = 0);

private:
    SourceSpan next_span() { return {.file = {}, .begin = ++spans_, .end = spans_}; }

    std::string key();
    document::Value value(std::size_t depth);

    std::mt19937 random_;
    std::uint32_t spans_ = 0;
};

}  // namespace slipway::write::testing

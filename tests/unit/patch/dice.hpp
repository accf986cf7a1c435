// Dice: everything that is random in a case comes from one seed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <random>

namespace slipway::patch::test {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}

    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : engine_() % limit; }
    bool one_in(std::size_t odds) { return below(odds) == 0; }

    template <class Range>
    const auto& pick(const Range& range) {
        return *std::next(std::begin(range), static_cast<std::ptrdiff_t>(below(std::size(range))));
    }

private:
    std::mt19937_64 engine_;
};

}  // namespace slipway::patch::test

#include "slipway/makefile/model.hpp"

#include <charconv>
#include <limits>

namespace slipway::makefile {

int Makefile::core_major() const {
    int major = 0;
    const auto read = std::from_chars(core.data(), core.data() + core.size(), major);
    return read.ec == std::errc::result_out_of_range ? std::numeric_limits<int>::max() : major;
}

}  // namespace slipway::makefile

#include "slipway/base/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace slipway::detail {

void assertion_failed(const char* file, int line, const char* sentence) noexcept {
    static_cast<void>(
        std::fprintf(stderr, "slipway: %s:%d: %s does not hold [this is a bug]\n", file, line, sentence));
    std::abort();
}

}  // namespace slipway::detail

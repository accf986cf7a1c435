// SLIPWAY_ASSERT: what must hold whatever the input, in every build. A failure is a bug of ours: it aborts.
#pragma once

namespace slipway::detail {

// Prints "slipway: FILE:LINE: SENTENCE does not hold [this is a bug]" and aborts.
[[noreturn]] void assertion_failed(const char* file, int line, const char* sentence) noexcept;

}  // namespace slipway::detail

#define SLIPWAY_ASSERT(condition, sentence)                                    \
    do {                                                                       \
        if (!(condition)) {                                                    \
            ::slipway::detail::assertion_failed(__FILE__, __LINE__, sentence); \
        }                                                                      \
    } while (false)

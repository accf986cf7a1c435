// libFuzzer's way in: one program a target, which SLIPWAY_FUZZ_TARGET names.
#include "targets.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    slipway::fuzz::SLIPWAY_FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
    return 0;
}

// put: how everything is said. That nobody can hear it (a closed terminal, a full disk) is no reason for a
// build to fail; who has to know asks ferror().
#pragma once

#include <cstdio>
#include <string_view>

namespace slipway::report {

inline void put(std::FILE* out, std::string_view text) {
    if (!text.empty()) {  // an empty view may have no address
        static_cast<void>(std::fwrite(text.data(), 1, text.size(), out));
    }
}

}  // namespace slipway::report

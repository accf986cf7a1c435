// The functions of a .profile that say which modules it installs, as far as no program has to be run for
// that. Private to manifest.
//
// php_hooks.cpp is the one translation unit that instantiates the grammar (grammar/php_array.hpp).
#pragma once

#include <slipway/diag/source_map.hpp>
#include <slipway/document/document.hpp>
#include <slipway/document/reporter.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace slipway::manifest {

// What a function returns: the elements that stand there as they are, and the places where a program adds,
// removes or chooses some.
struct PhpArray {
    document::Map elements = {};
    std::vector<SourceSpan> dynamic = {};
    std::uint64_t next_index = 0;  // the key of an element that is appended
};

struct PhpHooks {
    std::optional<PhpArray> modules = {};  // P_profile_modules()
    std::optional<PhpArray> details = {};  // P_profile_details()
};

// Reads P_profile_modules() and P_profile_details() of a profile P. A function that cannot be read is
// reported, and what stands behind it is not read. Linear in the size of the text.
PhpHooks read_php_hooks(FileId file,
                        std::string_view profile,
                        const SourceMap& sources,
                        document::Reporter& reporter);

}  // namespace slipway::manifest

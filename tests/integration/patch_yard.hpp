// A module to be patched, served with its core, and makefiles of it.
#pragma once

#include "site.hpp"

#include <fmt/core.h>

#include <filesystem>
#include <string>

namespace slipway::test {

inline constexpr auto* original = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n";

// Changes "four". `before` is the line that the patch expects two lines above it.
inline std::string patch_with(const std::string& before) {
    return fmt::format(
        "--- a/boat.module\n"
        "+++ b/boat.module\n"
        "@@ -1,7 +1,7 @@\n"
        " {}\n two\n three\n-four\n+FOUR\n five\n six\n seven\n",
        before);
}

// A site with one module to be patched, and makefiles of it.
struct Yard {
    Site site = Site::bare();
    std::filesystem::path makefile;

    Yard() { site.serve("boat.tar", tar_of({{"boat/boat.module", original}})); }

    std::filesystem::path makefile_with(const std::string& patch_lines) const {
        return site.write_makefile("site.make",
                                   fmt::format("{}projects[boat][download][type] = get\n"
                                               "projects[boat][download][url] = @BASE@/boat.tar\n"
                                               "{}",
                                               Site::core, patch_lines));
    }
};

}  // namespace slipway::test

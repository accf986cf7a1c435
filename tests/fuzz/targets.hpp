// What the fuzzers call: each takes any bytes, reads them as one language, and aborts if what must always
// hold does not. Run by libFuzzer (scripts/fuzz), and over the seeds and old findings by the tests
// (fuzz_test).
#pragma once

#include <array>
#include <string_view>

namespace slipway::fuzz {

struct Target {
    std::string_view name;
    void (*run)(std::string_view bytes);
};

// INI and YAML texts: read, formatted, written in the other language, read again.
void ini(std::string_view bytes);
void yaml(std::string_view bytes);
// A makefile and what it includes: files are parted by lines of four '%'.
void makefile(std::string_view bytes);
// An install profile's manifest; the first byte chooses its kind.
void manifest(std::string_view bytes);
// The dependency of a manifest, and two versions: parted by line feeds.
void constraint(std::string_view bytes);
// The lock of a platform: read, written, read again.
void lock(std::string_view bytes);

inline constexpr std::array<Target, 6> targets{{{"ini", ini},
                                                {"yaml", yaml},
                                                {"makefile", makefile},
                                                {"manifest", manifest},
                                                {"constraint", constraint},
                                                {"lock", lock}}};

}  // namespace slipway::fuzz

// Progress: how a build goes, for people: one status line that is rewritten on a terminal, plain lines
// otherwise.
#pragma once

#include <slipway/exec/executor.hpp>

#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>

namespace slipway::report {

enum class Verbosity : std::uint8_t { quiet, normal, verbose };

struct ProgressOptions {
    std::FILE* out = stderr;
    bool status_line = false;  // rewrite one line; only where `out` is a terminal
    int columns = 80;
    Verbosity verbosity = Verbosity::normal;
    std::function<std::uint64_t()> bytes_received;  // so far
};

// Verbose, every settled action has a line, with whether it was run or known.
std::unique_ptr<exec::Observer> make_progress(ProgressOptions options);

}  // namespace slipway::report

// Progress: how a build goes, for people: one status line that is rewritten on a terminal, plain lines
// otherwise.
#pragma once

#include <slipway/exec/executor.hpp>

#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <string_view>

namespace slipway::report {

enum class Verbosity : std::uint8_t { quiet, normal, verbose };

struct ProgressOptions {
    std::FILE* out = stderr;
    bool status_line = false;  // rewrite one line; only where `out` is a terminal
    int columns = 80;
    Verbosity verbosity = Verbosity::normal;
    bool news = true;  // whether what came from outside has a plain line; false: others tell it, with say()
    std::function<std::uint64_t()> bytes_received;  // so far
};

class Progress : public exec::Observer {
public:
    // Puts a text that ends in a line feed where the status line does not touch it. From any thread.
    virtual void say(std::string_view text) = 0;
};

// Verbose, every settled action has a line, with whether it was run or known.
std::unique_ptr<Progress> make_progress(ProgressOptions options);

}  // namespace slipway::report

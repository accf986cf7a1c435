// run_child: another program, run to its end without a shell: an argument is passed as it is.
//
// It gets nothing of ours but what is listed here: no descriptor, no terminal, no signal mask, and an
// environment made for it. It and all that it starts are killed when its time is up or it is to stop.
#pragma once

#include <slipway/base/result.hpp>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace slipway {

struct ChildRequest {
    // The program, looked up in PATH, and its arguments. Whoever passes on a stranger's text makes sure that
    // it cannot be taken for an option: a checked form, or "--" before it.
    std::vector<std::string> arguments;
    std::string input = {};                // what it reads; empty: nothing
    std::filesystem::path directory = {};  // where it runs; empty: where we do
    std::filesystem::path home;            // its HOME: somewhere that holds no configuration
    // "NAME=value": besides PATH, TMPDIR, the proxies and the ssh agent of ours, and LC_ALL=C.UTF-8, TZ=UTC.
    std::vector<std::string> environment = {};
    std::chrono::milliseconds time_limit = std::chrono::minutes(30);
    std::size_t output_limit = std::size_t{16} << 20U;  // of either output, in bytes
};

struct ChildOutcome {
    int status = 0;  // its exit status, or 128 + the signal that ended it
    std::string out;
    std::string err;
};

// What it did, whatever its status. ErrorKind::not_found if there is no such program, timed_out, cancelled,
// unsupported for more output than the limit, io. From any thread.
Result<ChildOutcome> run_child(const ChildRequest& request, const std::stop_token& stop);

}  // namespace slipway

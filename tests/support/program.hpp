// run_program: runs another program to the end and keeps what it said. For tests that compare us with a
// reference tool (git, patch, tar, sha256sum). No shell in between: an argument is passed as it is.
//
// May be called from any thread. Throws std::system_error if the program cannot be started.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace slipway::test {

struct RunOptions {
    std::filesystem::path directory;       // where it runs; empty: where we do
    std::vector<std::string> environment;  // "NAME=value", added to ours or replacing it
    std::string input;                     // what it reads from standard input
};

struct ProgramOutcome {
    int status = 0;  // the exit status, or 128 + the signal that ended it
    std::string out;
    std::string err;
};

// The program is looked up in PATH unless its name has a slash.
ProgramOutcome run_program(const std::vector<std::string>& arguments, const RunOptions& options = {});

// As run_program, for a tool that has to succeed: throws std::runtime_error with what it said if its status
// is not 0. Returns what it wrote to standard output, without the newline at its end.
std::string output_of(const std::vector<std::string>& arguments, const RunOptions& options = {});

}  // namespace slipway::test

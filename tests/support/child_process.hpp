// ChildProcess: a server that runs beside a test and ends with it. For programs that end by themselves there
// is run_program (program.hpp).
#pragma once

#include <slipway/sys/file.hpp>

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace slipway::test {

struct ChildOptions {
    std::vector<std::string> environment;          // "NAME=value", added to ours
    std::vector<std::pair<int, int>> descriptors;  // ours, and the number it has in the child
    std::filesystem::path log;                     // gets its standard output and error
};

// In a process group of its own; the kernel asks it to end should the test die.
class ChildProcess {
public:
    // `arguments[0]` is a path or is looked up in PATH. That it cannot be run is seen by ended_within() and
    // in the log.
    ChildProcess(const std::vector<std::string>& arguments, const ChildOptions& options);
    ~ChildProcess();  // asks it to end, and after a while makes it
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    // Waits, and comes back early if the child ends.
    bool ended_within(std::chrono::microseconds time) const;

    void signal(int number) const;  // to the child alone, as Ctrl-C in a terminal does
    int wait() noexcept;            // until it ends; its exit status, or 128 + the signal that ended it

    pid_t pid() const noexcept { return pid_; }

private:
    pid_t pid_ = -1;
    Fd pidfd_;                   // readable once it ended
    std::optional<int> status_;  // once it was waited for: its number may be another's then
};

}  // namespace slipway::test

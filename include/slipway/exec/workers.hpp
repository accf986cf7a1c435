// Workers: whatever runs tasks. The seam between what a build does and how it is spread over threads.
//
// Builds use TBB. Tests use a seeded single thread, which can replay any order of tasks, and plain threads,
// which ThreadSanitizer can see through (tests/support/workers.hpp); it cannot see through Debian's TBB
// (docs/adr/0004).
#pragma once

#include <functional>
#include <memory>

namespace slipway::exec {

class Workers {
public:
    virtual ~Workers() = default;

    // What the caller did before, the task sees. From any thread, also from a task. Tasks do not throw.
    virtual void submit(std::function<void()> task) = 0;

    // Until no task is left.
    virtual void wait() = 0;
};

// For work that computes: `count` threads of TBB.
std::unique_ptr<Workers> make_tbb_workers(int count);

// For work that waits (git transfers, linking): `count` plain threads, so that waiting takes no thread from
// TBB, which gives a blocked task no replacement.
std::unique_ptr<Workers> make_waiting_workers(int count);

// The workers that `make` gives, made with the first task: where there may be nothing to do.
std::unique_ptr<Workers> make_workers_on_demand(std::function<std::unique_ptr<Workers>()> make);

}  // namespace slipway::exec

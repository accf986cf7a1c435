// Where workers leave what they have finished, for the coordinating thread to take. The only thing they
// share.
#pragma once

#include <slipway/exec/executor.hpp>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>
#include <vector>

namespace slipway::exec {

struct Completion {
    plan::NodeId node;
    Result<RunResult> result;
};

class CompletionQueue {
public:
    void push(Completion completion) {
        // Told under the lock: the queue may be gone as soon as the last completion can be taken.
        const std::lock_guard lock(mutex_);
        completions_.push_back(std::move(completion));
        filled_.notify_one();
    }

    // All that is there; empty if nothing came in time.
    std::vector<Completion> take(std::chrono::milliseconds patience) {
        std::unique_lock lock(mutex_);
        filled_.wait_for(lock, patience, [this] { return !completions_.empty(); });
        return std::exchange(completions_, {});
    }

private:
    std::mutex mutex_;
    std::condition_variable filled_;
    std::vector<Completion> completions_;
};

}  // namespace slipway::exec

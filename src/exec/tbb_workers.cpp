#include "slipway/exec/workers.hpp"

#include <tbb/global_control.h>
#include <tbb/task_arena.h>
#include <tbb/task_group.h>

#include <cstddef>
#include <utility>

namespace slipway::exec {

namespace {

// Tasks are enqueued: whoever submits goes on at once. The counter of tasks under way is the task_group's,
// which defer() raises before the arena sees the task.
class TbbWorkers final : public Workers {
public:
    explicit TbbWorkers(int count)
        : threads_(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(count) + 1),
          arena_(count, 0) {}

    ~TbbWorkers() noexcept override { wait_for_all(); }
    TbbWorkers(const TbbWorkers&) = delete;
    TbbWorkers& operator=(const TbbWorkers&) = delete;

    void submit(std::function<void()> task) override { arena_.enqueue(tasks_.defer(std::move(task))); }

    void wait() override { wait_for_all(); }

private:
    void wait_for_all() {
        arena_.execute([this] { tasks_.wait(); });
    }

    tbb::global_control threads_;  // without it an arena gets no more threads than there are cores
    tbb::task_arena arena_;        // no slot is kept for the thread that submits: it has its own work
    tbb::task_group tasks_;
};

}  // namespace

std::unique_ptr<Workers> make_tbb_workers(int count) { return std::make_unique<TbbWorkers>(count); }

}  // namespace slipway::exec

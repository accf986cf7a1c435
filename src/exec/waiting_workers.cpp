#include "slipway/exec/workers.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

namespace slipway::exec {

namespace {

class WaitingWorkers final : public Workers {
public:
    explicit WaitingWorkers(int count) {
        for (int i = 0; i < count; ++i) {
            threads_.emplace_back([this](std::stop_token stop) { work(std::move(stop)); });
        }
    }

    ~WaitingWorkers() override { wait(); }
    WaitingWorkers(const WaitingWorkers&) = delete;
    WaitingWorkers& operator=(const WaitingWorkers&) = delete;

    void submit(std::function<void()> task) override {
        {
            const std::lock_guard lock(mutex_);
            tasks_.push_back(std::move(task));
            ++unfinished_;
        }
        changed_.notify_one();
    }

    void wait() override {
        std::unique_lock lock(mutex_);
        idle_.wait(lock, [this] { return unfinished_ == 0; });
    }

private:
    void work(std::stop_token stop) {
        std::unique_lock lock(mutex_);
        while (changed_.wait(lock, stop, [this] { return !tasks_.empty(); })) {
            auto task = std::move(tasks_.front());
            tasks_.pop_front();
            lock.unlock();
            task();
            task = nullptr;  // what it holds is released before anyone is told that it is done
            lock.lock();
            if (--unfinished_ == 0) {
                idle_.notify_all();
            }
        }
    }

    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::condition_variable_any idle_;
    std::deque<std::function<void()>> tasks_;
    std::size_t unfinished_ = 0;
    std::vector<std::jthread> threads_;  // last: they end before what they use
};

}  // namespace

std::unique_ptr<Workers> make_waiting_workers(int count) { return std::make_unique<WaitingWorkers>(count); }

}  // namespace slipway::exec

#include "slipway/exec/workers.hpp"

#include <atomic>
#include <mutex>
#include <utility>

namespace slipway::exec {

namespace {

class WorkersOnDemand final : public Workers {
public:
    explicit WorkersOnDemand(std::function<std::unique_ptr<Workers>()> make) : make_(std::move(make)) {}

    void submit(std::function<void()> task) override {
        std::call_once(once_, [this] {
            workers_ = make_();
            are_there_ = true;
        });
        workers_->submit(std::move(task));
    }

    void wait() override {
        if (are_there_) {
            workers_->wait();
        }
    }

private:
    std::function<std::unique_ptr<Workers>()> make_;
    std::once_flag once_;
    std::unique_ptr<Workers> workers_;
    std::atomic<bool> are_there_ = false;
};

}  // namespace

std::unique_ptr<Workers> make_workers_on_demand(std::function<std::unique_ptr<Workers>()> make) {
    return std::make_unique<WorkersOnDemand>(std::move(make));
}

}  // namespace slipway::exec

#include "parallel.hpp"

#include "guarded.hpp"

#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace slipway::cache {

Result<void> for_each_index(std::size_t count,
                            int threads,
                            const std::function<Result<void>(std::size_t)>& work) {
    // Numbers are begun in their order: when one fails, all smaller ones were begun, and are finished.
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> failed = false;
    Guarded<std::optional<std::pair<std::size_t, Error>>> first;
    const auto run = [&] {
        while (!failed) {
            const auto index = next.fetch_add(1);
            if (index >= count) {
                return;
            }
            auto result = work(index);
            if (result) {
                continue;
            }
            failed = true;
            const auto error = first.lock();
            if (!*error || (*error)->first > index) {
                error->emplace(index, std::move(result).error());
            }
        }
    };
    {
        std::vector<std::jthread> helpers;
        const auto wanted = std::min(count, static_cast<std::size_t>(std::max(threads, 1)));
        for (std::size_t i = 1; i < wanted; ++i) {
            helpers.emplace_back(run);
        }
        run();
    }
    auto error = first.lock();
    return *error ? Result<void>(std::move((*error)->second)) : Result<void>();
}

}  // namespace slipway::cache

// for_each_index: the same work for each of many numbers, on several threads.
#pragma once

#include <slipway/base/result.hpp>

#include <cstddef>
#include <functional>

namespace slipway::cache {

// Calls work(0) … work(count - 1), in no particular order. After an error no further number is begun; the
// error returned is that of the smallest number that has one, whatever the threads did.
Result<void> for_each_index(std::size_t count,
                            int threads,
                            const std::function<Result<void>(std::size_t)>& work);

}  // namespace slipway::cache

// verify_projects: whether the project directories of a store, which platforms of symbolic links show, are
// what their names say.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/cache/verify_store.hpp>

#include <stop_token>
#include <vector>

namespace slipway::assemble {

// Reads every byte of projects/. What differs is made anew from the store and exchanged with what is there,
// in one step, so that a platform never misses it: Remedy::repaired. Where the store lacks what it is made
// of, the next build that needs it does that: Remedy::removed. After cache::verify_store. Errors: cancelled;
// denied, io.
Result<std::vector<cache::Damage>> verify_projects(cache::Store& store,
                                                   int threads,
                                                   const std::stop_token& stop);

}  // namespace slipway::assemble

// What the environment says: variables, and where the store is. Private to app.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/net/transport.hpp>

#include <filesystem>
#include <memory>
#include <string>

namespace slipway::app {

// A variable's value; empty if it is not set.
std::string environment(const char* name);

// The store and the transport, without which nothing can be fetched.
struct Tools {
    cache::Store store;
    std::unique_ptr<net::Transport> transport;
};

// `store`: the directory that the user named, or empty.
Result<Tools> make_tools(const std::filesystem::path& store);

}  // namespace slipway::app

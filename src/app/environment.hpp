// What the environment says: variables, and where the store is. Private to app.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/net/transport.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::app {

// A variable's value; empty if it is not set.
std::string environment(const char* name);

// The time that whoever wants the same result twice names for now, in seconds since 1970: SOURCE_DATE_EPOCH.
// Nothing if it is not set; unsupported if it is no time before the year 10000.
Result<std::optional<std::int64_t>> source_date_epoch();

// How many threads do what waits for the file system: twice as many as there are processors.
int threads_that_wait();

// The store and the transport, without which nothing can be fetched.
struct Tools {
    cache::Store store;
    std::unique_ptr<net::Transport> transport;
};

// How durable a store is to be, if the command line says so; else the environment does
// (SLIPWAY_DURABILITY), else it is Durability::batch.
using AskedDurability = std::optional<cache::Durability>;

// "none", "batch", "full".
std::optional<cache::Durability> durability_named(std::string_view name);

// `directory`: the one that the user named, or empty. Of `options` the durability is not looked at; without
// a `say`, stderr is told.
Result<cache::Store> open_store(const std::filesystem::path& directory,
                                AskedDurability durability = {},
                                cache::StoreOptions options = {});
enum class Network : bool { used, refused };
Result<Tools> make_tools(const std::filesystem::path& store,
                         AskedDurability durability = {},
                         cache::StoreOptions options = {},
                         Network network = Network::used);

}  // namespace slipway::app

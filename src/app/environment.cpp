#include "environment.hpp"

#include <csignal>
#include <cstdlib>
#include <utility>

namespace slipway::app {

namespace {

namespace fs = std::filesystem;

Result<fs::path> store_path(const fs::path& asked) {
    if (!asked.empty()) {
        return asked;
    }
    if (auto path = environment("SLIPWAY_STORE"); !path.empty()) {
        return fs::path(std::move(path));
    }
    if (const auto cache = environment("XDG_CACHE_HOME"); !cache.empty()) {
        return fs::path(cache) / "slipway";
    }
    if (const auto home = environment("HOME"); !home.empty()) {
        return fs::path(home) / ".cache" / "slipway";
    }
    return Error(ErrorKind::not_found, "there is no place for the store: HOME is not set")
        .with_help("name a directory with --store or $SLIPWAY_STORE");
}

}  // namespace

std::string environment(const char* name) {
    const char* value =
        std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread that could change it
    return value == nullptr ? std::string() : std::string(value);
}

Result<Tools> make_tools(const fs::path& store) {
    // A server that hangs up is an error of that transfer.
    static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
    const auto path = SLIPWAY_TRY(store_path(store));
    auto opened = SLIPWAY_TRY(cache::Store::open(path, cache::Durability::batch));
    auto transport = SLIPWAY_TRY(net::make_transport({.user_agent = "slipway/" SLIPWAY_VERSION}));
    return Tools{std::move(opened), std::move(transport)};
}

}  // namespace slipway::app

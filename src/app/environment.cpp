#include "environment.hpp"

#include <slipway/report/output.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <system_error>
#include <thread>
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

Result<cache::Durability> durability_of(AskedDurability asked) {
    if (asked) {
        return *asked;
    }
    const auto name = environment("SLIPWAY_DURABILITY");
    const auto durability = durability_named(name.empty() ? "batch" : name);
    if (!durability) {
        return Error(ErrorKind::unsupported, fmt::format("SLIPWAY_DURABILITY is '{}'", name))
            .with_help("it is none, batch or full");
    }
    return *durability;
}

}  // namespace

std::optional<cache::Durability> durability_named(std::string_view name) {
    using enum cache::Durability;
    return name == "none"    ? std::optional(none)
           : name == "batch" ? std::optional(batch)
           : name == "full"  ? std::optional(full)
                             : std::nullopt;
}

std::string environment(const char* name) {
    const char* value =
        std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread that could change it
    return value == nullptr ? std::string() : std::string(value);
}

Result<std::optional<std::int64_t>> source_date_epoch() {
    const auto fixed = environment("SOURCE_DATE_EPOCH");
    if (fixed.empty()) {
        return std::nullopt;
    }
    constexpr std::int64_t end_of_9999 = 253402300799;
    std::int64_t seconds = 0;
    const auto* const end = fixed.data() + fixed.size();
    const auto [last, error] = std::from_chars(fixed.data(), end, seconds);
    if (error != std::errc() || last != end || seconds < 0 || seconds > end_of_9999) {
        return Error(ErrorKind::unsupported, fmt::format("SOURCE_DATE_EPOCH is '{}'", fixed))
            .with_help("it is a number of seconds since 1970");
    }
    return seconds;
}

int threads_that_wait() { return static_cast<int>(2 * std::max(1U, std::thread::hardware_concurrency())); }

Result<cache::Store> open_store(const fs::path& directory,
                                AskedDurability durability,
                                cache::StoreOptions options) {
    const auto path = SLIPWAY_TRY(store_path(directory));
    options.durability = SLIPWAY_TRY(durability_of(durability));
    if (!options.say) {
        options.say = [](const std::string& sentence) {
            report::put(stderr, fmt::format("note: {}\n", sentence));
        };
    }
    return cache::Store::open(path, options);
}

Result<Tools> make_tools(const fs::path& store,
                         AskedDurability durability,
                         cache::StoreOptions options,
                         Network network) {
    // A server that hangs up is an error of that transfer.
    static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
    auto opened = SLIPWAY_TRY(open_store(store, durability, std::move(options)));
    if (network == Network::refused) {
        return Tools{std::move(opened), net::make_offline_transport()};
    }
    auto transport = SLIPWAY_TRY(net::make_transport({.user_agent = "slipway/" SLIPWAY_VERSION}));
    return Tools{std::move(opened), std::move(transport)};
}

}  // namespace slipway::app

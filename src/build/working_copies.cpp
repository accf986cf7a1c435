#include "working_copies.hpp"

#include "runner.hpp"

#include <slipway/fetch/working_copy.hpp>
#include <slipway/net/transport.hpp>

#include <fmt/core.h>

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <variant>

namespace slipway::build {

namespace {

using Copies = std::map<std::string, fetch::WorkingCopy>;  // by their place in the platform

// `git clone --depth` needs a name to clone by.
bool is_shallow(const plan::Action& action, const Options& options) {
    const auto* const git = std::get_if<plan::FetchGit>(&action);
    using Kind = plan::FetchGit::Kind;
    return options.shallow_clone && git != nullptr && (git->kind == Kind::tag || git->kind == Kind::branch);
}

struct AddressOf {
    std::string operator()(const plan::FetchGit& action) const { return action.url; }
    std::string operator()(const plan::FetchVcs& action) const { return action.url; }
    template <class Other>
    std::string operator()(const Other&) const {
        return {};
    }
};

Result<void> make(const Copies& copies,
                  const std::filesystem::path& staging,
                  const cache::Store& store,
                  fetch::Network network,
                  const std::stop_token& stop) {
    for (const auto& [place, copy] : copies) {
        const auto url = std::visit(AddressOf{}, copy.action);
        if (network == fetch::Network::refused && net::is_remote_repository(url)) {
            return net::offline_error(fmt::format("a working copy of {}", net::display_url(url)));
        }
        SLIPWAY_TRY(fetch::make_working_copy(copy, staging / place, store, stop));
    }
    return {};
}

}  // namespace

void add_working_copies(const std::deque<Item>& items, const World& world, Ready& ready) {
    Copies copies;
    for (const auto& item : items) {
        if (item.working_copy_of && item.tree && !item.dropped && !item.missing) {
            copies.try_emplace(item.path, fetch::WorkingCopy{.action = *item.working_copy_of,
                                                             .facts = item.source_facts,
                                                             .shallow = is_shallow(*item.working_copy_of,
                                                                                   item.level->options)});
        }
    }
    if (copies.empty()) {
        return;
    }
    for (const auto& [place, copy] : copies) {
        ready.mutable_paths.push_back(place);
    }
    ready.finish = [before = std::move(ready.finish), copies = std::move(copies), &store = world.store,
                    network = network_of(world.transport),
                    stop = world.stop](const std::filesystem::path& staging) -> Result<void> {
        if (before) {
            SLIPWAY_TRY(before(staging));
        }
        return make(copies, staging, store, network, stop);
    };
}

}  // namespace slipway::build

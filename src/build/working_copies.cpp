#include "working_copies.hpp"

#include <slipway/fetch/working_copy.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <utility>

namespace slipway::build {

namespace {

using Copies = std::map<std::string, fetch::WorkingCopy>;  // by their place in the platform

// `git clone --depth` needs a name to clone by.
bool is_shallow(const plan::Action& action, const Options& options) {
    const auto* const git = std::get_if<plan::FetchGit>(&action);
    using Kind = plan::FetchGit::Kind;
    return options.shallow_clone && git != nullptr && (git->kind == Kind::tag || git->kind == Kind::branch);
}

Result<void> make(const Copies& copies,
                  const std::filesystem::path& staging,
                  const cache::Store& store,
                  const std::stop_token& stop) {
    for (const auto& [place, copy] : copies) {
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
                    stop = world.stop](const std::filesystem::path& staging) -> Result<void> {
        if (before) {
            SLIPWAY_TRY(before(staging));
        }
        return make(copies, staging, store, stop);
    };
}

}  // namespace slipway::build

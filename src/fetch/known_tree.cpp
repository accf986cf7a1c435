#include "known_tree.hpp"

#include <slipway/cache/verify.hpp>

#include <utility>

namespace slipway::fetch {

std::optional<Fetched> known_tree(const cache::Store& store, const Digest& key, exec::Trust trust) {
    auto known = trust == exec::Trust::nothing ? std::nullopt : store.find_action(key);
    if (!known || !known->object) {
        return std::nullopt;
    }
    const bool is_there = trust == exec::Trust::bytes ? cache::verify_tree(store, *known->object)
                                                      : store.has_tree(*known->object);
    return is_there ? std::optional(Fetched{.result = *std::move(known), .known = true}) : std::nullopt;
}

}  // namespace slipway::fetch

#include "slipway/cache/verify.hpp"

#include <unordered_set>
#include <vector>

namespace slipway::cache {

bool verify_tree(const Store& store, const Digest& tree) {
    bool sound = true;
    std::unordered_set<Digest> seen = {tree};
    std::vector<Digest> trees = {tree};
    while (!trees.empty()) {
        const auto read = store.read_tree(trees.back());
        trees.pop_back();
        if (!read) {
            sound = false;
            continue;  // go on: one pass finds all damage
        }
        for (const auto& entry : read->entries()) {
            if (!seen.insert(entry.id).second) {
                continue;
            }
            if (entry.mode == Mode::directory) {
                trees.push_back(entry.id);
            } else {
                sound = store.read_blob(entry.id).has_value() && sound;
            }
        }
    }
    return sound;
}

Result<void> check_presence(const Store& store, const Digest& tree) {
    std::unordered_set<Digest> seen = {tree};
    std::vector<Digest> trees = {tree};
    while (!trees.empty()) {
        const auto read = SLIPWAY_TRY(store.read_tree(trees.back()));
        trees.pop_back();
        for (const auto& entry : read.entries()) {
            if (!seen.insert(entry.id).second) {
                continue;
            }
            if (entry.mode == Mode::directory) {
                trees.push_back(entry.id);
            } else if (!store.has_blob(entry.id)) {
                SLIPWAY_TRY(store.read_blob(entry.id));  // says so, and counts it as lost
            }
        }
    }
    return {};
}

}  // namespace slipway::cache

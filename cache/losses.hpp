// What refs need and a store has not: found, and put back where a published platform still has it.
#pragma once

#include "digest_table.hpp"

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/cache/verify_store.hpp>

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace slipway::cache {

// The objects that proved sound.
struct SoundObjects {
    DigestSet blobs;
    DigestSet trees;
};

using NamedRefs = std::vector<std::pair<std::string, Ref>>;

// Whether all that the refs need is sound.
Result<bool> is_complete(const std::filesystem::path& root,
                         const NamedRefs& refs,
                         const SoundObjects& sound,
                         int threads);

struct Missing {
    struct OfRef {
        Loss loss;  // whether it is remakeable is not told
        std::set<Digest> objects;
    };
    std::vector<OfRef> refs;
    std::set<Digest> objects;  // of all of them
};
// What is not among `sound` is read again: it may have been put since.
Result<Missing> find_missing(const Store& store, const NamedRefs& refs, SoundObjects& sound);

// Puts back, and adds to `sound`, what of the missing blobs lies where a tree was published. What was healed.
Result<std::vector<Damage>> heal(Store& store,
                                 const std::vector<PublishedTree>& published,
                                 const Missing& missing,
                                 SoundObjects& sound);

}  // namespace slipway::cache

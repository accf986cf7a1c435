// verify_store: reads everything that is in a store, and sees to it that what stays is right.
//
// What is damaged is removed, so that what made it is done again; modes and times are set right. What a ref
// needs and the store has lost is looked for in published platforms (a hard link there keeps the bytes of an
// object that was removed or replaced here), and put back if it is found.
//
// May be done while others use the store. Reads in parallel; what it holds in memory is 20 bytes an object.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>

#include <compare>
#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::cache {

enum class Remedy : std::uint8_t {
    repaired,  // its mode or time was wrong, its bytes were right
    removed,   // it is made again when it is needed
    healed,    // a published platform still had it
    left       // a ref: nobody can make it again
};

// "repaired", "removed", "healed", "left".
std::string_view name_of(Remedy remedy);

struct Damage {
    std::string path;  // below the store: "objects/ab/cdef…"
    std::string what;  // "its bytes are not those of its name"
    Remedy remedy{};

    auto operator<=>(const Damage&) const = default;
};

// What a ref names, or a tree below it, and the store does not have.
struct Loss {
    std::string ref;            // its name: "tags/v1"
    std::uint64_t objects = 0;  // that are missing
    std::string example;        // the path of one in the tree; "" for the tree itself
    bool remakeable = true;     // actions that the store remembers made all of it: a build makes it again

    auto operator<=>(const Loss&) const = default;
};

struct StoreVerification {
    std::uint64_t blobs = 0;
    std::uint64_t trees = 0;
    std::uint64_t records = 0;
    std::uint64_t refs = 0;
    std::uint64_t bytes = 0;
    std::vector<Damage> damages = {};  // sorted
    std::vector<Loss> losses = {};     // by ref

    // Nothing was wrong.
    bool is_clean() const { return damages.empty() && losses.empty(); }
    // Something that a ref needs is lost, and nothing that the store knows makes it again.
    bool is_lost() const;
};

// Where a tree of this store was published.
struct PublishedTree {
    Digest tree;
    std::filesystem::path directory;
};

// Errors: what could not be read at all (denied, io), and is no damage; cancelled.
Result<StoreVerification> verify_store(Store& store,
                                       const std::vector<PublishedTree>& published,
                                       int threads,
                                       const std::stop_token& stop);

}  // namespace slipway::cache

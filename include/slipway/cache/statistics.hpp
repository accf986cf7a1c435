// statistics: what is in a store, and whose it is. Reads no blob; may be done while others use the store,
// whose figures are then those of some moment during it.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/collect.hpp>
#include <slipway/hash/digest.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace slipway::cache {

// Refs whose names begin alike, and the objects that one of them needs at least.
struct Holder {
    std::string prefix = {};  // "tags/"
    std::uint64_t refs = 0;
    Amount objects = {};
};

struct Statistics {
    Amount blobs = {};        // without the executable twins
    Amount executables = {};  // the twins
    Amount trees = {};
    Amount actions = {};
    Amount documents = {};
    Amount refs = {};
    Amount projects = {};  // files; on the disk, what is no link to a blob
    Amount mirrors = {};   // git: files
    Amount staged = {};    // what builds have not committed, or left when they died: files
    std::vector<Holder> holders = {};
    Amount unheld = {};  // objects that no ref needs

    std::uint64_t physical() const;  // all of it
};

// Of each prefix, what its refs hold. Errors: corrupt if a ref is damaged; denied, io.
Result<Statistics> statistics(const std::filesystem::path& root,
                              const std::vector<std::string>& prefixes,
                              int threads);

// How much a tree has of its own.
struct Share {
    Digest tree;
    std::uint64_t files = 0;
    std::uint64_t bytes = 0;         // of all its files, each as often as it stands there
    std::uint64_t own_bytes = 0;     // of files that no other of the trees has, each once
    std::uint64_t own_physical = 0;  // what the store has for this tree alone: blobs and trees, on the disk
};

// For each of the trees, in their order. Two that are equal have nothing of their own. A tree of the store is
// read twice at most, whatever number of them it is in. What is missing counts as nothing.
Result<std::vector<Share>> shares(const std::filesystem::path& root, const std::vector<Digest>& trees);

}  // namespace slipway::cache

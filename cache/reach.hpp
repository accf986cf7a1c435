// Reach: all trees and blobs that can be reached from some trees. Each tree is read once, however many share
// it, and its bytes are checked: who would believe a damaged tree would take what it lost for garbage.
#pragma once

#include "digest_table.hpp"

#include <slipway/base/result.hpp>
#include <slipway/hash/digest.hpp>
#include <slipway/sys/file.hpp>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace slipway::cache {

// The bytes of a tree whose id they have; nothing if it is missing or damaged.
Result<std::optional<std::string>> read_sound_tree(int trees,
                                                   const Digest& id,
                                                   const std::filesystem::path& path);

class Reach {
public:
    // `path` is that of trees/; the directory may be missing.
    Reach(const std::filesystem::path& path, int threads);

    // Is told of each object when it is first reached; for one thread.
    struct Visitor {
        std::function<Result<void>(const Digest& tree)> tree;
        std::function<Result<void>(const Digest& blob)> blob;
    };

    // Adds these trees and all that is below them. The trees that are missing or damaged, sorted: they count
    // as reached, what they name does not. An error if one cannot be read.
    Result<std::vector<Digest>> add_trees(const std::vector<Digest>& roots);
    void add_blob(const Digest& id);

    // As add_trees and add_blob, by this thread alone.
    Result<void> add_visiting(const Digest& root, const Visitor& visitor);
    Result<void> add_blob_visiting(const Digest& id, const Visitor& visitor);

    // From here on blobs that are not in this set are counted when they are first reached. It stays as it is.
    void expect(const DigestSet& blobs) { expected_ = &blobs; }
    std::uint64_t unexpected() const { return unexpected_; }

    bool has_tree(const Digest& id) const { return trees_.contains(id); }
    bool has_blob(const Digest& id) const { return blobs_.contains(id); }
    std::size_t trees() const { return trees_.size(); }
    std::size_t blobs() const { return blobs_.size(); }

private:
    struct Work;

    void work_off(Work& work);
    // Reads one tree; what is below it and new is added to `found`. False if it is missing or damaged.
    Result<bool> expand(const Digest& id, std::vector<Digest>& found);

    std::filesystem::path path_;
    Fd directory_;
    int threads_;
    DigestSet trees_;
    DigestSet blobs_;
    const DigestSet* expected_ = nullptr;
    std::atomic<std::uint64_t> unexpected_ = 0;
};

}  // namespace slipway::cache

#include "digest_table.hpp"
#include "layout.hpp"
#include "reach.hpp"
#include "scan.hpp"
#include "tree_entries.hpp"

#include <slipway/cache/statistics.hpp>

#include <fcntl.h>
#include <sys/stat.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace slipway::cache {

namespace fs = std::filesystem;

namespace {

using Owner = std::uint32_t;  // 1 and up: which of the trees
constexpr Owner several = ~Owner{0};

struct Blob {
    Owner owner = 0;
    std::uint64_t bytes = 0;
    std::uint64_t physical = 0;
};

struct Subtree {
    Owner owner = 0;
    std::uint64_t files = 0;
    std::uint64_t bytes = 0;
    std::uint64_t physical = 0;  // of the tree object itself
};

class Shares {
public:
    explicit Shares(const fs::path& root)
        : root_(root),
          trees_directory_(::open((root / "trees").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)),
          objects_directory_(::open((root / "objects").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {}

    // What is below a tree, which the owner has from now on. What others have too is everybody's, with all
    // below it, and is not looked at again.
    Result<Subtree> claim(const Digest& tree, Owner owner) {
        Subtree known;
        bool changed = false;
        trees_.update(tree, [&](Subtree& subtree) {
            changed = pass_to(subtree.owner, owner);
            known = subtree;
        });
        if (!changed) {
            return known;
        }
        return descend(tree, owner);
    }

    void add_own(std::vector<Share>& shares) const {
        const auto own = [&shares](Owner owner) -> Share* {
            return owner == several ? nullptr : &shares[owner - 1];
        };
        blobs_.for_each([&](const Blob& blob) {
            if (auto* share = own(blob.owner)) {
                share->own_bytes += blob.bytes;
                share->own_physical += blob.physical;
            }
        });
        trees_.for_each([&](const Subtree& tree) {
            if (auto* share = own(tree.owner)) {
                share->own_physical += tree.physical;
            }
        });
    }

private:
    // Whether that changed who has it.
    static bool pass_to(Owner& has, Owner wants) {
        if (has == several || has == wants) {
            return false;
        }
        has = has == 0 ? wants : several;
        return true;
    }

    Result<Subtree> descend(const Digest& tree, Owner owner) {
        const auto bytes = SLIPWAY_TRY(read_sound_tree(*trees_directory_, tree, root_ / "trees"));
        Subtree sum;
        Result<void> result;
        const auto add = [&](std::string_view mode, std::string_view /*name*/, const Digest& id) {
            if (!is_directory(mode)) {
                sum.files += 1;
                sum.bytes += claim_blob(id, owner);
                return;
            }
            auto below = result ? claim(id, owner) : Result<Subtree>(sum);
            if (!below) {
                result = std::move(below).error();
                return;
            }
            sum.files += below->files;
            sum.bytes += below->bytes;
        };
        for_each_entry(bytes ? std::string_view(*bytes) : std::string_view(), add);
        SLIPWAY_TRY(std::move(result));
        const auto status = status_at(*trees_directory_, sharded(tree));
        sum.physical = status ? physical_size(*status) : 0;
        trees_.update(tree, [&sum](Subtree& subtree) {
            sum.owner = subtree.owner;
            subtree = sum;
        });
        return sum;
    }

    std::uint64_t claim_blob(const Digest& id, Owner owner) {
        std::uint64_t bytes = 0;
        blobs_.update(id, [&](Blob& blob) {
            if (blob.owner == 0) {
                measure(id, blob);
            }
            pass_to(blob.owner, owner);
            bytes = blob.bytes;
        });
        return bytes;
    }

    void measure(const Digest& id, Blob& blob) const {
        for (const auto* suffix : {"", ".x"}) {
            if (const auto status = status_at(*objects_directory_, sharded(id, suffix))) {
                blob.bytes = static_cast<std::uint64_t>(status->st_size);
                blob.physical += physical_size(*status);
            }
        }
    }

    static std::optional<struct stat> status_at(int directory, const std::string& name) {
        struct stat status {};
        return ::fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 ? std::optional(status)
                                                                                     : std::nullopt;
    }

    fs::path root_;
    Fd trees_directory_;
    Fd objects_directory_;
    DigestTable<Subtree> trees_;
    DigestTable<Blob> blobs_;
};

}  // namespace

Result<std::vector<Share>> shares(const fs::path& root, const std::vector<Digest>& trees) {
    Shares all(root);
    std::vector<Share> found;
    for (const auto& tree : trees) {
        const auto sum = SLIPWAY_TRY(all.claim(tree, static_cast<Owner>(found.size() + 1)));
        found.push_back({.tree = tree, .files = sum.files, .bytes = sum.bytes});
    }
    all.add_own(found);
    return found;
}

}  // namespace slipway::cache

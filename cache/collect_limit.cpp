#include "collect_limit.hpp"

#include "layout.hpp"
#include "reach.hpp"
#include "tree_size.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <string>
#include <string_view>

namespace slipway::cache {

namespace {

// Adds up what a store with these things in it takes of the disk; each object once, whoever names it first.
class Measure {
public:
    explicit Measure(const StoreDirectories& store)
        : store_(store),
          reach_(store.trees.path(), 1),
          visitor_{.tree = [this](const Digest& id) { return add_tree(id); },
                   .blob = [this](const Digest& id) { return add_blob(id); }} {}

    Result<void> add(const Ref& ref) {
        for (const auto& [role, id] : ref.trees) {
            SLIPWAY_TRY(reach_.add_visiting(id, visitor_));
        }
        for (const auto& [role, id] : ref.blobs) {
            SLIPWAY_TRY(reach_.add_blob_visiting(id, visitor_));
        }
        return {};
    }

    Result<void> add(const Used& used) {
        if (used.kind == Used::Kind::mirror) {
            total_ += SLIPWAY_TRY(tree_size(mirror_path(store_.root, used.key))).physical;
            return {};
        }
        total_ += used.physical;
        if (!used.object) {
            return {};
        }
        return used.is_tree ? reach_.add_visiting(*used.object, visitor_)
                            : reach_.add_blob_visiting(*used.object, visitor_);
    }

    std::uint64_t total() const noexcept { return total_; }

private:
    Result<void> add_file(const Shards& shards, const Digest& id, std::string_view suffix = {}) {
        struct stat status {};
        const auto name = sharded(id, suffix);
        if (::fstatat(shards.directory(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0) {
            total_ += physical_size(status);
        } else if (errno != ENOENT) {
            return errno_error(errno, shards.path() / name, "look at");
        }
        return {};
    }

    Result<void> add_blob(const Digest& id) {
        SLIPWAY_TRY(add_file(store_.objects, id));
        return add_file(store_.objects, id, ".x");
    }

    Result<void> add_tree(const Digest& id) {
        total_ += SLIPWAY_TRY(tree_size(store_.root / "projects" / id.hex())).physical;
        return add_file(store_.trees, id);
    }

    const StoreDirectories& store_;
    Reach reach_;
    Reach::Visitor visitor_;
    std::uint64_t total_ = 0;
};

}  // namespace

Result<void> cut_to_size(const StoreDirectories& store,
                         const RefRoots& refs,
                         std::uint64_t max_size,
                         std::vector<Used>& used) {
    Measure measure(store);
    for (const auto& [name, ref] : refs.kept) {
        SLIPWAY_TRY(measure.add(ref));
    }
    for (auto each = used.begin(); each != used.end(); ++each) {
        if (measure.total() <= max_size) {
            SLIPWAY_TRY(measure.add(*each));
        }
        if (measure.total() > max_size) {
            used.erase(each, used.end());
            return {};
        }
    }
    return {};
}

}  // namespace slipway::cache

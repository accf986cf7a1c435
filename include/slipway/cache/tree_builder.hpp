// TreeBuilder: a flat list of paths made into nested trees.
//
// A value under construction, for one thread. Order of calls does not matter to the result, except that the
// later of two entries for one path is refused.
#pragma once

#include <slipway/base/relative_path.hpp>
#include <slipway/base/result.hpp>
#include <slipway/cache/object.hpp>
#include <slipway/cache/store.hpp>

#include <memory>
#include <optional>

namespace slipway::cache {

class TreeBuilder {
public:
    TreeBuilder();
    // Empty; what is added as a whole tree can be added to, as its parts are read from the store.
    explicit TreeBuilder(const Store& store);
    ~TreeBuilder();
    TreeBuilder(TreeBuilder&&) noexcept;
    TreeBuilder& operator=(TreeBuilder&&) noexcept;

    // Starts from an existing tree; only the parts that change are read.
    static Result<TreeBuilder> from(const Store& store, const Digest& tree);

    // Adds a blob, or (Mode::directory) a whole tree. ErrorKind::conflict if the path is taken, or below a
    // file.
    Result<void> add(const RelativePath& path, Mode mode, const Digest& id);
    // Makes sure that a directory is there, empty if nothing else comes into it.
    Result<void> add_directory(const RelativePath& path);
    // Adds or replaces what is there, file or directory.
    Result<void> replace(const RelativePath& path, Mode mode, const Digest& id);
    // Removes a file or directory; a directory that becomes empty by it goes too. not_found if there is none.
    Result<void> remove(const RelativePath& path);

    // Puts all new trees into the store and returns the root's id.
    Result<Digest> write(Store& store) const;

private:
    struct Node;
    std::unique_ptr<Node> root_;
    const Store* store_ = nullptr;  // where unchanged parts are read
};

// What stands at `path` below `tree`, or nothing. Reads one tree a path part.
Result<std::optional<TreeEntry>> find_entry(const Store& store, const Digest& tree, const RelativePath& path);

}  // namespace slipway::cache

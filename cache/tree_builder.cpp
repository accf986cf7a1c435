#include "slipway/cache/tree_builder.hpp"

#include <fmt/core.h>

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::cache {

namespace {

// As deep as a path of the host can be (PATH_MAX / 2). Deeper ones come from hostile archives alone.
constexpr std::size_t max_depth = 2048;

Error taken(const RelativePath& path, std::string_view by) {
    return {ErrorKind::conflict, fmt::format("'{}' cannot be added: {}", path.text(), by)};
}

Error absent(const RelativePath& path) {
    return {ErrorKind::not_found, fmt::format("there is no '{}' in the tree", path.text())};
}

}  // namespace

// A directory is read only when somebody goes into it: until then `id` stands for it, afterwards `children`.
struct TreeBuilder::Node {
    using Children = std::map<std::string, Node, std::less<>>;

    Mode mode = Mode::directory;
    Digest id;
    std::unique_ptr<Children> children;

    static Node empty_directory() { return {Mode::directory, {}, std::make_unique<Children>()}; }

    // Makes `children` of a directory usable.
    Result<void> open(const Store* store);
    // The directory that holds `path`, created with those above it if need be.
    Result<Node*> create_parent(const RelativePath& path, const Store* store);
    // Removes parts[index...] below this directory, and what becomes empty by it.
    Result<void> remove(const RelativePath& path, std::size_t index, const Store* store);
    Result<Digest> write(Store& store) const;
};

Result<void> TreeBuilder::Node::open(const Store* store) {
    if (children) {
        return {};
    }
    if (store == nullptr) {
        return Error(ErrorKind::conflict, "a whole tree was added there");
    }
    const auto tree = SLIPWAY_TRY(store->read_tree(id));
    auto read = std::make_unique<Children>();
    for (const auto& entry : tree.entries()) {
        read->emplace(entry.name, Node{entry.mode, entry.id, nullptr});
    }
    children = std::move(read);
    return {};
}

Result<TreeBuilder::Node*> TreeBuilder::Node::create_parent(const RelativePath& path, const Store* store) {
    const auto parts = path.parts();
    if (parts.size() > max_depth) {
        return Error(ErrorKind::unsupported, fmt::format("a path of more than {} parts", max_depth));
    }
    Node* node = this;
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
        SLIPWAY_TRY(node->open(store));
        node = &node->children->try_emplace(std::string(parts[i]), empty_directory()).first->second;
        if (node->mode != Mode::directory) {
            return taken(path, fmt::format("'{}' above it is no directory", parts[i]));
        }
    }
    SLIPWAY_TRY(node->open(store));
    return node;
}

Result<void> TreeBuilder::Node::remove(const RelativePath& path, std::size_t index, const Store* store) {
    if (mode != Mode::directory) {
        return absent(path);
    }
    SLIPWAY_TRY(open(store));
    const auto parts = path.parts();
    const auto child = children->find(parts.at(index));
    if (child == children->end()) {
        return absent(path);
    }
    if (index + 1 < parts.size()) {
        SLIPWAY_TRY(child->second.remove(path, index + 1, store));
        if (!child->second.children->empty()) {
            return {};
        }
    }
    children->erase(child);
    return {};
}

Result<Digest> TreeBuilder::Node::write(Store& store) const {
    if (!children) {
        return id;
    }
    std::vector<TreeEntry> entries;
    entries.reserve(children->size());
    for (const auto& [name, child] : *children) {
        entries.push_back({name, child.mode, SLIPWAY_TRY(child.write(store))});
    }
    return store.put_tree(SLIPWAY_TRY(Tree::of(std::move(entries))));
}

TreeBuilder::TreeBuilder() : root_(std::make_unique<Node>(Node::empty_directory())) {}
TreeBuilder::TreeBuilder(const Store& store) : TreeBuilder() { store_ = &store; }
TreeBuilder::~TreeBuilder() = default;
TreeBuilder::TreeBuilder(TreeBuilder&&) noexcept = default;
TreeBuilder& TreeBuilder::operator=(TreeBuilder&&) noexcept = default;

Result<TreeBuilder> TreeBuilder::from(const Store& store, const Digest& tree) {
    TreeBuilder builder(store);
    *builder.root_ = Node{Mode::directory, tree, nullptr};
    SLIPWAY_TRY(builder.root_->open(&store));
    return builder;
}

Result<void> TreeBuilder::add(const RelativePath& path, Mode mode, const Digest& id) {
    auto* const parent = SLIPWAY_TRY(root_->create_parent(path, store_));
    const auto added =
        parent->children->try_emplace(std::string(path.name()), Node{mode, id, nullptr}).second;
    return added ? Result<void>() : taken(path, "the path is taken");
}

Result<void> TreeBuilder::add_directory(const RelativePath& path) {
    auto* const parent = SLIPWAY_TRY(root_->create_parent(path, store_));
    const auto& node =
        parent->children->try_emplace(std::string(path.name()), Node::empty_directory()).first->second;
    return node.mode == Mode::directory ? Result<void>() : taken(path, "a file is there");
}

Result<void> TreeBuilder::replace(const RelativePath& path, Mode mode, const Digest& id) {
    auto* const parent = SLIPWAY_TRY(root_->create_parent(path, store_));
    parent->children->insert_or_assign(std::string(path.name()), Node{mode, id, nullptr});
    return {};
}

Result<void> TreeBuilder::remove(const RelativePath& path) { return root_->remove(path, 0, store_); }

Result<Digest> TreeBuilder::write(Store& store) const { return root_->write(store); }

Result<std::optional<TreeEntry>> find_entry(const Store& store,
                                            const Digest& tree,
                                            const RelativePath& path) {
    TreeEntry entry{{}, Mode::directory, tree};
    for (const auto part : path.parts()) {
        if (entry.mode != Mode::directory) {
            return std::optional<TreeEntry>();
        }
        const auto directory = SLIPWAY_TRY(store.read_tree(entry.id));
        const auto* const found = directory.find(part);
        if (found == nullptr) {
            return std::optional<TreeEntry>();
        }
        entry = *found;
    }
    return std::optional(std::move(entry));
}

}  // namespace slipway::cache

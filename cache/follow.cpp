#include "slipway/cache/follow.hpp"

#include <algorithm>
#include <vector>

namespace slipway::cache {

namespace {

constexpr int most_links = 40;

class Walk {
public:
    Walk(const Store& store, const Digest& tree) : store_(store), above_{{{}, tree}} {}

    Result<std::optional<Followed>> along(std::string_view path) {
        go_on(path);
        while (!left_.empty()) {
            const auto part = std::move(left_.back());
            left_.pop_back();
            if (part == "..") {
                above_.pop_back();
                if (above_.empty()) {
                    return nowhere();
                }
                continue;
            }
            auto entry = SLIPWAY_TRY(find(part));
            if (!entry) {
                return nowhere();
            }
            if (entry->mode == Mode::symlink) {
                const auto target = SLIPWAY_TRY(store_.read_blob(entry->id));
                if (target.starts_with('/') || ++links_ > most_links) {
                    return nowhere();
                }
                go_on(target);
            } else if (entry->mode == Mode::directory) {
                above_.push_back({std::move(entry->name), entry->id});
            } else {
                return left_.empty() ? std::optional(here(entry->name, entry->mode, entry->id)) : nowhere();
            }
        }
        const auto directory = std::move(above_.back());
        above_.pop_back();
        return std::optional(here(directory.name, Mode::directory, directory.id));
    }

private:
    struct Directory {
        std::string name;
        Digest id;
    };

    static std::optional<Followed> nowhere() { return std::nullopt; }

    // `name` below the directories that lead there.
    Followed here(const std::string& name, Mode mode, const Digest& id) const {
        std::string path;
        for (std::size_t i = 1; i < above_.size(); ++i) {  // the first is the tree, which has no name
            path += above_[i].name + '/';
        }
        return {path + name, mode, id};
    }

    Result<std::optional<TreeEntry>> find(std::string_view name) const {
        const auto tree = SLIPWAY_TRY(store_.read_tree(above_.back().id));
        const auto* const entry = tree.find(name);
        return entry == nullptr ? std::nullopt : std::optional(*entry);
    }

    // Before what is left.
    void go_on(std::string_view path) {
        while (!path.empty()) {
            const auto slash = path.rfind('/');
            const auto part = slash == std::string_view::npos ? path : path.substr(slash + 1);
            if (!part.empty() && part != ".") {
                left_.emplace_back(part);
            }
            path = path.substr(0, slash == std::string_view::npos ? 0 : slash);
        }
    }

    const Store& store_;
    std::vector<Directory> above_;
    std::vector<std::string> left_;  // the next part last
    int links_ = 0;
};

}  // namespace

Result<std::optional<Followed>> follow(const Store& store, const Digest& tree, std::string_view path) {
    return Walk(store, tree).along(path);
}

}  // namespace slipway::cache

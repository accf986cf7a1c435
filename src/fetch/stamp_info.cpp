#include "slipway/fetch/transform.hpp"

#include <slipway/cache/follow.hpp>
#include <slipway/cache/tree_builder.hpp>
#include <slipway/resolve/info_lines.hpp>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::fetch {

namespace {

using cache::Mode;
using cache::TreeEntry;

// What Drush does not look at.
bool is_left_out(std::string_view name) {
    return name.starts_with('.') || name == "CVS" || name == "node_modules" || name == "bower_components";
}

// All files of a tree whose names end in `suffix`, and those that links of such a name lead to; each once,
// though there may be several ways to it.
class InfoFiles {
public:
    InfoFiles(const cache::Store& store, const Digest& tree, std::string_view suffix)
        : store_(store), tree_(tree), suffix_(suffix) {}

    // By path.
    Result<std::map<std::string, cache::Followed>> collect() && {
        enter({{}, Mode::directory, tree_});
        while (!pending_.empty()) {
            const auto [path, mode, id] = std::move(pending_.back());
            pending_.pop_back();
            const auto tree = SLIPWAY_TRY(store_.read_tree(id));
            for (const auto& entry : tree.entries()) {
                if (!is_left_out(entry.name)) {
                    SLIPWAY_TRY(add(path.empty() ? entry.name : path + '/' + entry.name, entry));
                }
            }
        }
        return std::move(files_);
    }

private:
    Result<void> add(std::string path, const TreeEntry& entry) {
        auto target = entry.mode == Mode::symlink
                          ? SLIPWAY_TRY(cache::follow(store_, tree_, path))
                          : std::optional(cache::Followed{std::move(path), entry.mode, entry.id});
        if (target && target->mode == Mode::directory) {
            enter(*std::move(target));
        } else if (target && entry.name.ends_with(suffix_)) {
            auto name = target->path;
            files_.emplace(std::move(name), *std::move(target));
        }
        return {};
    }

    void enter(cache::Followed directory) {
        if (entered_.insert(directory.path).second) {
            pending_.push_back(std::move(directory));
        }
    }

    const cache::Store& store_;
    Digest tree_;
    std::string_view suffix_;
    std::vector<cache::Followed> pending_;
    std::set<std::string> entered_;
    std::map<std::string, cache::Followed> files_;
};

}  // namespace

Result<cache::ActionResult> stamp_info(const plan::StampInfo& action,
                                       const Digest& tree,
                                       cache::Store& store) {
    const auto suffix = resolve::info_suffix(action.version);
    const auto lines = resolve::info_lines(action.version, action.project, action.time);
    auto builder = SLIPWAY_TRY(cache::TreeBuilder::from(store, tree));
    const auto files = SLIPWAY_TRY(InfoFiles(store, tree, suffix).collect());
    for (const auto& [name, file] : files) {
        const auto path = SLIPWAY_TRY(RelativePath::parse(name));
        const auto bytes = SLIPWAY_TRY(store.read_blob(file.id)) + lines;
        const auto blob = SLIPWAY_TRY(store.put_blob(bytes, file.mode));
        SLIPWAY_TRY(builder.replace(path, file.mode, blob));
    }
    return cache::ActionResult{.object = SLIPWAY_TRY(builder.write(store))};
}

}  // namespace slipway::fetch

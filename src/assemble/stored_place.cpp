#include "stored_place.hpp"

#include <slipway/base/relative_path.hpp>
#include <slipway/cache/tree_builder.hpp>

#include <cstddef>
#include <system_error>

namespace slipway::assemble {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t digits = 2 * Digest::size;

// What stands behind the directory of projects, whichever way the link's text leads there: the store may have
// been named by another path when the link was made.
std::optional<std::string> below_projects(const cache::Store& store, std::string_view text) {
    const auto projects = projects_of(store);
    const auto prefix = projects.native() + '/';
    if (text.starts_with(prefix)) {
        return std::string(text.substr(prefix.size()));
    }
    constexpr std::string_view directory = "/projects";
    for (auto at = text.find("/projects/"); text.starts_with('/') && at != std::string_view::npos;
         at = text.find("/projects/", at + 1)) {
        const auto end = at + directory.size();
        std::error_code ignored;
        if (fs::equivalent(fs::path(text.substr(0, end)), projects, ignored)) {
            return std::string(text.substr(end + 1));
        }
    }
    return std::nullopt;
}

}  // namespace

fs::path projects_of(const cache::Store& store) { return store.root() / "projects"; }

std::optional<std::string> stored_place(const cache::Store& store,
                                        std::string_view text,
                                        const cache::TreeEntry& entry) {
    const auto at = below_projects(store, text);
    if (!at) {
        return std::nullopt;
    }
    const auto tree = Digest::from_hex(at->substr(0, digits));
    if (!tree) {
        return std::nullopt;
    }
    if (at->size() == digits) {
        return entry.mode == cache::Mode::directory && *tree == entry.id ? at : std::nullopt;
    }
    const auto rest = RelativePath::parse(std::string_view(*at).substr(digits + 1));
    if ((*at)[digits] != '/' || !rest) {
        return std::nullopt;
    }
    const auto named = cache::find_entry(store, *tree, *rest);
    const bool same = named && *named && (*named)->mode == entry.mode && (*named)->id == entry.id;
    return same ? at : std::nullopt;
}

}  // namespace slipway::assemble

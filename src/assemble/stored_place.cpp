#include "stored_place.hpp"

#include <slipway/base/relative_path.hpp>
#include <slipway/cache/tree_builder.hpp>

namespace slipway::assemble {

std::filesystem::path projects_of(const cache::Store& store) { return store.root() / "projects"; }

std::optional<std::string> stored_place(const cache::Store& store,
                                        std::string_view text,
                                        const cache::TreeEntry& entry) {
    const auto prefix = projects_of(store).native() + '/';
    constexpr std::size_t digits = 2 * Digest::size;
    if (!text.starts_with(prefix)) {
        return std::nullopt;
    }
    text.remove_prefix(prefix.size());
    const auto tree = Digest::from_hex(text.substr(0, digits));
    if (!tree) {
        return std::nullopt;
    }
    if (text.size() == digits) {
        return entry.mode == cache::Mode::directory && *tree == entry.id ? std::optional(std::string(text))
                                                                         : std::nullopt;
    }
    const auto rest = RelativePath::parse(text.substr(digits + 1));
    if (text[digits] != '/' || !rest) {
        return std::nullopt;
    }
    const auto named = cache::find_entry(store, *tree, *rest);
    const bool same = named && *named && (*named)->mode == entry.mode && (*named)->id == entry.id;
    return same ? std::optional(std::string(text)) : std::nullopt;
}

}  // namespace slipway::assemble

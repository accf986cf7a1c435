#include "slipway/compare/locks.hpp"

#include <slipway/manifest/php_version.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

namespace slipway::compare {

namespace {

using lock::Entry;
using lock::Lock;
using Pair = std::pair<const Entry*, const Entry*>;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "3.29" of "7.x-3.29": what is compared, if both are of the same core.
std::string_view without_core(std::string_view version) {
    const auto dash = version.find("x-");
    const bool has_core =
        dash != std::string_view::npos && dash >= 2 && version[dash - 1] == '.'
        && std::all_of(version.begin(), version.begin() + static_cast<std::ptrdiff_t>(dash) - 1, is_digit);
    return has_core ? version.substr(dash + 2) : version;
}

// Whether the text is a version and not the name of a branch or commit: a number, a point. 40 digits of a
// commit have none. A development snapshot may be older or newer than any release of its branch.
bool is_ordered(std::string_view version) {
    version.remove_prefix(version.starts_with('v') ? 1 : 0);
    return !version.empty() && is_digit(version.front()) && version.find('.') != std::string_view::npos
           && !version.ends_with("x-dev");
}

Fate fate_of_versions(const std::string& before, const std::string& after) {
    const auto core_before = before.substr(0, before.size() - without_core(before).size());
    const auto core_after = after.substr(0, after.size() - without_core(after).size());
    const bool same_core = core_before == core_after;
    auto left = same_core ? without_core(before) : std::string_view(before);
    auto right = same_core ? without_core(after) : std::string_view(after);
    if (!is_ordered(left) || !is_ordered(right)) {
        return Fate::switched;
    }
    left.remove_prefix(left.starts_with('v') ? 1 : 0);
    right.remove_prefix(right.starts_with('v') ? 1 : 0);
    const int order = manifest::compare_versions(left, right);
    return order < 0 ? Fate::upgraded : order > 0 ? Fate::downgraded : Fate::switched;
}

Fate fate_of(const Entry& before, const Entry& after) {
    if (before.version != after.version) {
        return fate_of_versions(before.version, after.version);
    }
    if (before.tree != after.tree) {
        return Fate::changed;
    }
    return before.path == after.path ? Fate::same : Fate::moved;
}

// Of `these`, what the others do not have.
template <class Value>
std::vector<Value> without(const std::vector<Value>& these, const std::vector<Value>& others) {
    std::vector<Value> out;
    std::ranges::copy_if(these, std::back_inserter(out), [&others](const Value& value) {
        return std::ranges::find(others, value) == others.end();
    });
    return out;
}

EntryChange change_of(const Pair& pair) {
    const auto [before, after] = pair;
    EntryChange out;
    if (before != nullptr) {
        out.before = *before;
    }
    if (after != nullptr) {
        out.after = *after;
    }
    if (before == nullptr || after == nullptr) {
        out.fate = before == nullptr ? Fate::added : Fate::removed;
        return out;
    }
    out.fate = fate_of(*before, *after);
    out.moved = before->path != after->path;
    out.other_source = before->source.tree != after->source.tree;
    out.patches_added = without(after->patches, before->patches);
    out.patches_dropped = without(before->patches, after->patches);
    auto languages = without(after->translations, before->translations);
    const auto gone = without(before->translations, after->translations);
    languages.insert(languages.end(), gone.begin(), gone.end());
    for (const auto& translation : languages) {
        out.translations_changed.push_back(translation.language);
    }
    std::ranges::sort(out.translations_changed);
    const auto twins = std::ranges::unique(out.translations_changed);
    out.translations_changed.erase(twins.begin(), twins.end());
    return out;
}

using Key = std::pair<Entry::Group, std::string_view>;

struct Namesakes {
    std::vector<const Entry*> before = {};
    std::vector<const Entry*> after = {};
};

// Takes out those at the same path.
void pair_by_path(Namesakes& all, std::vector<Pair>& pairs) {
    for (auto& before : all.before) {
        const auto found = std::ranges::find_if(all.after, [&before](const Entry* after) {
            return after != nullptr && after->path == before->path;
        });
        if (found != all.after.end()) {
            pairs.emplace_back(before, *found);
            before = nullptr;
            *found = nullptr;
        }
    }
    std::erase(all.before, nullptr);
    std::erase(all.after, nullptr);
}

void pair_up(Namesakes all, std::vector<Pair>& pairs) {
    pair_by_path(all, pairs);
    for (std::size_t i = 0; i < std::max(all.before.size(), all.after.size()); ++i) {
        pairs.emplace_back(i < all.before.size() ? all.before[i] : nullptr,
                           i < all.after.size() ? all.after[i] : nullptr);
    }
}

}  // namespace

std::string_view name_of(Fate fate) {
    static constexpr std::array<std::string_view, fates> names = {
        "added", "removed", "upgraded", "downgraded", "switched", "changed", "moved", "same"};
    return names.at(static_cast<std::size_t>(fate));
}

std::vector<EntryChange> compare(const Lock& before, const Lock& after) {
    std::map<Key, Namesakes> named;
    for (const auto& entry : before.entries) {
        named[{entry.group, entry.name}].before.push_back(&entry);
    }
    for (const auto& entry : after.entries) {
        named[{entry.group, entry.name}].after.push_back(&entry);
    }
    std::vector<Pair> pairs;
    for (auto& [key, all] : named) {
        std::ranges::sort(all.before, {}, &Entry::path);
        std::ranges::sort(all.after, {}, &Entry::path);
        pair_up(std::move(all), pairs);
    }
    std::vector<EntryChange> out;
    for (const auto& pair : pairs) {
        out.push_back(change_of(pair));
    }
    std::ranges::sort(out, {}, [](const EntryChange& change) {
        return std::tie(change.entry().group, change.entry().name, change.entry().path);
    });
    return out;
}

}  // namespace slipway::compare

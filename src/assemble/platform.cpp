#include "slipway/assemble/platform.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace slipway::assemble {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view platforms_prefix = "platforms/";
constexpr char separator = '\0';  // of paths in one fact: the only byte that none has

constexpr std::array<std::pair<LinkMode, std::string_view>, 5> mode_names{{{LinkMode::automatic, "auto"},
                                                                           {LinkMode::reflink, "reflink"},
                                                                           {LinkMode::hardlink, "hardlink"},
                                                                           {LinkMode::copy, "copy"},
                                                                           {LinkMode::symlink, "symlink"}}};

// Each path followed by a separator, so that "" (the whole platform) is told from no path.
std::string joined(const std::vector<std::string>& paths) {
    std::string text;
    for (const auto& path : paths) {
        text += path + separator;
    }
    return text;
}

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> paths;
    while (!text.empty()) {
        const auto end = std::min(text.find(separator), text.size());
        paths.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return paths;
}

template <class Value>
const Value* find(const std::map<std::string, Value>& values, const std::string& name) {
    const auto found = values.find(name);
    return found == values.end() ? nullptr : &found->second;
}

}  // namespace

std::string_view name_of(LinkMode mode) {
    return std::ranges::find(mode_names, mode, &decltype(mode_names)::value_type::first)->second;
}

std::optional<LinkMode> link_mode_of(std::string_view name) {
    const auto* const found = std::ranges::find(mode_names, name, &decltype(mode_names)::value_type::second);
    return found == mode_names.end() ? std::nullopt : std::optional(found->first);
}

std::string ref_of(const fs::path& path) {
    return std::string(platforms_prefix) + sha256(path.native()).hex();
}

cache::Ref to_ref(const Platform& platform) {
    cache::Ref ref{.trees = {{"platform", platform.id}},
                   .facts = {{"path", platform.path.native()},
                             {"origin", platform.origin},
                             {"link-mode", std::string(name_of(platform.link_mode))},
                             {"mutable", joined(platform.mutable_paths)},
                             {"projects", joined(platform.projects)},
                             {"sealed", platform.sealed ? "yes" : "no"}}};
    if (platform.lock) {
        ref.blobs.emplace("lock", *platform.lock);
    }
    return ref;
}

Result<Platform> platform_of(const cache::Ref& ref) {
    const auto* const id = find(ref.trees, "platform");
    const auto* const path = find(ref.facts, "path");
    const auto* const origin = find(ref.facts, "origin");
    const auto* const mode = find(ref.facts, "link-mode");
    const auto* const mutable_paths = find(ref.facts, "mutable");
    const auto* const projects = find(ref.facts, "projects");
    const auto* const sealed = find(ref.facts, "sealed");
    const auto* const lock = find(ref.blobs, "lock");
    const auto link_mode = mode == nullptr ? std::nullopt : link_mode_of(*mode);
    if (id == nullptr || path == nullptr || origin == nullptr || mutable_paths == nullptr || !link_mode) {
        return Error(ErrorKind::corrupt, "a ref of the store does not say what platform lies where");
    }
    return Platform{.id = *id,
                    .path = *path,
                    .origin = *origin,
                    .link_mode = *link_mode,
                    .mutable_paths = split(*mutable_paths),
                    .projects = projects == nullptr ? std::vector<std::string>() : split(*projects),
                    .sealed = sealed != nullptr && *sealed == "yes",
                    .lock = lock == nullptr ? std::nullopt : std::optional(*lock)};
}

Result<std::optional<Platform>> find_platform(const cache::Store& store, const fs::path& path) {
    const auto ref = SLIPWAY_TRY(store.find_ref(ref_of(path)));
    if (!ref) {
        return std::nullopt;
    }
    return SLIPWAY_TRY(platform_of(*ref));
}

Result<std::vector<Platform>> platforms(const cache::Store& store) {
    std::vector<Platform> found;
    for (const auto& name : SLIPWAY_TRY(store.refs())) {
        if (!name.starts_with(platforms_prefix)) {
            continue;
        }
        if (const auto ref = SLIPWAY_TRY(store.find_ref(name))) {  // not removed meanwhile
            found.push_back(SLIPWAY_TRY(platform_of(*ref)));
        }
    }
    std::ranges::sort(found, {}, &Platform::path);
    return found;
}

}  // namespace slipway::assemble

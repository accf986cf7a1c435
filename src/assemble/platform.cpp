#include "slipway/assemble/platform.hpp"

#include "destination.hpp"
#include "path_list.hpp"

#include <slipway/assemble/publish.hpp>
#include <slipway/sys/file.hpp>

#include <fmt/core.h>
#include <sys/xattr.h>

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

namespace slipway::assemble {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view platforms_prefix = "platforms/";

constexpr std::array<std::pair<LinkMode, std::string_view>, 5> mode_names{{{LinkMode::automatic, "auto"},
                                                                           {LinkMode::reflink, "reflink"},
                                                                           {LinkMode::hardlink, "hardlink"},
                                                                           {LinkMode::copy, "copy"},
                                                                           {LinkMode::symlink, "symlink"}}};

template <class Value>
const Value* find(const std::map<std::string, Value>& values, const std::string& name) {
    const auto found = values.find(name);
    return found == values.end() ? nullptr : &found->second;
}

std::string attribute(int directory, const char* name) {
    std::array<char, 4096> value{};
    const auto size = ::fgetxattr(directory, name, value.data(), value.size());
    return size < 0 ? std::string() : std::string(value.data(), static_cast<std::size_t>(size));
}

// The same platform at another path: the one that is not there any more was moved, rather than published
// twice.
std::optional<Platform> published_elsewhere(std::vector<Platform> all, const Digest& id) {
    std::erase_if(all, [&id](const Platform& each) { return each.id != id; });
    std::error_code ignored;
    const auto gone = std::ranges::find_if(
        all, [&](const Platform& each) { return !fs::exists(fs::symlink_status(each.path, ignored)); });
    if (gone != all.end()) {
        return *gone;
    }
    return all.empty() ? std::nullopt : std::optional(all.front());
}

Error nobody_knows(const fs::path& path) {
    return Error(ErrorKind::not_found,
                 fmt::format(
                     "nothing says which platform {} is: it has no {}, and this store published none there",
                     path.native(), id_attribute))
        .with_help("was it copied, or built with another store? Name that with --store");
}

Error two_opinions(const fs::path& path, const Digest& written, const Digest& published) {
    return Error(ErrorKind::conflict,
                 fmt::format("{} says that it is platform {}, but platform {} was published there",
                             path.native(), written.hex(), published.hex()))
        .with_help("build it anew; or name the store that published the first with --store");
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
                             {"mutable", joined_paths(platform.mutable_paths)},
                             {"projects", joined_paths(platform.projects)},
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
                    .mutable_paths = split_paths(*mutable_paths),
                    .projects = projects == nullptr ? std::vector<std::string>() : split_paths(*projects),
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

Result<Platform> platform_at(const cache::Store& store, const fs::path& directory) {
    const auto path = SLIPWAY_TRY(named_by(directory));
    const auto root = SLIPWAY_TRY(open_directory(path));
    std::error_code error;
    const auto real = fs::canonical(path, error);
    auto published = SLIPWAY_TRY(find_platform(store, path));
    if (!published && !error) {
        published = SLIPWAY_TRY(find_platform(store, real));
    }
    const auto written = Digest::from_hex(attribute(*root, id_attribute));
    if (!published && !written) {
        return nobody_knows(path);
    }
    if (published && (!written || published->id == *written)) {
        return *published;
    }
    if (auto moved = published_elsewhere(SLIPWAY_TRY(platforms(store)), *written)) {
        return *std::move(moved);
    }
    if (published) {
        return two_opinions(path, *written, published->id);
    }
    return Platform{
        .id = *written, .path = error ? path : real, .origin = attribute(*root, origin_attribute)};
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

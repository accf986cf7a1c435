#include "slipway/assemble/inventory.hpp"

#include <slipway/assemble/publish.hpp>
#include <slipway/cache/collect.hpp>
#include <slipway/sys/directory.hpp>
#include <slipway/sys/file.hpp>

#include <sys/stat.h>
#include <sys/xattr.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <utility>

namespace slipway::assemble {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::pair<Presence, std::string_view>, 6> presence_names{{
    {Presence::present, "present"},
    {Presence::replaced, "replaced"},
    {Presence::moved, "moved"},
    {Presence::missing, "missing"},
    {Presence::absent, "absent"},
    {Presence::unreadable, "unreadable"},
}};

// The id that a directory carries; nothing if it carries none, or none that is one.
std::optional<Digest> id_at(const fs::path& path) {
    std::array<char, Digest::size * 2> hex{};
    const auto size = ::getxattr(path.c_str(), id_attribute, hex.data(), hex.size());
    return size == static_cast<ssize_t>(hex.size()) ? Digest::from_hex({hex.data(), hex.size()})
                                                    : std::nullopt;
}

// A directory beside `path` that carries the id, and is not the place of another platform of this store.
Result<std::optional<fs::path>> beside(const cache::Store& store, const Platform& platform) {
    const auto parent = platform.path.parent_path();
    const auto directory = SLIPWAY_TRY(open_directory(parent));
    auto entries = SLIPWAY_TRY(list_directory(*directory, parent));
    std::ranges::sort(entries, {}, &ListedEntry::name);
    for (const auto& entry : entries) {
        const auto path = parent / entry.name;
        if (entry.is_directory && id_at(path) == platform.id && !SLIPWAY_TRY(store.find_ref(ref_of(path)))) {
            return path;
        }
    }
    return std::nullopt;
}

Result<void> look_beside(const cache::Store& store, Listed& listed) {
    const auto found = beside(store, listed.platform);
    if (!found) {
        const auto kind = found.error().kind();
        listed.presence = kind == ErrorKind::not_found ? Presence::absent : Presence::unreadable;
        return kind == ErrorKind::corrupt ? found.error() : Result<void>();
    }
    listed.presence = *found ? Presence::moved : Presence::missing;
    listed.now_at = found->value_or(fs::path());
    return {};
}

Result<void> look_for(const cache::Store& store, Listed& listed) {
    struct stat status {};
    const auto& path = listed.platform.path;
    if (::stat(path.c_str(), &status) == 0) {
        const auto id = S_ISDIR(status.st_mode) ? id_at(path).value_or(listed.platform.id) : Digest{};
        listed.presence = id == listed.platform.id ? Presence::present : Presence::replaced;
        return {};
    }
    if (errno == ENOENT || errno == ENOTDIR) {
        return look_beside(store, listed);
    }
    listed.presence = Presence::unreadable;
    return {};
}

// The ref whose time says since when a platform is absent.
std::string absence_of(const Platform& platform) {
    const auto name = ref_of(platform.path);
    return "absent/" + name.substr(name.find('/') + 1);
}

// Whether the platform was absent already before the time; notes that it is, if nobody did.
Result<bool> is_absent_for_long(cache::Store& store, const Platform& platform, const RetireOptions& options) {
    const auto name = absence_of(platform);
    if (!SLIPWAY_TRY(store.find_ref(name))) {
        if (!options.dry_run) {
            SLIPWAY_TRY(store.put_ref(name, {.trees = {}, .blobs = {}, .facts = {{"path", platform.path}}}));
        }
        return false;
    }
    return SLIPWAY_TRY(cache::ref_written(store.root(), name)) < options.absent_since;
}

Result<void> take_along(cache::Store& store, const Listed& listed) {
    auto platform = listed.platform;
    platform.path = listed.now_at;
    SLIPWAY_TRY(store.put_ref(ref_of(platform.path), to_ref(platform)));
    return store.remove_ref(ref_of(listed.platform.path));
}

}  // namespace

std::string_view name_of(Presence presence) {
    return std::ranges::find(presence_names, presence, &decltype(presence_names)::value_type::first)->second;
}

Result<std::vector<Listed>> inventory(const cache::Store& store) {
    std::vector<Listed> all;
    for (auto& platform : SLIPWAY_TRY(platforms(store))) {
        Listed listed{.platform = std::move(platform)};
        listed.published = SLIPWAY_TRY(cache::ref_written(store.root(), ref_of(listed.platform.path)));
        SLIPWAY_TRY(look_for(store, listed));
        all.push_back(std::move(listed));
    }
    return all;
}

std::vector<std::string> Retirement::dropped_refs() const {
    std::vector<std::string> names;
    for (const auto& listed : dropped) {
        names.push_back(ref_of(listed.platform.path));
        names.push_back(absence_of(listed.platform));
    }
    return names;
}

Result<Retirement> retire(cache::Store& store, const RetireOptions& options) {
    Retirement retirement;
    for (auto& listed : SLIPWAY_TRY(inventory(store))) {
        const bool is_absent = listed.presence == Presence::absent;
        const bool dropped =
            listed.presence == Presence::replaced || listed.presence == Presence::missing
            || (is_absent && SLIPWAY_TRY(is_absent_for_long(store, listed.platform, options)));
        if (!is_absent && !options.dry_run) {
            SLIPWAY_TRY(store.remove_ref(absence_of(listed.platform)));
        }
        if (listed.presence == Presence::moved && !options.dry_run) {
            SLIPWAY_TRY(take_along(store, listed));
        }
        if (dropped) {
            retirement.dropped.push_back(std::move(listed));
        } else if (listed.presence == Presence::moved) {
            retirement.moved.push_back(std::move(listed));
        } else if (is_absent) {
            retirement.absent.push_back(std::move(listed));
        }
    }
    return retirement;
}

}  // namespace slipway::assemble

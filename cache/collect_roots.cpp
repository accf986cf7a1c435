#include "collect_roots.hpp"

#include "guarded.hpp"
#include "layout.hpp"
#include "parallel.hpp"
#include "record.hpp"
#include "ref_files.hpp"

#include <slipway/sys/directory.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <tuple>

namespace slipway::cache {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view mirror_suffix = ".git";
constexpr std::size_t max_record = std::size_t{16} << 20U;

bool is_below_any(std::string_view name, const std::vector<std::string>& prefixes) {
    return std::ranges::any_of(prefixes, [name](const auto& prefix) { return name.starts_with(prefix); });
}

Error damaged_ref(std::string_view name, const fs::path& path) {
    return Error(ErrorKind::corrupt, fmt::format("the store's ref '{}' is damaged", name))
        .with_help(
            fmt::format("nothing was removed; remove the file '{}', and make it again: nobody else knows "
                        "what it kept",
                        path.string()));
}

// The object that a record names, and whether the record is one at all.
struct Named {
    bool sound = false;
    std::optional<Digest> object = {};
};

Named named_by(Used::Kind kind, std::string_view text) {
    if (kind == Used::Kind::action) {
        const auto action = parse_action(text);
        return {.sound = action.has_value(), .object = action ? action->object : std::nullopt};
    }
    const auto document = parse_document(text);
    return {.sound = document.has_value(), .object = document ? std::optional(document->blob) : std::nullopt};
}

bool is_there(const Shards& shards, const Digest& id, std::string_view suffix = {}) {
    return shards.directory() >= 0
           && ::faccessat(shards.directory(), sharded(id, suffix).c_str(), F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

// Whether the object is there, so that the record says something; sets what kind it is.
bool find_object(const StoreDirectories& store, Used& used) {
    if (!used.object) {
        return true;
    }
    used.is_tree = used.kind == Used::Kind::action && is_there(store.trees, *used.object);
    return used.is_tree || is_there(store.objects, *used.object)
           || is_there(store.objects, *used.object, ".x");
}

}  // namespace

Result<ReadRecord> read_record(const StoreDirectories& store, const ShardFile& file, Used::Kind kind) {
    const auto& shards = kind == Used::Kind::action ? store.actions : store.documents;
    const auto status = SLIPWAY_TRY(status_of(file, shards));
    ReadRecord record{.state = RecordState::damaged,
                      .used = {.when = status.st_mtim.tv_sec, .kind = kind, .key = file.id}};
    record.used.physical = physical_size(status);
    if (file.twin || !S_ISREG(status.st_mode) || static_cast<std::uint64_t>(status.st_size) > max_record) {
        return record;
    }
    const Fd opened(::openat(file.directory, file.name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!opened) {
        return errno_error(errno, shards.path_of(file), "read")
            .with_help("what cannot be read cannot be judged; run it as the store's owner");
    }
    const auto named = named_by(kind, SLIPWAY_TRY(read_all(*opened, shards.path_of(file), max_record)));
    if (named.sound) {
        record.used.object = named.object;
        record.state = find_object(store, record.used) ? RecordState::sound : RecordState::stale;
    }
    return record;
}

namespace {

Result<std::vector<Used>> list_shard(const StoreDirectories& store,
                                     Used::Kind kind,
                                     std::int64_t since,
                                     std::size_t shard) {
    const auto& shards = kind == Used::Kind::action ? store.actions : store.documents;
    std::vector<Used> found;
    const auto add = [&](const ShardFile& file) -> Result<void> {
        if (SLIPWAY_TRY(status_of(file, shards)).st_mtim.tv_sec < since) {
            return {};
        }
        const auto record = SLIPWAY_TRY(read_record(store, file, kind));
        if (record.state == RecordState::sound) {
            found.push_back(record.used);
        }
        return {};
    };
    SLIPWAY_TRY(shards.for_each(shard, add));
    return found;
}

Result<std::vector<Used>> list_records(const StoreDirectories& store,
                                       Used::Kind kind,
                                       std::int64_t since,
                                       int threads) {
    Guarded<std::vector<Used>> all;
    const auto add = [&](std::size_t shard) -> Result<void> {
        const auto found = SLIPWAY_TRY(list_shard(store, kind, since, shard));
        const auto list = all.lock();
        list->insert(list->end(), found.begin(), found.end());
        return {};
    };
    SLIPWAY_TRY(for_each_index(Shards::count, threads, add));
    return std::move(*all.lock());
}

Result<std::vector<Used>> list_mirrors(const fs::path& root, std::int64_t since) {
    std::vector<Used> mirrors;
    const auto path = root / "git";
    const auto directory = open_directory(path);
    if (!directory) {
        return directory.error().kind() == ErrorKind::not_found ? Result<std::vector<Used>>(mirrors)
                                                                : directory.error();
    }
    for (const auto& entry : SLIPWAY_TRY(list_directory(**directory, path))) {
        const auto key = mirror_key(entry.name);
        struct stat status {};
        if (!key) {
            continue;
        }
        if (::fstatat(**directory, entry.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) < 0) {
            return errno_error(errno, path / entry.name, "look at");
        }
        if (S_ISDIR(status.st_mode) && status.st_mtim.tv_sec >= since) {
            mirrors.push_back({.when = status.st_mtim.tv_sec,
                               .kind = Used::Kind::mirror,
                               .key = *key,
                               .is_tree = false,
                               .object = {},
                               .physical = 0});
        }
    }
    return mirrors;
}

}  // namespace

Result<RefRoots> read_refs(const fs::path& root, const CollectOptions& options) {
    RefFiles files(root / "refs");
    RefRoots roots;
    for (auto& name : SLIPWAY_TRY(files.names())) {
        const bool expires =
            is_below_any(name, options.expiring) && SLIPWAY_TRY(files.written(name)) < options.used_since;
        if (expires || options.dropped_refs.contains(name)) {
            roots.removed.push_back(std::move(name));
            continue;
        }
        const auto text = SLIPWAY_TRY(files.find(name));
        auto ref = text ? parse_ref(*text) : std::nullopt;
        if (!ref) {
            return damaged_ref(name, SLIPWAY_TRY(files.path_of(name)));
        }
        roots.kept.emplace_back(std::move(name), *std::move(ref));
    }
    return roots;
}

Result<std::int64_t> ref_written(const fs::path& root, std::string_view name) {
    return RefFiles(root / "refs").written(name);
}

Result<StoreDirectories> StoreDirectories::open(const fs::path& root) {
    auto objects = SLIPWAY_TRY(Shards::open(root, "objects"));
    auto trees = SLIPWAY_TRY(Shards::open(root, "trees"));
    auto actions = SLIPWAY_TRY(Shards::open(root, "actions"));
    auto documents = SLIPWAY_TRY(Shards::open(root, "feeds"));
    return StoreDirectories{.root = root,
                            .objects = std::move(objects),
                            .trees = std::move(trees),
                            .actions = std::move(actions),
                            .documents = std::move(documents)};
}

Result<void> StoreDirectories::check() const {
    for (const auto* shards : {&objects, &trees, &actions, &documents}) {
        SLIPWAY_TRY(shards->check());
    }
    return {};
}

Result<std::vector<Used>> list_used(const StoreDirectories& store, std::int64_t since, int threads) {
    auto all = SLIPWAY_TRY(list_records(store, Used::Kind::action, since, threads));
    for (const auto& more : {SLIPWAY_TRY(list_records(store, Used::Kind::document, since, threads)),
                             SLIPWAY_TRY(list_mirrors(store.root, since))}) {
        all.insert(all.end(), more.begin(), more.end());
    }
    std::ranges::sort(all, [](const Used& left, const Used& right) {
        return std::tie(right.when, left.kind, left.key) < std::tie(left.when, right.kind, right.key);
    });
    return all;
}

fs::path mirror_path(const fs::path& root, const Digest& key) {
    return root / "git" / (key.hex() + std::string(mirror_suffix));
}

std::optional<Digest> mirror_key(std::string_view name) {
    constexpr std::size_t digits = Digest::size * 2;
    return name.size() == digits + mirror_suffix.size() && name.ends_with(mirror_suffix)
               ? Digest::from_hex(name.substr(0, digits))
               : std::nullopt;
}

}  // namespace slipway::cache

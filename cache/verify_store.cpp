#include "slipway/cache/verify_store.hpp"

#include "collect_roots.hpp"
#include "losses.hpp"
#include "object_check.hpp"
#include "parallel.hpp"
#include "reach.hpp"
#include "record.hpp"
#include "ref_files.hpp"

#include <slipway/sys/directory.hpp>

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <iterator>
#include <limits>
#include <mutex>
#include <utility>

namespace slipway::cache {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::pair<Remedy, std::string_view>, 4> remedy_names{{
    {Remedy::repaired, "repaired"},
    {Remedy::removed, "removed"},
    {Remedy::healed, "healed"},
    {Remedy::left, "left"},
}};

class Verifier {
public:
    Verifier(Store& store, StoreDirectories directories, int threads, const std::stop_token& stop)
        : store_(store), directories_(std::move(directories)), threads_(threads), stop_(stop) {}

    Result<void> check_objects();
    Result<void> check_records();
    Result<void> check_refs(std::vector<PublishedTree> published);

    StoreVerification result() && {
        std::ranges::sort(result_.damages);
        std::ranges::sort(result_.losses);
        return std::move(result_);
    }

private:
    using Check = Result<CheckedObject> (*)(const Shards&, const ShardFile&, std::string&);

    Result<void> check_shards(const Shards& shards, Check check, DigestSet& sound, std::uint64_t& count);
    Result<void> check_record(const ShardFile& file, Used::Kind kind);
    Result<NamedRefs> read_refs();
    Result<void> judge_losses();

    Error cancelled() const { return {ErrorKind::cancelled, "stopped before all was read"}; }

    Store& store_;
    StoreDirectories directories_;
    int threads_;
    const std::stop_token& stop_;
    SoundObjects sound_;
    std::vector<Used> stale_;  // what records named that was gone already
    Missing missing_;
    StoreVerification result_;
};

Result<void> Verifier::check_shards(const Shards& shards,
                                    Check check,
                                    DigestSet& sound,
                                    std::uint64_t& count) {
    std::mutex mutex;  // of the result
    return for_each_index(Shards::count, threads_, [&](std::size_t shard) -> Result<void> {
        std::string buffer;
        std::vector<Damage> damages;
        std::uint64_t files = 0;
        std::uint64_t bytes = 0;
        const auto take = [&](const ShardFile& file) -> Result<void> {
            if (stop_.stop_requested()) {
                return cancelled();
            }
            auto checked = SLIPWAY_TRY(check(shards, file, buffer));
            ++files;
            bytes += checked.bytes;
            if (checked.sound) {
                sound.insert(file.id);
            }
            if (checked.damage) {
                damages.push_back(*std::move(checked.damage));
            }
            return {};
        };
        SLIPWAY_TRY(shards.for_each(shard, take));
        const std::lock_guard lock(mutex);
        count += files;
        result_.bytes += bytes;
        std::ranges::move(damages, std::back_inserter(result_.damages));
        return {};
    });
}

Result<void> Verifier::check_objects() {
    SLIPWAY_TRY(check_shards(directories_.objects, check_blob, sound_.blobs, result_.blobs));
    return check_shards(directories_.trees, check_tree, sound_.trees, result_.trees);
}

Result<void> Verifier::check_record(const ShardFile& file, Used::Kind kind) {
    const auto& shards = kind == Used::Kind::action ? directories_.actions : directories_.documents;
    const auto record = SLIPWAY_TRY(read_record(directories_, file, kind));
    ++result_.records;
    if (record.state == RecordState::sound) {
        return {};
    }
    if (::unlinkat(file.directory, file.name, 0) < 0 && errno != ENOENT) {
        return errno_error(errno, shards.path_of(file), "remove");
    }
    const bool stale = record.state == RecordState::stale;
    if (stale) {
        stale_.push_back(record.used);
    }
    result_.damages.push_back({.path = path_in_store(shards, file),
                               .what = stale ? "what it names is gone" : "it is damaged",
                               .remedy = Remedy::removed});
    return {};
}

Result<void> Verifier::check_records() {
    for (const auto kind : {Used::Kind::action, Used::Kind::document}) {
        const auto& shards = kind == Used::Kind::action ? directories_.actions : directories_.documents;
        for (std::size_t shard = 0; shard < Shards::count; ++shard) {
            SLIPWAY_TRY(stop_.stop_requested() ? Result<void>(cancelled()) : Result<void>());
            SLIPWAY_TRY(shards.for_each(
                shard, [this, kind](const ShardFile& file) { return check_record(file, kind); }));
        }
    }
    return {};
}

Result<NamedRefs> Verifier::read_refs() {
    const RefFiles files(store_.root() / "refs");
    NamedRefs refs;
    for (auto& name : SLIPWAY_TRY(files.names())) {
        const auto text = SLIPWAY_TRY(files.find(name));
        if (!text) {
            continue;  // removed meanwhile
        }
        ++result_.refs;
        if (auto ref = parse_ref(*text)) {
            refs.emplace_back(std::move(name), *std::move(ref));
            continue;
        }
        result_.damages.push_back(
            {.path = fmt::format("refs/{}", name), .what = "it is damaged", .remedy = Remedy::left});
    }
    return refs;
}

// What was published as links into the store lies in the store itself.
Result<void> add_projects(const fs::path& root, std::vector<PublishedTree>& published) {
    const auto path = root / "projects";
    const auto directory = open_directory(path);
    if (!directory) {
        return {};
    }
    for (const auto& entry : SLIPWAY_TRY(list_directory(**directory, path))) {
        if (const auto id = Digest::from_hex(entry.name)) {
            published.push_back({*id, path / entry.name});
        }
    }
    std::ranges::sort(published, {}, &PublishedTree::directory);
    return {};
}

Result<void> Verifier::check_refs(std::vector<PublishedTree> published) {
    const auto refs = SLIPWAY_TRY(read_refs());
    if (SLIPWAY_TRY(is_complete(store_.root(), refs, sound_, threads_))) {
        return {};
    }
    missing_ = SLIPWAY_TRY(find_missing(store_, refs, sound_));
    SLIPWAY_TRY(add_projects(store_.root(), published));
    auto healed = SLIPWAY_TRY(heal(store_, published, missing_, sound_));
    std::ranges::move(healed, std::back_inserter(result_.damages));
    missing_ = SLIPWAY_TRY(find_missing(store_, refs, sound_));
    return judge_losses();
}

// What an action gave that the store remembers, the same action gives again.
Result<void> Verifier::judge_losses() {
    auto made = SLIPWAY_TRY(list_used(directories_, std::numeric_limits<std::int64_t>::min(), threads_));
    made.insert(made.end(), stale_.begin(), stale_.end());
    Reach reach(directories_.trees.path(), threads_);
    std::vector<Digest> trees;
    for (const auto& used : made) {
        if (used.object) {
            reach.add_blob(*used.object);  // of a stale one nobody knows what it was
            trees.push_back(*used.object);
        }
    }
    SLIPWAY_TRY(reach.add_trees(trees));
    for (auto& [loss, objects] : missing_.refs) {
        loss.remakeable = std::ranges::all_of(
            objects, [&reach](const Digest& id) { return reach.has_tree(id) || reach.has_blob(id); });
        result_.losses.push_back(std::move(loss));
    }
    return {};
}

}  // namespace

std::string_view name_of(Remedy remedy) {
    return std::ranges::find(remedy_names, remedy, &decltype(remedy_names)::value_type::first)->second;
}

bool StoreVerification::is_lost() const {
    return std::ranges::any_of(losses, [](const Loss& loss) { return !loss.remakeable; })
           || std::ranges::any_of(damages,
                                  [](const Damage& damage) { return damage.remedy == Remedy::left; });
}

Result<StoreVerification> verify_store(Store& store,
                                       const std::vector<PublishedTree>& published,
                                       int threads,
                                       const std::stop_token& stop) {
    Verifier verifier(store, SLIPWAY_TRY(StoreDirectories::open(store.root())), threads, stop);
    SLIPWAY_TRY(verifier.check_objects());
    SLIPWAY_TRY(verifier.check_records());
    SLIPWAY_TRY(verifier.check_refs(published));
    return std::move(verifier).result();
}

}  // namespace slipway::cache

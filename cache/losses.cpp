#include "losses.hpp"

#include "layout.hpp"
#include "reach.hpp"
#include "tree_entries.hpp"

#include <slipway/sys/directory.hpp>
#include <slipway/sys/file.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <climits>
#include <optional>
#include <string_view>

namespace slipway::cache {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view executable_mode = "100755";
constexpr std::string_view symlink_mode = "120000";

std::string below(const std::string& path, std::string_view name) {
    return path.empty() ? std::string(name) : fmt::format("{}/{}", path, name);
}

// Goes through a tree as far as it is there, once through each of its trees.
class Walk {
public:
    explicit Walk(const fs::path& root)
        : path_(root / "trees"), trees_(::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {}

    // Calls visit(path, mode, id) for the tree itself and for all below it.
    template <class Visit>
    Result<void> go(const Digest& tree, Visit visit) {
        struct Place {
            Digest tree;
            std::string path;
        };
        std::set<Digest> seen = {tree};
        std::vector<Place> places = {{tree, ""}};
        visit(std::string(), std::string_view("40000"), tree);
        while (!places.empty()) {
            const auto place = std::move(places.back());
            places.pop_back();
            const auto bytes = SLIPWAY_TRY(read_sound_tree(*trees_, place.tree, path_));
            const auto take = [&](std::string_view mode, std::string_view name, const Digest& id) {
                const auto path = below(place.path, name);
                visit(path, mode, id);
                if (is_directory(mode) && seen.insert(id).second) {
                    places.push_back({id, path});
                }
            };
            for_each_entry(bytes ? std::string_view(*bytes) : std::string_view(), take);
        }
        return {};
    }

private:
    fs::path path_;
    Fd trees_;
};

bool is_sound(const Store& store, std::string_view mode, const Digest& id, SoundObjects& sound) {
    auto& there = is_directory(mode) ? sound.trees : sound.blobs;
    if (there.contains(id)) {
        return true;
    }
    const bool found = is_directory(mode) ? store.read_tree(id).has_value() : store.read_blob(id).has_value();
    if (found) {
        there.insert(id);
    }
    return found;
}

Result<Missing::OfRef> missing_of(const Store& store, Walk& walk, const Ref& ref, SoundObjects& sound) {
    Missing::OfRef missing;
    const auto look = [&](const std::string& path, std::string_view mode, const Digest& id) {
        if (missing.objects.contains(id) || is_sound(store, mode, id, sound)) {
            return;
        }
        auto& example = missing.loss.example;
        example = missing.objects.empty() || path < example ? path : example;
        missing.objects.insert(id);
    };
    for (const auto& [role, tree] : ref.trees) {
        SLIPWAY_TRY(walk.go(tree, look));
    }
    for (const auto& [role, blob] : ref.blobs) {
        look(role, "100644", blob);
    }
    missing.loss.objects = missing.objects.size();
    return missing;
}

// What stands at a path of a published tree; nothing if it cannot be had. No link is followed on the way.
std::optional<std::string> read_at(int directory, const fs::path& path, std::string_view mode) {
    constexpr std::size_t limit = std::size_t{2} << 30U;
    const auto parent = open_below(directory, path.parent_path().native(), path);
    if (!parent) {
        return std::nullopt;
    }
    const auto name = path.filename();
    if (mode == symlink_mode) {
        std::array<char, PATH_MAX> target{};
        const auto size = ::readlinkat(**parent, name.c_str(), target.data(), target.size());
        return size < 0 ? std::nullopt
                        : std::optional(std::string(target.data(), static_cast<std::size_t>(size)));
    }
    const Fd file(::openat(**parent, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat status {};
    if (!file || ::fstat(*file, &status) < 0 || !S_ISREG(status.st_mode)) {
        return std::nullopt;
    }
    auto bytes = read_all(*file, path, limit);
    return bytes ? std::optional(*std::move(bytes)) : std::nullopt;
}

struct Candidate {
    std::string path;
    std::string mode;
    Digest id;
};

Result<std::vector<Candidate>> candidates(Walk& walk,
                                          const Digest& tree,
                                          const Missing& missing,
                                          const SoundObjects& sound) {
    std::vector<Candidate> found;
    SLIPWAY_TRY(walk.go(tree, [&](const std::string& path, std::string_view mode, const Digest& id) {
        if (!is_directory(mode) && missing.objects.contains(id) && !sound.blobs.contains(id)) {
            found.push_back({path, std::string(mode), id});
        }
    }));
    return found;
}

}  // namespace

Result<bool> is_complete(const fs::path& root,
                         const NamedRefs& refs,
                         const SoundObjects& sound,
                         int threads) {
    Reach reach(root / "trees", threads);
    reach.expect(sound.blobs);
    std::vector<Digest> trees;
    for (const auto& [name, ref] : refs) {
        for (const auto& [role, tree] : ref.trees) {
            trees.push_back(tree);
        }
        for (const auto& [role, blob] : ref.blobs) {
            reach.add_blob(blob);
        }
    }
    return SLIPWAY_TRY(reach.add_trees(trees)).empty() && reach.unexpected() == 0;
}

Result<Missing> find_missing(const Store& store, const NamedRefs& refs, SoundObjects& sound) {
    Missing missing;
    Walk walk(store.root());
    for (const auto& [name, ref] : refs) {
        auto of_ref = SLIPWAY_TRY(missing_of(store, walk, ref, sound));
        of_ref.loss.ref = name;
        if (!of_ref.objects.empty()) {
            missing.objects.insert(of_ref.objects.begin(), of_ref.objects.end());
            missing.refs.push_back(std::move(of_ref));
        }
    }
    return missing;
}

Result<std::vector<Damage>> heal(Store& store,
                                 const std::vector<PublishedTree>& published,
                                 const Missing& missing,
                                 SoundObjects& sound) {
    std::vector<Damage> healed;
    Walk walk(store.root());
    for (const auto& [tree, path] : published) {
        const auto directory = open_directory(path);
        if (!directory) {
            continue;
        }
        for (const auto& [name, mode, id] : SLIPWAY_TRY(candidates(walk, tree, missing, sound))) {
            const auto bytes = read_at(**directory, name, mode);
            if (!bytes || blob_id(*bytes) != id || !sound.blobs.insert(id)) {
                continue;
            }
            SLIPWAY_TRY(store.put_blob(*bytes, mode == executable_mode ? Mode::executable : Mode::file));
            healed.push_back({.path = "objects/" + sharded(id),
                              .what = fmt::format("it was lost; '{}' has it", (path / name).string()),
                              .remedy = Remedy::healed});
        }
    }
    SLIPWAY_TRY(store.commit());
    return healed;
}

}  // namespace slipway::cache

#include "slipway/assemble/publish.hpp"

#include "destination.hpp"
#include "materialise.hpp"
#include "occupant.hpp"
#include "staging.hpp"
#include "unlocked.hpp"

#include <slipway/assemble/platform.hpp>
#include <slipway/assemble/seal.hpp>
#include <slipway/base/relative_path.hpp>
#include <slipway/cache/tree_builder.hpp>
#include <slipway/sys/directory.hpp>

#include <fmt/core.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

namespace slipway::assemble {

namespace fs = std::filesystem;

bool is_mutable(const std::string& path) {
    const bool in_sites = path == "sites" || path.starts_with("sites/");
    const bool in_drush = path == "sites/all/drush" || path.starts_with("sites/all/drush/");
    return in_sites && (in_drush || !path.starts_with("sites/all/"));
}

Result<void> check_destination(const fs::path& destination) {
    std::error_code error;
    if (fs::exists(fs::symlink_status(SLIPWAY_TRY(named_by(destination)), error))) {
        return destination_exists(destination);
    }
    return {};
}

Result<void> check_destination(const cache::Store& store, const fs::path& destination, Occupied occupied) {
    const auto target = SLIPWAY_TRY(named_by(destination));
    SLIPWAY_TRY(look_at_destination(store, target, occupied));
    return {};
}

Result<void> check_mutable_paths(const cache::Store& store,
                                 const Digest& platform,
                                 const std::vector<std::string>& paths) {
    for (const auto& path : paths) {
        const auto place = RelativePath::parse(path);
        if (!path.empty() && (!place || !SLIPWAY_TRY(cache::find_entry(store, platform, *place)))) {
            return Error(ErrorKind::not_found, fmt::format("the platform has no '{}' to be mutable", path))
                .with_help("name a file or directory of the platform");
        }
    }
    return {};
}

namespace {

// They wait for the disk.
constexpr int threads_that_remove = 16;

// One publication, of one platform to one place.
class Publication {
public:
    Publication(cache::Store& store,
                const Digest& platform,
                fs::path target,
                const PublishOptions& options,
                const std::stop_token& stop)
        : store_(store),
          options_(options),
          stop_(stop),
          ref_(ref_of(target)),
          platform_{.id = platform,
                    .path = std::move(target),
                    .origin = options.origin,
                    .link_mode = options.link_mode,
                    .mutable_paths = options.mutable_paths,
                    .projects = options.projects,
                    .sealed = options.seal,
                    .lock = options.lock} {}

    Result<Published> run() {
        auto occupant = SLIPWAY_TRY(look_at_destination(store_, target(), options_.occupied));
        if (occupant && SLIPWAY_TRY(nothing_is_to_do(*occupant))) {
            return already_there(*occupant);
        }
        if (occupant) {
            SLIPWAY_TRY(check_replaceable(*occupant));
        }
        SLIPWAY_TRY(slipway::create_directories(target().parent_path(), 0755));
        const auto may_go = [this](const fs::path& left) { return is_worthless(left); };
        auto staging = SLIPWAY_TRY(Staging::beside(target(), may_go));
        auto published = SLIPWAY_TRY(lay_out(staging));
        // From here on alone: two that publish here must not mix up their refs. And somebody may have been
        // faster.
        const auto turn = SLIPWAY_TRY(lock_directory(target().parent_path(), Wait::yes));
        occupant = SLIPWAY_TRY(look_at_destination(store_, target(), options_.occupied));
        if (occupant && SLIPWAY_TRY(nothing_is_to_do(*occupant))) {
            return already_there(*occupant);
        }
        if (occupant) {
            SLIPWAY_TRY(replace(std::move(staging), *occupant, published));
        } else {
            SLIPWAY_TRY(appear(std::move(staging)));
        }
        if (options_.seal) {
            SLIPWAY_TRY(seal_root(target()));
        }
        return published;
    }

private:
    const fs::path& target() const { return platform_.path; }

    // Of refs: not synced, as that would wait for every link made before to reach the disk. The platform
    // keeps its files without it, by their links.
    Result<void> remember(const cache::Ref& ref) {
        return store_.put_ref(ref_, ref, cache::Durability::none);
    }

    Result<bool> nothing_is_to_do(const Occupant& occupant) const {
        if (!is_that_platform(occupant, platform_.id, options_)) {
            return false;
        }
        return options_.occupied != Occupied::put_aside
               || SLIPWAY_TRY(is_as_published(store_, occupant, target(), options_, stop_));
    }

    Result<Published> already_there(const Occupant& occupant) {
        if (occupant.platform != platform_) {
            SLIPWAY_TRY(remember(to_ref(platform_)));  // built from elsewhere, or with another lock
        }
        return Published{.already_there = true};
    }

    Result<void> check_replaceable(const Occupant& occupant) {
        if (options_.occupied == Occupied::put_aside) {
            return {};  // looked at once it is out of everybody's way
        }
        return SLIPWAY_TRY(is_as_published(store_, occupant, target(), options_, stop_))
                   ? Result<void>()
                   : somebody_changed(occupant);
    }

    Error somebody_changed(const Occupant& occupant) const {
        return Error(ErrorKind::conflict,
                     fmt::format("the platform {} in '{}' is not as it was published, and is left alone",
                                 occupant.platform.id.hex(), target().native()))
            .with_help(
                "build into a new directory and move there what a site wrote; or use --force, which keeps "
                "the old directory beside the new one");
    }

    // Of a directory that a build left which died while it replaced a platform.
    bool is_worthless(const fs::path& left) const {
        auto silent = options_;
        silent.on_changed = {};
        const auto occupant = look_at_destination(store_, left, Occupied::replaced);
        if (!occupant || !*occupant) {
            return false;
        }
        // It was published at the destination, so its ref, if that is left, is the destination's.
        const auto before = find_platform(store_, target());
        auto judged = **occupant;
        if (before && *before && (*before)->id == judged.platform.id) {
            judged.platform = **before;
        }
        const auto untouched = is_as_published(store_, judged, left, silent, stop_);
        return untouched && *untouched && unseal(left);
    }

    Result<Published> lay_out(Staging& staging) {
        auto layout = Layout{.threads = options_.threads,
                             .mutable_paths = options_.mutable_paths,
                             .link_mode = options_.link_mode,
                             .projects = options_.projects};
        if (options_.seal) {
            SLIPWAY_TRY(prepare_seal(staging.path(), layout));
        }
        auto published = SLIPWAY_TRY(materialise(store_, platform_.id, staging.fd(), layout, stop_));
        if (options_.finish) {
            SLIPWAY_TRY(options_.finish(staging.path()));
        }
        if (options_.seal) {
            // Or else each flag waits for its file to reach the disk.
            if (::syncfs(staging.fd()) != 0) {
                return errno_error(errno, staging.path(), "sync the file system of");
            }
            const auto sealed = SLIPWAY_TRY(seal_below(staging.path(), options_.mutable_paths));
            published.sealed = sealed.directories + sealed.files;
            published.unsealed_files = sealed.unsealed_files;
        }
        // Last of all: what has an id is complete (staging.hpp).
        set_attributes(staging.fd());
        return published;
    }

    Result<void> prepare_seal(const fs::path& staging, Layout& layout) const {
        if (options_.link_mode == LinkMode::symlink) {
            return Error(ErrorKind::unsupported, "what symbolic links lead to in the store cannot be sealed")
                .with_help("use --seal with another --link-mode");
        }
        const auto ability = SLIPWAY_TRY(probe_seals(staging));
        if (!ability.immutable) {
            return Error(ErrorKind::unsupported,
                         fmt::format("'{}' cannot be sealed: {}", target().native(), ability.why_not))
                .with_help("leave out --seal; 'slipway doctor' says what this machine can do");
        }
        layout.hard_links = ability.verity;
        return {};
    }

    void set_attributes(int root) const {
        const Unlocked unlocked(root);
        const auto id = platform_.id.hex();
        // A file system without extended attributes loses only this copy of the id: the store's ref has it
        // too.
        static_cast<void>(
            ::fsetxattr(root, origin_attribute, options_.origin.data(), options_.origin.size(), 0));
        static_cast<void>(::fsetxattr(root, id_attribute, id.data(), id.size(), 0));
    }

    Result<void> appear(Staging staging) {
        // Before it: the store must not let go of what the platform links to while nobody says that it is
        // there.
        const auto before = SLIPWAY_TRY(store_.find_ref(ref_));
        SLIPWAY_TRY(remember(to_ref(platform_)));
        auto renamed = std::move(staging).rename_into_place();
        if (!renamed) {
            static_cast<void>(before ? remember(*before) : store_.remove_ref(ref_));
        }
        return renamed;
    }

    Result<void> replace(Staging staging, const Occupant& occupant, Published& published) {
        const auto old = to_ref(occupant.platform);
        auto both = to_ref(platform_);
        if (occupant.known) {  // else the store may not have what a ref would promise
            both.trees.emplace("previous", occupant.platform.id);
        }
        SLIPWAY_TRY(remember(both));
        auto replaced = exchange(staging, occupant, published);
        if (!replaced) {
            static_cast<void>(occupant.known ? remember(old) : store_.remove_ref(ref_));
            return replaced;
        }
        SLIPWAY_TRY(remember(to_ref(platform_)));
        published.previous = occupant.platform.id;
        if (published.put_aside.empty()) {
            // The new one is there, which is what was asked for. What cannot be removed now, the next build
            // beside it tries again.
            if (!occupant.platform.sealed || unseal(staging.path())) {
                static_cast<void>(std::move(staging).remove_replaced(threads_that_remove));
            }
            return {};
        }
        return put_aside(std::move(staging), occupant, published.put_aside);
    }

    // Looks at the old platform once more when nobody can reach it by its name any more.
    Result<void> exchange(Staging& staging, const Occupant& occupant, Published& published) {
        if (occupant.platform.sealed) {
            SLIPWAY_TRY(unseal_root(target()));
        }
        published.replaced_in_two_steps = SLIPWAY_TRY(staging.exchange()) == Staging::Steps::two;
        auto same = is_as_published(store_, occupant, staging.path(), options_, stop_);
        if (same && *same) {
            return {};
        }
        if (options_.occupied == Occupied::put_aside) {
            published.put_aside = place_aside(target());
            return {};
        }
        auto problem = same ? somebody_changed(occupant) : std::move(same).error();
        SLIPWAY_TRY(staging.exchange());
        if (occupant.platform.sealed) {
            SLIPWAY_TRY(seal_root(target()));
        }
        return problem;
    }

    Result<void> put_aside(Staging staging, const Occupant& occupant, const fs::path& path) {
        SLIPWAY_TRY(std::move(staging).put_aside(path));
        auto moved = occupant.platform;
        moved.path = path;
        if (occupant.known) {
            SLIPWAY_TRY(store_.put_ref(ref_of(path), to_ref(moved), cache::Durability::none));
        }
        return moved.sealed ? seal_root(path) : Result<void>();
    }

    cache::Store& store_;
    const PublishOptions& options_;
    const std::stop_token& stop_;
    std::string ref_;
    Platform platform_;
};

}  // namespace

Result<Published> publish(cache::Store& store,
                          const Digest& platform,
                          const fs::path& destination,
                          const PublishOptions& options,
                          const std::stop_token& stop) {
    return Publication(store, platform, SLIPWAY_TRY(named_by(destination)), options, stop).run();
}

}  // namespace slipway::assemble

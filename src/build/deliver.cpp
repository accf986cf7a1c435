#include "deliver.hpp"

#include "failure.hpp"

#include <slipway/assemble/merge.hpp>
#include <slipway/assemble/pack.hpp>
#include <slipway/assemble/tag.hpp>
#include <slipway/assemble/verify.hpp>
#include <slipway/cache/verify.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/sys/file.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>  // mkdtemp
#include <numeric>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace slipway::build {

namespace {

namespace fs = std::filesystem;
using assemble::Existing;

assemble::PublishOptions publish_options(const Options& options, Ready ready) {
    auto mutable_paths = options.mutable_paths;
    mutable_paths.insert(mutable_paths.end(), ready.mutable_paths.begin(), ready.mutable_paths.end());
    return {.threads = 2 * options.jobs,
            .origin = options.makefile,
            .mutable_paths = std::move(mutable_paths),
            .finish = std::move(ready.finish),
            .lock = ready.lock,
            .link_mode = options.link_mode,
            .projects = std::move(ready.projects),
            .occupied = options.occupied,
            .seal = options.seal,
            .on_changed = std::move(ready.on_changed)};
}

Existing existing(const Options& options) { return options.overwrite ? Existing::replaced : Existing::kept; }

// As Drush: --no-core takes a path that exists.
Existing existing_archive(const Options& options) {
    return options.overwrite || !options.core ? Existing::replaced : Existing::kept;
}

Result<void> check_target(const fs::path& target) {
    std::error_code error;
    const auto status = fs::status(target, error);
    if (fs::exists(status) && !fs::is_directory(status)) {
        return Error(ErrorKind::conflict, target.native() + " is no directory")
            .with_help("name a directory, or one that is not there yet");
    }
    return {};
}

Result<fs::path> temporary_directory() {
    std::error_code error;
    auto parent = fs::temp_directory_path(error);
    if (error) {
        return errno_error(error.value(), "TMPDIR", "use");
    }
    auto path = (parent / "slipway-make-XXXXXX").native();
    return ::mkdtemp(path.data()) == nullptr ? errno_error(errno, parent, "create a directory in")
                                             : Result<fs::path>(path);
}

// Where the platform goes; nothing if nowhere.
Result<std::optional<fs::path>> place_of(const Options& options) {
    if (options.delivery == Delivery::none) {
        if (!options.keep_temporary) {
            return std::nullopt;
        }
        return SLIPWAY_TRY(temporary_directory()) / "platform";
    }
    if (options.delivery == Delivery::archive && options.destination) {
        return SLIPWAY_TRY(assemble::archive_path(*options.destination));
    }
    return options.destination;
}

// What somebody changed, the first of it by name.
std::string words_for(const assemble::Platform& there, const assemble::Verification& found) {
    constexpr std::size_t most = 8;
    std::uint64_t all = 0;
    for (const auto* changes : {&found.immutable, &found.where_sites_write}) {
        all = std::accumulate(changes->begin(), changes->end(), all);
    }
    std::string list;
    const auto shown = std::min(most, found.differences.size());
    for (std::size_t i = 0; i < shown; ++i) {
        const auto& difference = found.differences[i];
        list += fmt::format("{}'{}' {}", i == 0 ? "" : ", ", difference.path, name_of(difference.change));
    }
    if (all > shown) {
        list += fmt::format(", and {} more", all - shown);
    }
    return fmt::format("somebody changed the platform in '{}': {}", there.path.native(), list);
}

std::string_view activity(Delivery delivery) {
    switch (delivery) {
        case Delivery::merge: return "merging into ";
        case Delivery::archive: return "packing ";
        case Delivery::publish:
        case Delivery::none: return "publishing ";
    }
    return "";
}

Result<assemble::Published> deliver_at(const fs::path& place,
                                       const Options& options,
                                       const World& world,
                                       Ready ready) {
    const auto platform = ready.platform;
    SLIPWAY_TRY(assemble::check_mutable_paths(world.store, platform, options.mutable_paths));
    const auto how = publish_options(options, std::move(ready));
    switch (options.delivery) {
        case Delivery::merge:
            return assemble::merge(world.store, platform, place, existing(options), how, world.stop);
        case Delivery::archive:
            return assemble::pack(world.store, platform, place, existing_archive(options), how, world.stop);
        case Delivery::publish:
        case Delivery::none: break;
    }
    return assemble::publish(world.store, platform, place, how, world.stop);
}

// What is published is kept by its place. Anything else for a while, so that the id that the build prints can
// be tagged or checked out.
Result<void> keep(const std::optional<fs::path>& place,
                  const Options& options,
                  const World& world,
                  const Ready& ready) {
    if (place && options.delivery != Delivery::merge && options.delivery != Delivery::archive) {
        return {};
    }
    if (!place) {
        // A file that the store lost is found when it is put somewhere: here that is never.
        SLIPWAY_TRY(cache::check_presence(world.store, ready.platform));
    }
    auto how = publish_options(options, ready);
    return assemble::put_lease(world.store, {.name = {},
                                             .platform = ready.platform,
                                             .origin = std::move(how.origin),
                                             .mutable_paths = std::move(how.mutable_paths),
                                             .projects = std::move(how.projects),
                                             .lock = how.lock});
}

}  // namespace

Result<void> check_delivery(const Options& options, const cache::Store& store) {
    if (!options.destination) {
        return {};
    }
    switch (options.delivery) {
        case Delivery::publish:
            return assemble::check_destination(store, *options.destination, options.occupied);
        case Delivery::merge: return check_target(*options.destination);
        case Delivery::archive: {
            const auto archive = SLIPWAY_TRY(assemble::archive_path(*options.destination));
            return existing_archive(options) == Existing::replaced ? Result<void>()
                                                                   : assemble::check_destination(archive);
        }
        case Delivery::none: break;
    }
    return {};
}

bool deliver(
    const Options& options, const World& world, Ready ready, Diagnostics& diagnostics, Summary& summary) {
    const auto core_span = ready.core_span;
    auto place = place_of(options);
    if (!place) {
        report(diagnostics, slug::publish_failed, core_span, place.error());
        return false;
    }
    if (const auto kept = keep(*place, options, world, ready); !kept) {
        report(diagnostics, slug::publish_failed, core_span, kept.error());
        return false;
    }
    if (!*place) {
        return true;
    }
    std::string changed;
    ready.on_changed = [&changed](const auto& there, const auto& found) {
        changed = words_for(there, found);
    };
    auto published = deliver_at(**place, options, world, std::move(ready));
    const bool refused = !published && !changed.empty();
    if (!changed.empty()) {
        diagnostics.report({.severity = published ? Severity::warning : Severity::error,
                            .slug = slug::platform_changed,
                            .span = {},
                            .message = std::move(changed),
                            .help = published ? std::nullopt : std::optional(published.error().help())});
    }
    if (published) {
        summary.published = *std::move(published);
        summary.delivered = **place;
        return true;
    }
    if (options.delivery == Delivery::none) {
        std::error_code ignored;
        fs::remove((*place)->parent_path(), ignored);
    }
    if (published.error().kind() == ErrorKind::cancelled) {
        report_interruption(diagnostics);
    } else if (!refused) {
        report(diagnostics, slug::publish_failed, core_span,
               std::move(published).error().during(std::string(activity(options.delivery))
                                                   + (*place)->native()));
    }
    return false;
}

}  // namespace slipway::build

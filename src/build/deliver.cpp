#include "deliver.hpp"

#include "failure.hpp"

#include <slipway/diag/slugs.hpp>

#include <utility>

namespace slipway::build {

namespace {

assemble::PublishOptions publish_options(const Options& options, Ready ready) {
    return {.threads = 2 * options.jobs,
            .origin = options.makefile,
            .mutable_paths = std::move(ready.mutable_paths),
            .finish = std::move(ready.finish)};
}

}  // namespace

Result<void> check_delivery(const Options& options) {
    return options.destination ? assemble::check_destination(*options.destination) : Result<void>();
}

bool deliver(
    const Options& options, const World& world, Ready ready, Diagnostics& diagnostics, Summary& summary) {
    if (!options.destination) {
        return true;
    }
    const auto core_span = ready.core_span;
    const auto platform = ready.platform;
    auto published = assemble::publish(world.store, platform, *options.destination,
                                       publish_options(options, std::move(ready)), world.stop);
    if (published) {
        summary.published = *std::move(published);
        return true;
    }
    if (published.error().kind() == ErrorKind::cancelled) {
        report_interruption(diagnostics);
    } else {
        report(diagnostics, slug::publish_failed, core_span,
               std::move(published).error().during("publishing " + options.destination->native()));
    }
    return false;
}

}  // namespace slipway::build

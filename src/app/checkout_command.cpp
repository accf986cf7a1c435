// `slipway checkout`: publishes a platform that the store has, without makefile or network.

#include "commands.hpp"
#include "environment.hpp"
#include "say.hpp"
#include "target.hpp"

#include <slipway/assemble/publish.hpp>
#include <slipway/diag/visible_text.hpp>
#include <slipway/report/output.hpp>
#include <slipway/report/summary.hpp>
#include <slipway/sys/interrupt.hpp>

#include <fmt/core.h>

#include <string>
#include <utility>

namespace slipway::app {

namespace {

struct CheckedOut {
    Target target;
    assemble::Published published;
};

Error explained(Error error, const Target& target) {
    if (error.kind() != ErrorKind::not_found && error.kind() != ErrorKind::corrupt) {
        return error;
    }
    const auto origin = target.origin.empty() ? std::string("what it was built from") : target.origin;
    return std::move(error)
        .during("checking out " + target.name)
        .with_help(
            fmt::format("build {} again with this store: what is missing is fetched and made anew", origin));
}

Result<CheckedOut> check_out(const CheckoutCommand& command,
                             cache::Store& store,
                             const std::stop_token& stop) {
    auto target = SLIPWAY_TRY(resolve_platform(store, command.target));
    auto mutable_paths = target.mutable_paths;
    mutable_paths.insert(mutable_paths.end(), command.mutable_paths.begin(), command.mutable_paths.end());
    const assemble::PublishOptions options{.threads = threads_that_wait(),
                                           .origin = target.origin,
                                           .mutable_paths = std::move(mutable_paths),
                                           .lock = target.lock,
                                           .link_mode = command.link_mode,
                                           .projects = target.projects};
    auto published = assemble::publish(store, *target.platform, command.destination, options, stop);
    if (!published) {
        return explained(std::move(published).error(), target);
    }
    return CheckedOut{std::move(target), *std::move(published)};
}

}  // namespace

ExitCode run(const CheckoutCommand& command, const Voice& voice) {
    const Interrupt interrupt;
    auto store = open_store(command.store, command.durability, {.stop = interrupt.token()});
    if (!store) {
        say(store.error());
        return ExitCode::failed;
    }
    const auto done = check_out(command, *store, interrupt.token());
    if (!done) {
        say(done.error());
        return done.error().kind() == ErrorKind::cancelled  ? ExitCode::interrupted
               : done.error().kind() == ErrorKind::conflict ? ExitCode::refused
                                                            : ExitCode::failed;
    }
    if (voice.verbosity != report::Verbosity::quiet) {
        report::put(stderr, fmt::format("{} at {}: {}\n", visible(done->target.name),
                                        visible(command.destination.native()),
                                        report::counted(done->published.files, "file", "files")));
    }
    return print_result(done->target.platform->hex() + '\n');
}

}  // namespace slipway::app

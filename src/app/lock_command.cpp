// `slipway lock`: the lock of a makefile's platform, as a file (docs/lock.md). Not Drush's: that is
// make-lock.

#include "building.hpp"
#include "commands.hpp"
#include "lock_file.hpp"
#include "say.hpp"

#include <slipway/lock/lock.hpp>
#include <slipway/report/output.hpp>

#include <fmt/core.h>

#include <cstdio>

namespace slipway::app {

ExitCode run(const PinCommand& command, const Voice& voice) {
    const auto built = build_platform(command.build, voice, {});
    if (!built) {
        return ExitCode::failed;
    }
    say(built->diagnostics, built->sources, voice);
    if (built->exit_code() != ExitCode::done) {
        return built->exit_code();
    }
    if (command.file == "-" || command.build.options.makefile == "-") {
        return print_result(lock::to_text(*built->summary.lock));
    }
    if (voice.verbosity != report::Verbosity::quiet) {
        const auto file = lock_file_for(command.build);
        report::put(stderr, built->lock_news.empty()
                                ? fmt::format("nothing has changed in {}\n", file.native())
                                : built->lock_news);
    }
    return ExitCode::done;
}

}  // namespace slipway::app

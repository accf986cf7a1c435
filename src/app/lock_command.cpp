// `slipway lock`: the lock of a makefile's platform, as a file (docs/lock.md). Not Drush's: that is
// make-lock.

#include "building.hpp"
#include "commands.hpp"
#include "say.hpp"

#include <slipway/lock/lock.hpp>
#include <slipway/report/output.hpp>
#include <slipway/sys/file.hpp>

#include <fmt/core.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>

namespace slipway::app {

namespace {

constexpr std::size_t largest_lock = std::size_t{256} << 20U;

// Beside the makefile; what came from elsewhere has its lock in the working directory.
std::filesystem::path file_of(const PinCommand& command) {
    const std::string_view makefile = command.build.options.makefile;
    if (!command.file.empty() || makefile == "-") {
        return command.file.empty() ? "-" : command.file;
    }
    if (makefile.find("://") == std::string_view::npos) {
        return fmt::format("{}.lock", makefile);
    }
    const auto path = makefile.substr(0, makefile.find_first_of("?#"));
    return fmt::format("{}.lock", path.substr(path.rfind('/') + 1));
}

}  // namespace

ExitCode run(const PinCommand& command, const Voice& voice) {
    const auto built = build_platform(command.build, voice, {});
    if (!built) {
        return ExitCode::failed;
    }
    say(built->diagnostics, built->sources, voice);
    if (built->exit_code() != ExitCode::done) {
        return built->exit_code();
    }
    const auto text = lock::to_text(*built->summary.lock);
    const auto file = file_of(command);
    if (file == "-") {
        return print_result(text);
    }
    const auto there = read_file(file, largest_lock);
    const bool same = there && *there == text;
    if (auto written = same ? Result<void>() : write_file_atomically(file, text, true); !written) {
        say(written.error());
        return ExitCode::failed;
    }
    if (voice.verbosity != report::Verbosity::quiet) {
        report::put(stderr, fmt::format("{} {}\n", same ? "nothing has changed in" : "wrote", file.native()));
    }
    return ExitCode::done;
}

}  // namespace slipway::app

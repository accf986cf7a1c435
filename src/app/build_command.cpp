// `slipway build`.

#include "building.hpp"
#include "commands.hpp"
#include "say.hpp"

#include <slipway/report/output.hpp>
#include <slipway/report/summary.hpp>

#include <cstdio>
#include <string>

namespace slipway::app {

ExitCode run(const BuildCommand& command, const Voice& voice) {
    const auto built = build_platform(command, voice, {});
    if (!built) {
        return ExitCode::failed;
    }
    // What a person is told goes to stderr, the result to stdout.
    const auto outcome = built->outcome(command.options);
    say(built->diagnostics, built->sources, voice);
    if (voice.verbosity != report::Verbosity::quiet) {
        report::put(stderr, built->lock_news);
        report::put(stderr, report::to_text(outcome));
    }
    const auto& platform = built->summary.platform;
    const auto id = platform ? platform->hex() + '\n' : std::string();
    if (auto shown = print(command.json ? report::to_json(outcome) : id); !shown) {
        say(shown.error());
        return ExitCode::failed;
    }
    return built->exit_code();
}

}  // namespace slipway::app

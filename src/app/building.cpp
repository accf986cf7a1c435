#include "building.hpp"

#include "environment.hpp"
#include "lock.hpp"
#include "lock_file.hpp"
#include "say.hpp"

#include <slipway/diag/slugs.hpp>
#include <slipway/net/transport.hpp>
#include <slipway/report/output.hpp>
#include <slipway/sys/interrupt.hpp>

#include <fmt/core.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <mutex>
#include <stop_token>
#include <string>

namespace slipway::app {

namespace {

// What the store has to say, from any thread, beside the status line while there is one.
class Notes {
public:
    enum class To : bool { nobody, user };

    explicit Notes(To to) : to_(to) {}

    void say(const std::string& sentence) {
        if (to_ == To::nobody) {
            return;
        }
        const auto line = fmt::format("note: {}\n", sentence);
        const std::lock_guard lock(mutex_);
        if (progress_ != nullptr) {
            progress_->say(line);
        } else {
            report::put(stderr, line);
        }
    }

    void beside(report::Progress* progress) {
        const std::lock_guard lock(mutex_);
        progress_ = progress;
    }

private:
    To to_;
    std::mutex mutex_;
    report::Progress* progress_ = nullptr;  // guarded by mutex_
};

}  // namespace

int terminal_columns() {
    ::winsize size{};
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

// Without one, that something was not fetched is the policy's doing.
bool Built::lacks_a_network() const {
    constexpr std::array not_fetched{
        slug::fetch_failed,       slug::no_release_history, slug::release_not_fetched, slug::remote_include,
        slug::translation_server, slug::publish_failed,     slug::makefile_unreadable};
    return offline && std::ranges::any_of(diagnostics.all(), [&not_fetched](const Diagnostic& diagnostic) {
               return diagnostic.severity == Severity::error
                      && diagnostic.message.find(net::offline_words) != std::string::npos
                      && std::ranges::find(not_fetched, diagnostic.slug) != not_fetched.end();
           });
}

ExitCode Built::exit_code() const {
    if (summary.platform) {
        return ExitCode::done;
    }
    constexpr std::array policies{slug::platform_changed, slug::missing_lock, slug::lock_outdated,
                                  slug::lock_drift};
    const bool refused = std::ranges::any_of(diagnostics.all(), [&policies](const Diagnostic& diagnostic) {
        return diagnostic.severity == Severity::error
               && std::ranges::find(policies, diagnostic.slug) != policies.end();
    });
    return interrupted                    ? ExitCode::interrupted
           : refused || lacks_a_network() ? ExitCode::refused
                                          : ExitCode::failed;
}

std::optional<Built> build_platform(const BuildCommand& command,
                                    const Voice& voice,
                                    const Narrator& narrator) {
    const Interrupt interrupt;
    const auto begin = std::chrono::steady_clock::now();
    const bool quiet = voice.verbosity == report::Verbosity::quiet;
    Built built;
    auto options = command.options;
    LockFile lock_file(lock_file_for(command));
    const bool has_lock = command.lock.used && !lock_file.path().empty();
    if (has_lock && !use_lock(command.lock, lock_file, options, built.sources, built.diagnostics)) {
        return built;
    }
    Notes notes(quiet ? Notes::To::nobody : Notes::To::user);
    auto tools = make_tools(
        command.store, command.durability,
        {.stop = interrupt.token(), .say = [&notes](const std::string& sentence) { notes.say(sentence); }},
        command.offline ? Network::refused : Network::used);
    if (!tools) {
        say(tools.error());
        if (!interrupt.requested()) {
            return std::nullopt;
        }
        built.interrupted = true;  // whoever waits for the store can be interrupted
        return built;
    }
    const std::stop_callback end_transfers(interrupt.token(), [&tools] { tools->transport->cancel(); });
    auto progress =
        report::make_progress({.out = stderr,
                               .status_line = command.progress && !quiet && is_terminal(stderr),
                               .columns = terminal_columns(),
                               .verbosity = voice.verbosity,
                               .news = !narrator,
                               .bytes_received = [&tools] { return tools->transport->bytes_received(); }});
    notes.beside(progress.get());
    build::Listener listener;
    if (narrator) {
        listener = [&](const build::Event& event) { narrator(*progress, event); };
    }
    const build::World world{tools->store, *tools->transport, *progress, interrupt.token(),
                             std::move(listener)};
    offer_lock_text(options, command.lockfiles.format, world);
    built.summary = build::build(options, world, built.sources, built.diagnostics);
    if (built.summary.platform && command.lockfiles.file) {
        built.lock = lock_text(*built.summary.resolution, command.lockfiles.format, world, built.diagnostics);
    }
    notes.beside(nullptr);
    progress.reset();  // its status line must be gone before anything else is said
    built.duration =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
    built.interrupted = interrupt.requested();
    built.lock_news = lock_file.news();
    built.offline = command.offline;
    return built;
}

}  // namespace slipway::app

// `slipway why`: who asked for a project, which version it became and why, where it came from, where it lies.

#include "commands.hpp"
#include "environment.hpp"
#include "lock_file.hpp"
#include "say.hpp"
#include "target.hpp"

#include <slipway/document/nearest.hpp>
#include <slipway/report/why.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace slipway::app {

namespace {

// The lock beside a makefile, or that of a platform.
std::optional<lock::Lock> lock_behind(const WhyCommand& command, const Voice& voice) {
    LockFile file(lock_file_of(command.subject));
    std::error_code error;
    if (!file.path().empty() && std::filesystem::exists(file.path(), error)) {
        SourceMap sources;
        Diagnostics diagnostics;
        const bool read = file.read(command.subject, sources, diagnostics);
        say(diagnostics, sources, voice);
        return read ? std::optional(*file.lock()) : std::nullopt;
    }
    if (!command.subject.ends_with(".lock") && std::filesystem::is_regular_file(command.subject, error)) {
        say(Error(ErrorKind::not_found, fmt::format("there is no lock {}", file.path().native()))
                .with_help(fmt::format("write it: slipway lock {}", command.subject)));
        return std::nullopt;
    }
    const auto of_platform = [&]() -> Result<lock::Lock> {
        const auto store = SLIPWAY_TRY(open_store(command.store));
        const auto target = SLIPWAY_TRY(resolve_target(store, command.subject));
        return read_lock(store, target);
    };
    auto lock = of_platform();
    if (!lock) {
        say(lock.error());
        return std::nullopt;
    }
    return *std::move(lock);
}

bool is_called(const lock::Entry& entry, const std::string& name) {
    return entry.name == name || entry.key == name || (!entry.path.empty() && entry.path == name);
}

Error nothing_of_that_name(const lock::Lock& lock, const std::string& name) {
    std::vector<std::string_view> names;
    for (const auto& entry : lock.entries) {
        names.emplace_back(entry.name);
    }
    const auto meant = document::nearest(name, names);
    return Error(ErrorKind::not_found, fmt::format("nothing in the platform is called '{}'", name))
        .with_help(meant ? fmt::format("there is '{}'", *meant)
                         : "name a project or library by its name, its key in the makefile, or its path");
}

}  // namespace

ExitCode run(const WhyCommand& command, const Voice& voice) {
    auto lock = lock_behind(command, voice);
    if (!lock) {
        return ExitCode::failed;
    }
    const auto is_meant = [&command](const lock::Entry& entry) { return is_called(entry, command.name); };
    if (std::ranges::none_of(lock->entries, is_meant)) {
        say(nothing_of_that_name(*lock, command.name));
        return ExitCode::failed;
    }
    std::erase_if(lock->entries, std::not_fn(is_meant));
    if (command.json) {
        return print_result(lock::to_text(*std::move(lock)));
    }
    lock::sort(*lock);
    std::string text;
    for (const auto& entry : lock->entries) {
        text += text.empty() ? "" : "\n";
        text += report::why(entry);
    }
    return print_result(text);
}

}  // namespace slipway::app

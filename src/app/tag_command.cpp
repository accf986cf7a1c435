// `slipway tag`, `tags` and `untag`.

#include "commands.hpp"
#include "environment.hpp"
#include "say.hpp"
#include "target.hpp"

#include <slipway/assemble/tag.hpp>
#include <slipway/assemble/verify.hpp>
#include <slipway/cache/verify.hpp>
#include <slipway/diag/visible_text.hpp>
#include <slipway/report/output.hpp>
#include <slipway/report/tags.hpp>
#include <slipway/report/verification.hpp>
#include <slipway/sys/file_lock.hpp>
#include <slipway/sys/interrupt.hpp>

#include <fmt/chrono.h>
#include <fmt/core.h>

#include <chrono>
#include <ctime>
#include <optional>
#include <string>
#include <utility>

namespace slipway::app {

namespace {

// Now, or the time that whoever wants the same result twice names.
Result<std::string> date() {
    const auto fixed = SLIPWAY_TRY(source_date_epoch());
    const auto seconds = fixed.value_or(
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
            .count());
    std::tm parts{};
    const std::time_t time = seconds;
    ::gmtime_r(&time, &parts);
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", parts);
}

// Whether what lies in a directory is what its id says; what differs is said if not.
Result<bool> is_as_published(const cache::Store& store, const Target& target, const std::stop_token& stop) {
    auto verification = SLIPWAY_TRY(assemble::verify(
        store, *target.platform, target.path,
        {.threads = threads_that_wait(), .mutable_paths = target.mutable_paths, .most = 20}, stop));
    if (verification.is_whole()) {
        return true;
    }
    const report::Verified verified{.directory = target.path,
                                    .platform = {.id = *target.platform, .path = {}, .origin = {}},
                                    .verification = std::move(verification)};
    report::put(stderr, report::differences(verified));
    report::put(stderr, report::summary(verified));
    report::put(stderr,
                fmt::format("error: {} is not what its platform's id says: a tag would name something else\n"
                            "help: 'slipway verify --repair {}' restores it; or tag the id\n",
                            visible(target.name), visible(target.name)));
    return false;
}

// A tag that has the name stays, unless it says the same.
bool stands_in_the_way(const assemble::Tag& there, const assemble::Tag& wanted) {
    if (there.platform != wanted.platform) {
        report::put(stderr, fmt::format("error: the tag {} names platform {} since {}, and is not moved\n"
                                        "help: choose another name, or move it with --force\n",
                                        visible(there.name), there.platform.hex(), there.date));
        return true;
    }
    if (there.message != wanted.message) {
        report::put(stderr, fmt::format("error: the tag {} is there already, with another message\n"
                                        "help: write it anew with --force\n",
                                        visible(there.name)));
        return true;
    }
    return false;
}

Result<assemble::Tag> tag_for(const TagCommand& command, const Target& target) {
    return assemble::Tag{.name = command.name,
                         .platform = *target.platform,
                         .message = command.message,
                         .origin = target.origin,
                         .date = SLIPWAY_TRY(date()),
                         .mutable_paths = target.mutable_paths,
                         .projects = target.projects,
                         .lock = target.lock};
}

// A tag is for good: what it names is read once, now.
Result<void> check_objects(const cache::Store& store, const assemble::Tag& tag) {
    if (cache::verify_tree(store, tag.platform) && (!tag.lock || store.read_blob(*tag.lock))) {
        return {};
    }
    return Error(ErrorKind::not_found,
                 fmt::format("the store does not have all of platform {}", tag.platform.hex()))
        .with_help(fmt::format("build {} again with this store, then tag it",
                               tag.origin.empty() ? "it" : tag.origin));
}

// The tag as it is afterwards; nothing if that was refused, which is said.
Result<std::optional<assemble::Tag>> make_tag(const TagCommand& command,
                                              cache::Store& store,
                                              const std::stop_token& stop) {
    const auto target = SLIPWAY_TRY(resolve_platform(store, command.target));
    auto tag = SLIPWAY_TRY(tag_for(command, target));
    // Of two who want the same name at once, the second is told of the first.
    const auto alone =
        SLIPWAY_TRY(FileLock::take(store.root() / "locks/tags", FileLock::Mode::exclusive, {.stop = stop}));
    auto there = assemble::find_tag(store, command.name);
    if (!there && !command.force) {
        return there.error();
    }
    if (there && *there && !command.force) {
        return stands_in_the_way(**there, tag) ? std::nullopt : *there;
    }
    if (target.kind == TargetKind::directory && !SLIPWAY_TRY(is_as_published(store, target, stop))) {
        return std::nullopt;
    }
    SLIPWAY_TRY(check_objects(store, tag));
    SLIPWAY_TRY(assemble::put_tag(store, tag));
    return tag;
}

ExitCode failed(const Error& error) {
    say(error);
    return error.kind() == ErrorKind::cancelled ? ExitCode::interrupted : ExitCode::failed;
}

}  // namespace

ExitCode run(const TagCommand& command, const Voice& voice) {
    const Interrupt interrupt;
    auto store = open_store(command.store, {}, {.stop = interrupt.token()});
    if (!store) {
        return failed(store.error());
    }
    const auto tag = make_tag(command, *store, interrupt.token());
    if (!tag) {
        return failed(tag.error());
    }
    if (!*tag) {
        return ExitCode::refused;
    }
    if (voice.verbosity != report::Verbosity::quiet) {
        report::put(stderr, fmt::format("tag {}: platform {}, since {}\n", visible((*tag)->name),
                                        (*tag)->platform.hex(), (*tag)->date));
    }
    return command.json ? print_result(report::to_json(**tag)) : ExitCode::done;
}

ExitCode run(const TagsCommand& command, const Voice& /*voice*/) {
    const auto store = open_store(command.store);
    if (!store) {
        return failed(store.error());
    }
    const auto tags = assemble::tags(*store);
    if (!tags) {
        return failed(tags.error());
    }
    return print_result(command.json ? report::to_json(*tags) : report::to_text(*tags));
}

ExitCode run(const UntagCommand& command, const Voice& voice) {
    auto store = open_store(command.store);
    if (!store) {
        return failed(store.error());
    }
    auto code = ExitCode::done;
    for (const auto& name : command.names) {
        const auto tag = assemble::find_tag(*store, name);
        if (tag && !*tag) {
            code = failed(Error(ErrorKind::not_found, fmt::format("there is no tag '{}'", visible(name)))
                              .with_help("'slipway tags' lists those there are"));
            continue;
        }
        if (const auto removed = assemble::remove_tag(*store, name); !removed) {
            code = failed(removed.error());
        } else if (voice.verbosity != report::Verbosity::quiet) {
            report::put(stderr, fmt::format("removed tag {}{}\n", visible(name),
                                            tag ? ", which named platform " + (*tag)->platform.hex()
                                                : std::string(", which was damaged")));
        }
    }
    return code;
}

}  // namespace slipway::app

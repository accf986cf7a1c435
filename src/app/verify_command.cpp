// `slipway verify`: whether platforms still are what their ids say, and giving them back what they lost.

#include "commands.hpp"
#include "environment.hpp"
#include "say.hpp"
#include "target.hpp"

#include <slipway/assemble/repair.hpp>
#include <slipway/assemble/verify.hpp>
#include <slipway/report/output.hpp>
#include <slipway/report/verification.hpp>
#include <slipway/sys/interrupt.hpp>

#include <algorithm>
#include <system_error>
#include <utility>
#include <vector>

namespace slipway::app {

namespace {

namespace fs = std::filesystem;
using report::Verified;

class Verifier {
public:
    Verifier(const VerifyCommand& command, cache::Store& store, std::stop_token stop)
        : command_(command), store_(store), stop_(std::move(stop)) {}

    Verified verify(const fs::path& directory) {
        auto verified = compare(directory);
        if (verified) {
            return *std::move(verified);
        }
        return {.directory = directory, .platform = {}, .verification = {}, .error = verified.error()};
    }

private:
    Result<assemble::Platform> platform_of(const fs::path& directory) const {
        if (command_.id.empty()) {
            return assemble::platform_at(store_, directory);
        }
        const auto target = SLIPWAY_TRY(resolve_platform(store_, command_.id));
        return assemble::Platform{.id = *target.platform,
                                  .path = directory,
                                  .origin = target.origin,
                                  .mutable_paths = target.mutable_paths};
    }

    Result<Verified> compare(const fs::path& directory) {
        const auto platform = SLIPWAY_TRY(platform_of(directory));
        Verified verified{
            .directory = directory, .platform = platform, .depth = command_.depth, .verification = {}};
        const assemble::VerifyOptions options{
            .depth = command_.depth, .threads = threads_that_wait(), .mutable_paths = platform.mutable_paths};
        if (command_.repair) {
            verified.repair = SLIPWAY_TRY(repaired(platform, directory, options));
            verified.verification = std::move(verified.repair->left);
            return verified;
        }
        auto result = assemble::verify(store_, platform.id, directory, options, stop_);
        if (!result) {
            return explained(std::move(result).error(), platform);
        }
        verified.verification = *std::move(result);
        return verified;
    }

    Result<assemble::Repair> repaired(const assemble::Platform& platform,
                                      const fs::path& directory,
                                      const assemble::VerifyOptions& options) {
        auto repair = assemble::repair(store_, platform, directory, options, stop_);
        if (!repair) {
            return explained(std::move(repair).error(), platform);
        }
        // A platform that was moved is known by its attribute alone: from now on by its path again.
        std::error_code error;
        auto moved = platform;
        moved.path = fs::canonical(directory, error);
        if (!error && moved.path != platform.path && command_.id.empty()) {
            SLIPWAY_TRY(store_.put_ref(assemble::ref_of(moved.path), assemble::to_ref(moved),
                                       cache::Durability::none));
        }
        return repair;
    }

    // A platform's own trees may be gone from the store.
    static Error explained(Error error, const assemble::Platform& platform) {
        if (error.kind() != ErrorKind::not_found && error.kind() != ErrorKind::corrupt) {
            return error;
        }
        const auto origin = platform.origin.empty() ? std::string("it") : platform.origin;
        return std::move(error).with_help("build " + origin
                                          + " again with this store, or name another with --store");
    }

    const VerifyCommand& command_;
    cache::Store& store_;
    std::stop_token stop_;
};

ExitCode exit_code_of(const std::vector<Verified>& all, report::Strictness strictness) {
    auto code = ExitCode::done;
    for (const auto& verified : all) {
        if (verified.error) {
            return verified.error->kind() == ErrorKind::cancelled ? ExitCode::interrupted : ExitCode::failed;
        }
        code = verified.is_same(strictness) ? code : ExitCode::refused;
    }
    return code;
}

}  // namespace

ExitCode run(const VerifyCommand& command, const Voice& voice) {
    const Interrupt interrupt;
    auto store = open_store(command.store, {}, {.stop = interrupt.token()});
    if (!store) {
        say(store.error());
        return ExitCode::failed;
    }
    const bool quiet = voice.verbosity == report::Verbosity::quiet;
    Verifier verifier(command, *store, interrupt.token());
    std::vector<Verified> all;
    std::string lines;
    for (const auto& directory : command.directories) {
        all.push_back(verifier.verify(directory));
        const auto& verified = all.back();
        if (verified.error) {
            say(*verified.error);
            continue;
        }
        lines += report::differences(verified);
        if (!quiet) {
            report::put(stderr, report::summary(verified));
        }
    }
    const auto strictness = command.strict ? report::Strictness::strict : report::Strictness::lenient;
    const auto printed = print_result(command.json ? report::to_json(all, strictness) : lines);
    return printed == ExitCode::done ? exit_code_of(all, strictness) : printed;
}

}  // namespace slipway::app

#include "updates.hpp"

#include "environment.hpp"
#include "say.hpp"
#include "target.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/build/assessment.hpp>
#include <slipway/build/makefile_source.hpp>
#include <slipway/diag/visible_text.hpp>
#include <slipway/lock/lock.hpp>
#include <slipway/report/output.hpp>
#include <slipway/report/progress.hpp>
#include <slipway/sys/file.hpp>
#include <slipway/sys/interrupt.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <stop_token>
#include <string>
#include <system_error>
#include <utility>

namespace slipway::app {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_lock = std::size_t{256} << 20U;

bool is_file(const fs::path& path) {
    std::error_code error;
    return fs::is_regular_file(path, error);
}

// A makefile never begins as JSON does.
bool is_lock(std::string_view text) { return trimmed(text).starts_with('{'); }

// The digest by which a lock knows the makefile that it was made from; nothing if it knows none of that name.
std::optional<Digest> digest_in(const lock::Lock& lock, const std::string& name) {
    const auto found = std::ranges::find(lock.inputs, name, &lock::Input::path);
    return found == lock.inputs.end() ? std::nullopt : std::optional(found->sha256);
}

class Finder {
public:
    Finder(const UpdatesRequest& request, const Voice& voice, const build::World& world)
        : request_(request), voice_(voice), world_(world) {}

    report::Checked look_at(const std::string& input) {
        report::Checked out{.name = input};
        auto subjects = subjects_of(input, out);
        if (!subjects) {
            out.failure = "nothing is known of it";
            return out;
        }
        auto assessed = build::assess(*std::move(subjects), request_.options.jobs, world_);
        if (!assessed) {
            out.failure = assessed.error().to_string();
            say(assessed.error());
            return out;
        }
        out.assessments = *std::move(assessed);
        for (const auto& assessment : out.assessments) {
            if (assessment.error) {
                const auto& subject = assessment.subject;
                say(Error(*assessment.error)
                        .during(fmt::format("asking for the releases of {}", visible(subject.name)))
                        .with_help("nobody knows now whether it is insecure: try again later"));
            }
        }
        return out;
    }

private:
    using Subjects = std::optional<std::vector<build::Subject>>;

    // Nothing if something was said to be wrong.
    Subjects subjects_of(const std::string& input, report::Checked& out) {
        const bool is_makefile = input == "-" || build::is_remote(input);
        if (!is_makefile && !is_file(input)) {
            return of_platform(input, out);
        }
        if (is_makefile) {
            return of_makefile(input);
        }
        const auto bytes = read_file(input, largest_lock);
        if (!bytes) {
            say(bytes.error());
            return std::nullopt;
        }
        if (is_lock(*bytes)) {
            return of_lock_file(input, *bytes, out);
        }
        const auto beside = input + ".lock";
        if (!request_.lock || !is_file(beside)) {
            return of_makefile(input);
        }
        return of_makefile_with_lock(input, *bytes, beside, out);
    }

    Subjects of_platform(const std::string& input, report::Checked& out) {
        const auto target = resolve_target(world_.store, input);
        if (!target) {
            say(target.error());
            return std::nullopt;
        }
        if (!target->lock) {
            say(Error(ErrorKind::not_found,
                      fmt::format("nothing is known of what {} consists of", visible(target->name)))
                    .with_help("name its makefile, or build it again with this store"));
            return std::nullopt;
        }
        auto text = world_.store.read_blob(*target->lock);
        const auto lock = text ? lock::parse("the lock of " + target->name, *std::move(text))
                               : Result<lock::Lock>(text.error());
        if (!lock) {
            say(lock.error());
            return std::nullopt;
        }
        out.lock = target->name;
        return build::subjects_of(*lock, world_.store, request_.options.location);
    }

    std::optional<lock::Lock> read_lock(const std::string& file, const std::string& text) {
        SourceMap sources;
        Diagnostics diagnostics;
        auto lock = lock::read(sources.add(file, text), sources, diagnostics);
        say(diagnostics, sources, voice_);
        return lock;
    }

    Subjects of_lock_file(const std::string& file, const std::string& text, report::Checked& out) {
        const auto lock = read_lock(file, text);
        if (!lock) {
            return std::nullopt;
        }
        out.lock = file;
        return build::subjects_of(*lock, world_.store, request_.options.location);
    }

    Subjects of_makefile_with_lock(const std::string& makefile,
                                   const std::string& bytes,
                                   const std::string& file,
                                   report::Checked& out) {
        const auto text = read_file(file, largest_lock);
        if (!text) {
            say(text.error());
            return std::nullopt;
        }
        const auto lock = read_lock(file, *text);
        if (!lock) {
            return std::nullopt;
        }
        out.lock = file;
        out.lock_is_current = digest_in(*lock, fs::path(makefile).filename().native()) == sha256(bytes);
        if (!out.lock_is_current) {
            note(fmt::format("{} is not of {} as it is now: what the lock says is looked at", visible(file),
                             visible(makefile)));
        }
        return build::subjects_of(*lock, world_.store, request_.options.location);
    }

    Subjects of_makefile(const std::string& makefile) {
        SourceMap sources;
        Diagnostics diagnostics;
        auto options = request_.options;
        options.makefile = makefile;
        const auto resolution =
            build::resolve(options, build::Versions::as_written, world_, sources, diagnostics);
        say(diagnostics, sources, voice_);
        if (!resolution) {
            return std::nullopt;
        }
        note(fmt::format(
            "{} is looked at without a lock: makefiles inside of its projects are not ('slipway lock' "
            "writes one)",
            makefile == "-" ? "the makefile" : visible(makefile)));
        return build::subjects_of(*resolution);
    }

    void note(const std::string& sentence) const {
        if (voice_.verbosity != report::Verbosity::quiet) {
            report::put(stderr, fmt::format("note: {}\n", sentence));
        }
    }

    const UpdatesRequest& request_;
    const Voice& voice_;
    const build::World& world_;
};

}  // namespace

std::optional<UpdatesFound> find_updates(const UpdatesRequest& request, const Voice& voice) {
    const Interrupt interrupt;
    auto tools = make_tools(request.store, {}, {.stop = interrupt.token()});
    if (!tools) {
        say(tools.error());
        return std::nullopt;
    }
    const std::stop_callback end_transfers(interrupt.token(), [&tools] { tools->transport->cancel(); });
    const auto progress = report::make_progress({.out = stderr,
                                                 .status_line = false,
                                                 .columns = 80,
                                                 .verbosity = voice.verbosity,
                                                 .bytes_received = {}});
    const build::World world{tools->store, *tools->transport, *progress, interrupt.token()};
    Finder finder(request, voice, world);
    UpdatesFound out;
    for (const auto& input : request.inputs) {
        const auto& checked = out.all.emplace_back(finder.look_at(input));
        out.failed = out.failed || !checked.failure.empty()
                     || std::ranges::any_of(checked.assessments, [](const build::Assessment& assessment) {
                            return assessment.outcome == build::Assessment::Outcome::failed;
                        });
    }
    out.interrupted = interrupt.requested();
    return out;
}

}  // namespace slipway::app

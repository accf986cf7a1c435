// `slipway check`: what is wrong with makefiles, and with --fix what need not be.

#include "commands.hpp"
#include "say.hpp"

#include <slipway/build/makefile_source.hpp>
#include <slipway/diag/edits.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/makefile/load.hpp>
#include <slipway/manifest/manifest.hpp>
#include <slipway/report/output.hpp>
#include <slipway/report/summary.hpp>
#include <slipway/sys/file.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

namespace slipway::app {

namespace {

// Fixes that overlap are made one after the other.
constexpr int most_rounds = 50;

struct Checked {
    SourceMap sources;
    Diagnostics diagnostics;
};

// profiles/OTHER/OTHER.info, for profiles/P/P.info.
manifest::BaseReader bases_beside(const std::string& path) {
    const auto profiles = std::filesystem::path(path).parent_path() / "..";
    return [profiles](const std::string& profile) -> Result<SourceText> {
        const auto base = (profiles / profile / (profile + ".info")).lexically_normal();
        auto text = SLIPWAY_TRY(build::read_local_makefile(base));
        return SourceText{.name = base.native(), .text = std::move(text)};
    };
}

Checked check_manifest(const std::string& path,
                       std::string bytes,
                       manifest::ManifestKind kind,
                       const CheckCommand& command) {
    Checked out;
    manifest::Reading reading{.kind = kind, .policy = command.policy};
    reading.base_of = bases_beside(path);
    const auto file = out.sources.add(path, std::move(bytes));
    static_cast<void>(manifest::read_manifest(file, reading, out.sources, out.diagnostics));
    return out;
}

Checked check(const std::string& path, std::string bytes, const CheckCommand& command) {
    if (const auto kind = manifest::manifest_kind_of(path)) {
        return check_manifest(path, std::move(bytes), *kind, command);
    }
    Checked out;
    makefile::Input input{.path = path, .bytes = std::move(bytes), .policy = command.policy};
    input.role = command.part ? makefile::Role::part : makefile::Role::root;
    input.offline = true;
    const auto read = [](const makefile::Place& place) { return build::read_local_makefile(place.path); };
    static_cast<void>(makefile::load(input, read, out.sources, out.diagnostics));
    return out;
}

struct Totals {
    std::size_t errors = 0;
    std::size_t warnings = 0;
    std::size_t fixes = 0;
};

class Checker {
public:
    Checker(const CheckCommand& command, const Voice& voice) : command_(command), voice_(voice) {}

    void run(const std::string& path) {
        auto bytes = build::read_local_makefile(path);
        if (!bytes) {
            deliver(unreadable(bytes.error()));
            return;
        }
        auto checked = check(path, *bytes, command_);
        if (command_.fix && !fix(path, *bytes, checked)) {
            return;
        }
        deliver(checked);
    }

    const Totals& totals() const noexcept { return totals_; }

private:
    static Checked unreadable(const Error& error) {
        Checked out;
        out.diagnostics.report({.slug = slug::makefile_unreadable,
                                .span = {},
                                .message = error.to_string(),
                                .help = error.help().empty() ? std::nullopt : std::optional(error.help())});
        return out;
    }

    void deliver(const Checked& checked) {
        const auto& all = checked.diagnostics.all();
        const auto errors = std::ranges::count(all, Severity::error, &Diagnostic::severity);
        totals_.errors += static_cast<std::size_t>(errors);
        totals_.warnings += all.size() - static_cast<std::size_t>(errors);
        // For programs, what was found is the result.
        say(checked.diagnostics, checked.sources, voice_,
            voice_.messages == MessageFormat::json ? stdout : stderr);
    }

    // The file as it is after all safe fixes, and what is left to say about it.
    bool fix(const std::string& path, const std::string& original, Checked& checked) {
        auto text = original;
        auto thorough = command_;
        thorough.policy.most_reported = original.size();
        checked = check(path, text, thorough);
        std::size_t made = 0;
        for (int round = 0; round < most_rounds; ++round) {
            auto edited = make_safe_fixes(text, FileId{0}, checked.diagnostics.all());
            if (edited.fixes_made == 0 || edited.text == text) {
                break;
            }
            made += edited.fixes_made;
            text = std::move(edited.text);
            checked = check(path, text, thorough);
        }
        checked = check(path, text, command_);
        if (text == original) {
            return true;
        }
        if (auto written = rewrite_file(path, text); !written) {
            deliver(unreadable(written.error()));
            return false;
        }
        totals_.fixes += made;
        if (voice_.verbosity != report::Verbosity::quiet) {
            report::put(stderr, fmt::format("{}: {} made\n", path, report::counted(made, "fix", "fixes")));
        }
        return true;
    }

    const CheckCommand& command_;
    const Voice& voice_;
    Totals totals_;
};

}  // namespace

ExitCode run(const CheckCommand& command, const Voice& voice) {
    Checker checker(command, voice);
    for (const auto& file : command.files) {
        checker.run(file);
    }
    const auto& totals = checker.totals();
    if (voice.verbosity != report::Verbosity::quiet) {
        report::put(stderr,
                    fmt::format("{}: {}, {}\n", report::counted(command.files.size(), "file", "files"),
                                report::counted(totals.errors, "error", "errors"),
                                report::counted(totals.warnings, "warning", "warnings")));
    }
    const auto printed = print({});
    if (!printed) {
        say(printed.error());
    }
    return printed && totals.errors == 0 ? ExitCode::done : ExitCode::failed;
}

}  // namespace slipway::app

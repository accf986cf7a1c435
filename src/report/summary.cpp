#include "slipway/report/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace slipway::report {

std::string counted(std::size_t number, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", number, number == 1 ? one : many);
}

std::string human_bytes(std::uint64_t bytes) {
    constexpr std::array<std::string_view, 4> units = {"kB", "MB", "GB", "TB"};
    if (bytes < 1000) {
        return fmt::format("{} B", bytes);
    }
    auto amount = static_cast<double>(bytes) / 1000;
    std::size_t unit = 0;
    for (; amount >= 1000 && unit + 1 < units.size(); ++unit) {
        amount /= 1000;
    }
    return fmt::format("{:.1f} {}", amount, units[unit]);
}

namespace {

// What is out of the ordinary.
std::string how(const assemble::Published& published) {
    std::string text;
    if (published.project_links != 0) {
        text += fmt::format("{} into the store\n", counted(published.project_links, "link", "links"));
    }
    if (published.cloned != 0) {
        text += fmt::format("{} cloned\n", counted(published.cloned, "file was", "files were"));
    }
    if (published.renewed != 0) {
        text += fmt::format("{} as many links as the file system allows: the store has a new file for {}\n",
                            counted(published.renewed, "file had", "files had"),
                            published.renewed == 1 ? "it" : "each");
    }
    if (published.sealed != 0) {
        text += fmt::format("{} sealed\n",
                            counted(published.sealed, "file or directory is", "files and directories are"));
    }
    if (published.unsealed_files != 0) {
        text += fmt::format(
            "{} not sealed: hard links belong to the store too; use --link-mode=copy or reflink\n",
            counted(published.unsealed_files, "file is", "files are"));
    }
    if (published.replaced_in_two_steps) {
        text += "the file system cannot exchange directories: for a moment there was none\n";
    }
    if (!published.put_aside.empty()) {
        text += fmt::format("what was there before is kept in {}\n", published.put_aside.native());
    } else if (published.previous) {
        text += fmt::format("it replaced the platform {}\n", published.previous->hex());
    }
    return text;
}

std::string where(const Outcome& outcome) {
    const auto& place = outcome.summary.delivered.native();
    const auto& published = *outcome.summary.published;
    const auto amount = fmt::format("{} in {}", counted(published.files, "file", "files"),
                                    counted(published.directories, "directory", "directories"));
    switch (outcome.delivery) {
        case build::Delivery::publish:
            return published.already_there
                       ? fmt::format("platform in {}: already there, nothing to do\n", place)
                       : fmt::format("platform in {}: {}\n{}", place, amount, how(published));
        case build::Delivery::merge:
            return fmt::format("platform merged into {}: {}, {} replaced\n", place, amount,
                               published.replaced);
        case build::Delivery::archive: return fmt::format("platform packed as {}: {}\n", place, amount);
        case build::Delivery::none: return fmt::format("Temporary directory: {}\n", place);
    }
    return {};
}

std::string sharing(const build::Sharing& sharing) {
    auto text =
        fmt::format("{} shared by several profiles: {} in {} saved\n",
                    counted(sharing.shared.size(), "project is", "projects are"),
                    human_bytes(sharing.bytes_saved()), counted(sharing.files_saved(), "file", "files"));
    for (const auto& kept : sharing.kept) {
        text += fmt::format("{} stays with {}: {}\n", kept.label, fmt::join(kept.profiles, ", "), kept.why);
    }
    return text;
}

}  // namespace

std::string to_text(const Outcome& outcome) {
    const auto& summary = outcome.summary;
    if (!summary.platform) {
        const auto errors =
            std::ranges::count(outcome.diagnostics.all(), Severity::error, &Diagnostic::severity);
        return fmt::format("{}; nothing was published\n",
                           counted(static_cast<std::size_t>(errors), "error", "errors"));
    }
    auto text = fmt::format(
        "{} and {}: {} downloaded ({}), {} from the store, {:.2f} s\n",
        counted(summary.projects, "project", "projects"), counted(summary.libraries, "library", "libraries"),
        counted(summary.files_downloaded, "file", "files"), human_bytes(summary.bytes_downloaded),
        summary.from_store, static_cast<double>(outcome.duration.count()) / 1000);
    if (summary.sharing) {
        text += sharing(*summary.sharing);
    }
    if (!summary.published) {
        return text;
    }
    const auto& published = *summary.published;
    text += where(outcome);
    if (published.copied_instead != 0) {
        text +=
            fmt::format("{} copied instead of linked: {}\n",
                        counted(published.copied_instead, "file was", "files were"), published.why_copied);
    }
    return text;
}

}  // namespace slipway::report

#include "comparison_words.hpp"

#include <slipway/diag/visible_text.hpp>
#include <slipway/report/comparison.hpp>
#include <slipway/report/summary.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace slipway::report {

namespace {

using compare::FileChange;
using compare::ProjectChange;
using compare::Side;
using compare::Totals;

constexpr std::size_t short_id = 12;

std::string words_of(const Totals& totals) {
    if (totals.files() == 0) {
        return {};
    }
    auto out = counted(totals.files(), "file", "files");
    out += totals.lines_added == 0 ? "" : fmt::format(" +{}", totals.lines_added);
    out += totals.lines_removed == 0 ? "" : fmt::format(" −{}", totals.lines_removed);
    return out;
}

std::string line_of(const Side& side, std::string_view mark) {
    const auto id = side.platform ? side.platform->hex().substr(0, short_id) : std::string();
    const auto name = visible(side.name);
    return fmt::format("{} {}{}\n", mark, name, id.empty() || name.starts_with(id) ? "" : " (" + id + ")");
}

void add_files(const std::vector<FileChange>& files, std::string& out) {
    for (const auto& file : files) {
        const auto lines = line_words(file);
        out += fmt::format("      {} {}{}\n", letter_of(file.kind), visible(file.path),
                           lines.empty() ? "" : "  " + lines);
    }
}

std::string text_of(const ProjectChange& project, std::size_t width, Files files) {
    const auto& entry = project.entry;
    auto line = fmt::format("  {:<10} {:<{}}  {}", compare::name_of(entry.fate), visible(entry.entry().name),
                            width, visible(version_words(entry)));
    const auto totals = words_of(project.totals);
    auto out = line + (totals.empty() ? "" : "  (" + totals + ")") + '\n';
    for (const auto& remark : remarks_on(entry)) {
        out += fmt::format("             {}\n", visible(remark));
    }
    if (files == Files::listed) {
        add_files(project.files, out);
    }
    return out;
}

// "2 upgraded, 1 removed, 14 unchanged".
std::string counts_of(const compare::PlatformChange& change) {
    std::array<std::size_t, compare::fates> counts{};
    for (const auto& project : change.projects) {
        ++counts.at(static_cast<std::size_t>(project.entry.fate));
    }
    counts.at(static_cast<std::size_t>(compare::Fate::same)) = 0;
    std::string out;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] != 0) {
            out += fmt::format("{} {}, ", counts[i], compare::name_of(static_cast<compare::Fate>(i)));
        }
    }
    return fmt::format("{}{} unchanged", out, change.unchanged);
}

}  // namespace

std::string to_text(const Comparison& comparison, Files files) {
    const auto& change = comparison.change;
    auto out = line_of(comparison.before, "-") + line_of(comparison.after, "+");
    std::size_t width = 0;
    for (const auto& project : change.projects) {
        width = std::max(width, visible(project.entry.entry().name).size());
    }
    for (const auto* project : in_order(change)) {
        out += text_of(*project, width, files);
    }
    if (!change.elsewhere.empty()) {
        out += fmt::format("  files of no project: {}\n", words_of(change.elsewhere_totals));
        if (files == Files::listed) {
            add_files(change.elsewhere, out);
        }
    }
    const auto totals = words_of(change.totals);
    out += fmt::format("projects: {}\n", counts_of(change));
    if (change.files_compared) {
        out += fmt::format("files: {}\n", totals.empty() ? "no differences" : totals);
    }
    return out;
}

}  // namespace slipway::report

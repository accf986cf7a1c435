#include "comparison_style.hpp"
#include "comparison_words.hpp"

#include <slipway/diag/visible_text.hpp>
#include <slipway/report/comparison.hpp>
#include <slipway/report/summary.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace slipway::report {

namespace {

using compare::Fate;
using compare::FileChange;
using compare::ProjectChange;
using compare::Side;
using compare::Totals;

constexpr std::size_t short_id = 12;

// Other people's text as nothing but text: what could steer a terminal or reorder a line is spelled out, too.
std::string safe(std::string_view text) {
    std::string out;
    for (const char c : visible(text)) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
    return out;
}

std::string badge(std::string_view word) { return fmt::format("<span class=\"badge {0}\">{0}</span>", word); }

std::string signed_lines(std::uint64_t added, std::uint64_t removed) {
    auto out = added == 0 ? std::string() : fmt::format("<span class=\"plus\">+{}</span>", added);
    out += removed == 0 ? ""
                        : fmt::format("{}<span class=\"minus\">−{}</span>", out.empty() ? "" : " ", removed);
    return out;
}

// How much of what differs was added, as a bar.
std::string bar_of(const Totals& totals) {
    const auto all = totals.lines_added + totals.lines_removed;
    if (all == 0) {
        return {};
    }
    const auto plus = totals.lines_added * 100 / all;
    return fmt::format(
        "<span class=\"bar\" aria-hidden=\"true\"><i class=\"p\" style=\"width:{}%\"></i>"
        "<i class=\"m\" style=\"width:{}%\"></i></span>",
        plus, 100 - plus);
}

std::string stat_of(const Totals& totals) {
    if (totals.files() == 0) {
        return "<span class=\"stat\"></span>";
    }
    return fmt::format("<span class=\"stat\">{} {}{}</span>", counted(totals.files(), "file", "files"),
                       signed_lines(totals.lines_added, totals.lines_removed), bar_of(totals));
}

std::string card(const Side& side, std::string_view label) {
    auto out = fmt::format("<div class=\"side\"><div class=\"label\">{}</div><div class=\"name\">{}</div>",
                           label, safe(side.name));
    if (side.platform) {
        const auto id = side.platform->hex();
        out += fmt::format("<div class=\"id\">platform <code title=\"{}\">{}</code></div>", id,
                           id.substr(0, short_id));
    }
    if (side.lock) {
        out +=
            fmt::format("<div class=\"id\">Drupal {} · {}</div>", safe(side.lock->core),
                        counted(side.lock->entries.size(), "project or library", "projects and libraries"));
    }
    return out + "</div>";
}

std::string tile(std::uint64_t number, std::string_view label) {
    return fmt::format("<div class=\"tile{}\"><b>{}</b><span>{}</span></div>\n", number == 0 ? " zero" : "",
                       number, label);
}

std::string tiles_of(const compare::PlatformChange& change) {
    static constexpr std::array<Fate, 7> told = {Fate::upgraded, Fate::downgraded, Fate::switched,
                                                 Fate::changed,  Fate::added,      Fate::removed,
                                                 Fate::moved};
    std::string out = "<div class=\"tiles\">\n";
    for (const auto fate : told) {
        const auto number = std::ranges::count(
            change.projects, fate, [](const ProjectChange& project) { return project.entry.fate; });
        if (number != 0 || fate != Fate::switched) {
            out += tile(static_cast<std::uint64_t>(number), compare::name_of(fate));
        }
    }
    out += tile(change.unchanged, "unchanged");
    if (change.files_compared) {
        out += "</div>\n<div class=\"tiles\">\n" + tile(change.totals.changed, "files changed")
               + tile(change.totals.added, "files added") + tile(change.totals.removed, "files removed")
               + tile(change.totals.lines_added, "lines added")
               + tile(change.totals.lines_removed, "lines removed");
    }
    return out + "</div>\n";
}

std::string table_of(const std::vector<FileChange>& files) {
    if (files.empty()) {
        return {};
    }
    std::string out = "<table>\n";
    for (std::size_t i = 0; i < std::min(files.size(), most_listed_files); ++i) {
        const auto& file = files[i];
        const auto words = file.unread == FileChange::Unread::none
                               ? signed_lines(file.lines_added, file.lines_removed)
                               : line_words(file);
        out += fmt::format("<tr><td>{}</td><td class=\"mono\">{}</td><td>{}</td></tr>\n",
                           badge(name_of(file.kind)), safe(file.path), words);
    }
    if (files.size() > most_listed_files) {
        out += fmt::format("<tr><td></td><td>and {} more</td><td></td></tr>\n",
                           files.size() - most_listed_files);
    }
    return out + "</table>\n";
}

std::string fact(std::string_view name, std::string_view value) {
    return value.empty() ? std::string()
                         : fmt::format("<dt>{}</dt><dd class=\"mono\">{}</dd>\n", name, safe(value));
}

std::string facts_of(const compare::EntryChange& change) {
    const auto& entry = change.entry();
    auto out = "<dl class=\"facts\">\n" + fact("path", entry.path.empty() ? "/" : entry.path);
    if (change.before && change.after && change.before->source.url != entry.source.url) {
        out += fact("source before", change.before->source.url);
    }
    return out + fact("source", entry.source.url) + fact("commit", entry.source.commit) + "</dl>\n";
}

// "module · 1 patch dropped": what must be seen without opening anything.
std::string subtitle_of(const compare::EntryChange& change) {
    auto out = safe(change.entry().type);
    if (const auto dropped = change.patches_dropped.size(); dropped != 0) {
        out +=
            fmt::format(" · <span class=\"minus\">{} dropped</span>", counted(dropped, "patch", "patches"));
    }
    if (const auto added = change.patches_added.size(); added != 0) {
        out += fmt::format(" · <span class=\"plus\">{} added</span>", counted(added, "patch", "patches"));
    }
    return out;
}

std::string details_of(const ProjectChange& project) {
    const auto& entry = project.entry;
    auto out = fmt::format(
        "<details>\n<summary>{}<span class=\"title\">{}<span class=\"type\">{}</span></span>"
        "<span class=\"version\">{}</span>{}</summary>\n<div class=\"body\">\n",
        badge(compare::name_of(entry.fate)), safe(entry.entry().name), subtitle_of(entry),
        safe(version_words(entry)), stat_of(project.totals));
    const auto remarks = remarks_on(entry);
    if (!remarks.empty()) {
        out += "<ul class=\"remarks\">\n";
        for (const auto& remark : remarks) {
            out += fmt::format("<li>{}</li>\n", safe(remark));
        }
        out += "</ul>\n";
    }
    return out + facts_of(entry) + table_of(project.files) + "</div>\n</details>\n";
}

std::string projects_of(const compare::PlatformChange& change) {
    std::string out = "<h2>Projects</h2>\n<div class=\"list\">\n";
    for (const auto* project : in_order(change)) {
        out += details_of(*project);
    }
    if (change.projects.empty()) {
        out += "<div class=\"empty\">No project is different.</div>\n";
    }
    out += "</div>\n";
    if (!change.elsewhere.empty()) {
        out += fmt::format(
            "<h2>Files of no project</h2>\n<div class=\"list\"><details open>\n<summary><span></span>"
            "<span class=\"title\">elsewhere</span><span class=\"version\"></span>{}</summary>\n"
            "<div class=\"body\">{}</div>\n</details></div>\n",
            stat_of(change.elsewhere_totals), table_of(change.elsewhere));
    }
    return out;
}

std::string notes_of(const compare::PlatformChange& change) {
    if (change.remarks.empty()) {
        return {};
    }
    std::string out = "<ul class=\"notes\">\n";
    for (const auto& remark : change.remarks) {
        out += fmt::format("<li>{}</li>\n", safe(remark));
    }
    return out + "</ul>\n";
}

}  // namespace

std::string to_html(const Comparison& comparison) {
    const auto& change = comparison.change;
    const auto title = fmt::format("{} → {}", safe(comparison.before.name), safe(comparison.after.name));
    // Should a name ever get past what is escaped, no browser does anything with it.
    auto out = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'unsafe-inline'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n"
        "<style>{}</style>\n</head>\n<body>\n<main>\n<h1>What changes with this platform</h1>\n",
        title, comparison_style);
    out += fmt::format("<div class=\"sides\">{}<div class=\"arrow\" aria-hidden=\"true\">→</div>{}</div>\n",
                       card(comparison.before, "before"), card(comparison.after, "after"));
    out += tiles_of(change) + notes_of(change) + projects_of(change);
    return out + "<footer>Written by slipway diff. The page needs nothing but itself.</footer>\n</main>\n</body>\n</html>\n";
}

}  // namespace slipway::report

#include "comparison_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <tuple>

namespace slipway::report {

namespace {

using compare::EntryChange;
using compare::Fate;
using compare::FileChange;
using lock::Entry;
using lock::Source;

constexpr std::size_t short_commit = 9;

std::string place_words(const std::string& path) { return path.empty() ? "the platform's root" : path; }

// What is behind a version that stayed the same, though the tree did not.
std::string source_words(const EntryChange& change) {
    const auto& before = change.before->source;
    const auto& after = change.after->source;
    if (before.kind != after.kind || before.url != after.url) {
        return fmt::format("now from {}; before from {}", after.url, before.url);
    }
    if (before.commit != after.commit) {
        return fmt::format("now commit {}; before {}", after.commit, before.commit);
    }
    return before.kind == Source::Kind::release
               ? "the release was made anew: another archive under the same version"
               : "what lies at its address has changed";
}

}  // namespace

std::string version_words(const Entry& entry) {
    const auto& source = entry.source;
    auto words = !entry.version.empty() ? entry.version : source.name;
    const bool moves = source.wanted != Source::Wanted::tag && source.wanted != Source::Wanted::revision;
    if (!source.commit.empty() && (moves || words.empty())) {
        words += fmt::format("{}@{}", words.empty() ? "" : " ", source.commit.substr(0, short_commit));
    }
    return words.empty() ? "–" : words;
}

std::string version_words(const EntryChange& change) {
    if (!change.before || !change.after) {
        return version_words(change.entry());
    }
    const auto before = version_words(*change.before);
    const auto after = version_words(*change.after);
    return before == after ? after : fmt::format("{} → {}", before, after);
}

std::vector<std::string> remarks_on(const EntryChange& change) {
    std::vector<std::string> out;
    if (!change.before || !change.after) {
        for (const auto& patch : change.entry().patches) {
            out.push_back(fmt::format("patched with {}", patch.url));
        }
        return out;
    }
    if (change.moved) {
        out.push_back(fmt::format("moved from {} to {}", place_words(change.before->path),
                                  place_words(change.after->path)));
    }
    if (change.before->type != change.after->type) {
        out.push_back(fmt::format("was a {}, is a {}", change.before->type, change.after->type));
    }
    if (change.other_source && change.before->version == change.after->version) {
        out.push_back(source_words(change));
    }
    for (const auto& patch : change.patches_dropped) {
        out.push_back(fmt::format("patch dropped: {}", patch.url));
    }
    for (const auto& patch : change.patches_added) {
        out.push_back(fmt::format("patch added: {}", patch.url));
    }
    if (!change.translations_changed.empty()) {
        out.push_back(fmt::format("other translations: {}", fmt::join(change.translations_changed, ", ")));
    }
    const bool explained = change.moved || !out.empty() || change.fate != Fate::changed;
    if (!explained && change.before->tree == change.after->tree) {
        out.emplace_back("its files were changed where they lie");
    }
    return out;
}

std::string line_words(const FileChange& file) {
    switch (file.unread) {
        case FileChange::Unread::binary: return "binary";
        case FileChange::Unread::large: return "too large for lines to be compared";
        case FileChange::Unread::missing: return "the store does not have it any more";
        case FileChange::Unread::none: break;
    }
    std::string words = file.lines_added == 0 ? "" : fmt::format("+{}", file.lines_added);
    if (file.lines_removed != 0) {
        words += fmt::format("{}−{}", words.empty() ? "" : " ", file.lines_removed);
    }
    return words;
}

char letter_of(FileChange::Kind kind) {
    switch (kind) {
        case FileChange::Kind::added: return 'A';
        case FileChange::Kind::removed: return 'R';
        case FileChange::Kind::changed: return 'C';
        case FileChange::Kind::mode: break;
    }
    return 'M';
}

std::string_view name_of(FileChange::Kind kind) {
    switch (kind) {
        case FileChange::Kind::added: return "added";
        case FileChange::Kind::removed: return "removed";
        case FileChange::Kind::changed: return "changed";
        case FileChange::Kind::mode: break;
    }
    return "mode";
}

std::vector<const compare::ProjectChange*> in_order(const compare::PlatformChange& change) {
    static constexpr std::array<Fate, compare::fates> order = {
        Fate::downgraded, Fate::upgraded, Fate::switched, Fate::changed,
        Fate::moved,      Fate::added,    Fate::removed,  Fate::same};
    std::vector<const compare::ProjectChange*> out;
    for (const auto& project : change.projects) {
        out.push_back(&project);
    }
    std::ranges::stable_sort(out, {}, [](const compare::ProjectChange* project) {
        const auto& entry = project->entry;
        return std::tuple(entry.entry().type != "core", std::ranges::find(order, entry.fate) - order.begin());
    });
    return out;
}

}  // namespace slipway::report

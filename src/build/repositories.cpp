// What comes from repositories: git, svn, hg, bzr (spec §4.6, §4.8), and whether it stays a working copy
// (§7.2).

#include "info_version.hpp"
#include "source_compiler.hpp"

#include <slipway/diag/slugs.hpp>
#include <slipway/document/nearest.hpp>
#include <slipway/fetch/vcs.hpp>
#include <slipway/resolve/checkout_version.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace slipway::build {

using makefile::Download;
using makefile::Text;

namespace {

// The words of `git submodule update` (spec §4.6.5) that change nothing here: there is nothing in a fresh
// checkout to be forced or merged, and nobody sees the progress.
constexpr std::array<std::string_view, 11> idle_words = {
    "force",         "checkout",          "merge",
    "rebase",        "no-fetch",          "progress",
    "quiet",         "recommend-shallow", "no-recommend-shallow",
    "single-branch", "no-single-branch"};

constexpr std::array<std::string_view, 4> other_words = {"remote", "reference", "dissociate", "filter"};

bool is_idle(std::string_view word) {
    const auto name = word.substr(0, word.find('='));
    return std::ranges::find(idle_words, word) != idle_words.end()
           || ((name == "depth" || name == "jobs") && name.size() < word.size());
}

std::string help_for(std::string_view word) {
    constexpr std::array<std::string_view, 4> useful = {"init", "recursive", "force", "checkout"};
    const auto name = word.substr(0, word.find('='));
    if (name == "remote") {
        return "submodules are taken at the commit that the project names: ask for a newer one as a library "
               "of "
               "its own";
    }
    if (std::ranges::find(other_words, name) != other_words.end()) {
        return "leave it out: what was fetched once is shared anyway";
    }
    const auto meant = document::nearest(word, useful);
    return meant ? fmt::format("there is one called '{}'", *meant)
                 : "write init, and recursive for submodules in them";
}

// What PHP takes for true.
bool is_set(const std::string& text) { return !text.empty() && text != "0"; }

std::string other(const Download& download, const std::string& name) {
    const auto found = download.others.find(name);
    return found == download.others.end() ? std::string() : found->second.text;
}

}  // namespace

bool SourceCompiler::is_working_copy(const Download& download) {
    const auto& options = context_.options;
    if (!download.working_copy) {
        return options.working_copy;
    }
    if (options.allowed_options && !options.allowed_options->contains("working-copy")) {
        context_.diagnostics.report(
            {.severity = Severity::warning,
             .slug = slug::option_refused,
             .span = download.working_copy->span,
             .message = fmt::format("{}: 'working-copy' is not among the options that a makefile may set",
                                    item_.label()),
             .help = "allow it: --allow-override=working-copy"});
        return options.working_copy;
    }
    return is_set(download.working_copy->text);
}

std::optional<plan::FetchGit::Submodules> SourceCompiler::submodules_of(const Download& download) {
    using Submodules = plan::FetchGit::Submodules;
    bool init = false;
    bool recursive = false;
    for (const auto& word : download.submodule) {
        init = init || word.text == "init";
        recursive = recursive || word.text == "recursive";
        if (word.text != "init" && word.text != "recursive" && !is_idle(word.text)) {
            refuse(slug::unsupported_download, word.span,
                   fmt::format("'{}' is no word for submodules that has a meaning here", word.text),
                   help_for(word.text));
            return std::nullopt;
        }
    }
    if (!download.submodule.empty() && !init) {
        const bool strict = context_.options.policy.mode == document::Mode::strict;
        context_.diagnostics.report(
            {.severity = strict ? Severity::error : Severity::warning,
             .slug = slug::ignored_attribute,
             .span = download.submodule.front().span,
             .message = fmt::format("{}: without the word 'init' git fetches no submodule", item_.label()),
             .help = "add [download][submodule][] = init, or remove the others"});
        return strict ? std::nullopt : std::optional(Submodules::none);
    }
    return !init ? Submodules::none : recursive ? Submodules::recursive : Submodules::direct;
}

bool SourceCompiler::from_git(const Download& download) {
    using Kind = plan::FetchGit::Kind;
    const bool working_copy = is_working_copy(download);
    auto url = download.url ? download.url->text
                            : fmt::format("https://git.drupalcode.org/project/{}.git", asked_.name);
    if (const auto own = other(download, "wc_url"); working_copy && !own.empty()) {
        url = own;
    }
    plan::FetchGit action{.url = std::move(url)};
    auto span = download.url ? download.url->span : download.span;
    const std::pair<const std::optional<Text>&, Kind> choices[] = {
        {download.refspec, Kind::refspec},
        {download.tag, Kind::tag},
        {download.revision, Kind::revision},
        {download.branch, Kind::branch}};  // spec §4.6
    for (const auto& [text, kind] : choices) {
        if (text && !text->text.empty()) {
            action.kind = kind;
            action.name = text->text;
            span = text->span;
            item_.version = item_.version.empty() ? text->text : item_.version;
            break;
        }
    }
    const auto submodules = submodules_of(download);
    if (!submodules) {
        return false;
    }
    action.submodules = *submodules;
    action.describe =
        wants_info_lines(item_, context_.options) && resolve::is_development_version(info_version(item_));
    pin(action);
    if (is_amiss(true)) {
        return false;
    }
    const bool has_scheme = action.url.find("://") != std::string::npos;
    const bool on_host =
        action.url.starts_with("file://") || (!has_scheme && action.url.find(':') == std::string::npos);
    return add_repository(std::move(action), span, download.url ? download.url->span : span,
                          {.on_host = on_host, .working_copy = working_copy});
}

bool SourceCompiler::from_vcs(const Download& download, plan::FetchVcs::System system) {
    if (!download.url) {
        return refuse(slug::unsupported_download, download.span, "the download has no url",
                      "add [download][url]");
    }
    plan::FetchVcs action{.system = system,
                          .url = download.url->text,
                          .revision = download.revision ? download.revision->text : std::string(),
                          .username = other(download, "username"),
                          .password = other(download, "password")};
    if (action.url.starts_with('/')) {
        action.url.insert(0, "file://");
    }
    if (const auto known = fetch::check_vcs_url(system, action.url); !known) {
        return refuse(slug::unsupported_download, download.url->span, known.error());
    }
    if (const auto known = fetch::check_vcs_revision(system, action.revision); !known) {
        return refuse(slug::unsupported_download, download.revision->span, known.error());
    }
    if (system == plan::FetchVcs::System::svn && action.revision.starts_with('r')) {
        action.revision.erase(0, 1);
    }
    if (!action.revision.empty() && item_.version.empty()) {
        item_.version = action.revision;
    }
    pin(action);
    if (is_amiss(true)) {
        return false;
    }
    const bool on_host = action.url.starts_with("file://");
    return add_repository(std::move(action), download.revision ? download.revision->span : download.url->span,
                          download.url->span,
                          {.on_host = on_host, .working_copy = is_working_copy(download)});
}

bool SourceCompiler::add_repository(plan::Action action,
                                    SourceSpan span,
                                    SourceSpan named_at,
                                    Repository what) {
    item_.from_host = what.on_host;
    if (what.on_host && !item_.level->may_name_host_at(named_at)) {
        return refuse(slug::unsupported_download, named_at,
                      "the makefile is not of this host, but names a repository of it",
                      "copy the makefile's entry into your own makefile if you want that repository");
    }
    if (what.working_copy) {
        item_.working_copy_of = action;
    }
    add(std::move(action), {}, span);
    return true;
}

}  // namespace slipway::build

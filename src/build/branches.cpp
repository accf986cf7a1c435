// The branches that a makefile does not name (spec §8.6).

#include "root.hpp"
#include "runner.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/exec/workers.hpp>
#include <slipway/fetch/branches.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace slipway::build {

namespace {

using makefile::Download;
using makefile::Project;
using makefile::Text;

constexpr int conversations = 6;  // at once

const Project* project_of(const makefile::Makefile& makefile, const Resolved& entry) {
    const auto& group = entry.is_library() ? makefile.libraries : makefile.projects;
    const auto found = std::ranges::find(group, entry.key, &Project::key);
    return found == group.end() ? nullptr : &*found;
}

bool is_given(const std::optional<Text>& text) { return text && !text->text.empty(); }

// A tag and a refspec say what is fetched, and win over both.
bool is_open(const Download& download) {
    return lower(download.type.text) == "git" && !is_given(download.tag) && !is_given(download.refspec)
           && (!is_given(download.branch) || !is_given(download.revision));
}

bool is_on_host(const std::string& url) {
    return url.starts_with("file://")
           || (url.find("://") == std::string::npos && url.find(':') == std::string::npos);
}

std::string url_of(const Project& project) {
    const auto& url = project.download->url;
    return url ? url->text : fmt::format("https://git.drupalcode.org/project/{}.git", project.name);
}

// Empty, or why not.
std::string fill(Resolved& entry, const Download& download, const fetch::GitBranches& remote) {
    if (!is_given(download.branch)) {
        entry.branch = remote.main;
        if (entry.branch.empty() && !is_given(download.revision) && entry.commit.empty()) {
            return "no branch of the repository is its HEAD: name one as [download][branch]";
        }
    }
    if (is_given(download.revision)) {
        return {};
    }
    const auto& branch = is_given(download.branch) ? download.branch->text : entry.branch;
    const auto found = remote.commits.find(branch);
    entry.revision = !entry.commit.empty()           ? entry.commit
                     : found != remote.commits.end() ? found->second
                                                     : std::string();
    return entry.revision.empty() ? fmt::format("the repository has no branch '{}'", branch) : std::string();
}

}  // namespace

bool resolve_branches(Resolution& resolution, const World& world, Diagnostics& diagnostics) {
    std::map<std::string, std::optional<Result<fetch::GitBranches>>> remotes;
    for (const auto& entry : resolution.entries) {
        const auto* project = project_of(resolution.makefile, entry);
        if (project != nullptr && project->download && is_open(*project->download)
            && (entry.may_name_host || !is_on_host(url_of(*project)))) {
            remotes.try_emplace(url_of(*project));
        }
    }
    const auto workers = exec::make_waiting_workers(conversations);
    for (auto& remote : remotes) {
        workers->submit([&remote, &world] {
            remote.second =
                fetch::git_branches(remote.first, world.store, network_of(world.transport), world.stop);
        });
    }
    workers->wait();
    bool complete = true;
    for (auto& entry : resolution.entries) {
        const auto* project = project_of(resolution.makefile, entry);
        if (project == nullptr || !project->download || !is_open(*project->download)) {
            continue;
        }
        const auto asked = remotes.find(url_of(*project));
        const auto problem =
            asked == remotes.end()
                ? std::string("the makefile is not of this host, but names a repository of it")
            : *asked->second ? fill(entry, *project->download, **asked->second)
                             : asked->second->error().to_string();
        if (!problem.empty()) {
            complete = false;
            diagnostics.report({.slug = slug::fetch_failed,
                                .span = project->download->span,
                                .message = fmt::format("{}: {}", entry.name, problem)});
        }
    }
    return complete;
}

}  // namespace slipway::build

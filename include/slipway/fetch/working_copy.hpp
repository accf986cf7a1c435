// Working copies: projects that keep what their version control system needs to go on from there.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/plan/action.hpp>

#include <filesystem>
#include <map>
#include <stop_token>
#include <string>

namespace slipway::fetch {

// What was fetched, and the facts that fetching it gave.
struct WorkingCopy {
    plan::Action action;  // FetchGit or FetchVcs
    std::map<std::string, std::string> facts;
    bool shallow = false;  // without the history, where the system can do without (git)
};

// Puts ".git", ".svn", ".hg" or ".bzr" into `directory`, which holds the project's files and may be written
// to. Talks to the origin. It blocks.
Result<void> make_working_copy(const WorkingCopy& copy,
                               const std::filesystem::path& directory,
                               const cache::Store& store,
                               const std::stop_token& stop);

}  // namespace slipway::fetch

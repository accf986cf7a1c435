#include "slipway/fetch/working_copy.hpp"

#include "revision.hpp"
#include "vcs_client.hpp"

#include <slipway/git/working_copy.hpp>
#include <slipway/sys/file.hpp>
#include <slipway/sys/scratch_directory.hpp>

#include <cerrno>
#include <cstdio>
#include <variant>

namespace slipway::fetch {

namespace {

namespace fs = std::filesystem;

// Checked out beside the files, for no system would do it over them; then its own directory is taken.
Result<void> add_control_directory(const plan::FetchVcs& action,
                                   const fs::path& directory,
                                   const std::stop_token& stop) {
    const auto client = SLIPWAY_TRY(make_vcs_client(action, stop));
    const auto revision = SLIPWAY_TRY(client->resolve());
    const auto scratch = SLIPWAY_TRY(ScratchDirectory::make_in(directory));
    SLIPWAY_TRY(client->check_out(revision, scratch / "files"));
    const auto from = scratch / "files" / client->control_directory();
    if (::rename(from.c_str(), (directory / client->control_directory()).c_str()) != 0) {
        return errno_error(errno, from, "move");
    }
    return {};
}

}  // namespace

Result<void> make_working_copy(const WorkingCopy& copy,
                               const fs::path& directory,
                               const cache::Store& store,
                               const std::stop_token& stop) {
    if (const auto* const git = std::get_if<plan::FetchGit>(&copy.action)) {
        using History = git::WorkingCopy::History;
        return git::make_working_copy({.url = git->url,
                                       .revision = revision_of(*git),
                                       .commit = copy.facts.at("commit"),
                                       .history = copy.shallow ? History::commit_alone : History::whole},
                                      directory, store.git_directory(), stop);
    }
    auto action = std::get<plan::FetchVcs>(copy.action);
    action.revision = copy.facts.at("revision");  // what was fetched, though there may be newer ones by now
    return add_control_directory(action, directory, stop);
}

}  // namespace slipway::fetch

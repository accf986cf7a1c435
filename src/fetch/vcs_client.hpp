// VcsClient: one conversation with a version control system by its own program. Private to fetch.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/plan/action.hpp>
#include <slipway/sys/scratch_directory.hpp>

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace slipway::fetch {

// How a program is run: nothing of the user's configuration counts.
class VcsProgram {
public:
    struct Names {
        std::vector<std::string> programs;  // the first that there is
        std::string package;                // that brings it
    };

    VcsProgram(Names names, const plan::FetchVcs& action, ScratchDirectory scratch, std::stop_token stop)
        : names_(std::move(names)),
          action_(action),
          scratch_(std::move(scratch)),
          stop_(std::move(stop)),
          environment_() {}

    const plan::FetchVcs& action() const noexcept { return action_; }
    const std::filesystem::path& scratch() const noexcept { return scratch_.path(); }
    void set(std::string variable) { environment_.push_back(std::move(variable)); }

    // What it wrote to its output; an error if its status is not 0. `doing` for messages: "export".
    Result<std::string> run(std::vector<std::string> arguments,
                            const std::string& doing,
                            const std::string& input = {}) const;

private:
    Error failure(int status, const std::string& said, const std::string& doing) const;
    std::string censored(std::string said) const;

    Names names_;
    const plan::FetchVcs& action_;
    ScratchDirectory scratch_;
    std::stop_token stop_;
    std::vector<std::string> environment_;
};

class VcsClient {
public:
    virtual ~VcsClient() = default;

    // The revision that is meant, in words that name it for good.
    virtual Result<std::string> resolve() = 0;

    // What the revision holds, into a directory that is not there yet. After resolve().
    virtual Result<void> write_files(const std::string& revision, const std::filesystem::path& directory) = 0;

    // A working copy of the revision, in a directory that is not there yet. After resolve().
    virtual Result<void> check_out(const std::string& revision, const std::filesystem::path& directory) = 0;

    // Where it keeps what is its own: ".svn".
    virtual std::string control_directory() const = 0;
};

// `action` must outlive the client.
Result<std::unique_ptr<VcsClient>> make_vcs_client(const plan::FetchVcs& action, std::stop_token stop);

std::unique_ptr<VcsClient> make_svn_client(const plan::FetchVcs& action,
                                           ScratchDirectory scratch,
                                           std::stop_token stop);
std::unique_ptr<VcsClient> make_hg_client(const plan::FetchVcs& action,
                                          ScratchDirectory scratch,
                                          std::stop_token stop);
std::unique_ptr<VcsClient> make_bzr_client(const plan::FetchVcs& action,
                                           ScratchDirectory scratch,
                                           std::stop_token stop);

}  // namespace slipway::fetch

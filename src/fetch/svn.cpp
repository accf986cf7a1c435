#include "vcs_client.hpp"

#include <fmt/core.h>

#include <string_view>

namespace slipway::fetch {

namespace {

// The value in a line "NAME: VALUE" of what `svn info` says.
std::string_view value_of(std::string_view name, std::string_view text) {
    const auto key = fmt::format("\n{}: ", name);
    const auto at = text.find(key);
    if (at == std::string_view::npos) {
        return {};
    }
    const auto value = text.substr(at + key.size());
    return value.substr(0, value.find('\n'));
}

class SvnClient final : public VcsClient {
public:
    SvnClient(const plan::FetchVcs& action, ScratchDirectory scratch, std::stop_token stop)
        : svn_({.programs = {"svn"}, .package = "subversion"}, action, std::move(scratch), std::move(stop)) {
        svn_.set("SVN_SSH=ssh -q -o BatchMode=yes");
    }

    // A URL means what is there now, and a revision what that was then: it may have had another URL. Both
    // together, as they are learnt here, mean one thing for good.
    Result<std::string> resolve() override {
        const auto& action = svn_.action();
        const auto revision = action.revision.empty() ? "HEAD" : action.revision;
        const auto said = SLIPWAY_TRY(run("info", {"--revision", revision, "--", action.url + '@'}, "find"));
        url_ = value_of("URL", said);
        const std::string number(value_of("Revision", said));
        if (url_.empty() || number.empty()) {
            return Error(ErrorKind::unsupported, "svn says nothing that could be understood");
        }
        if (value_of("Node Kind", said) != "directory") {
            return Error(ErrorKind::unsupported, fmt::format("{} is a single file", net_url()))
                .with_help("name the directory that it is in, or use the download type get for a file");
        }
        return number;
    }

    Result<void> write_files(const std::string& revision, const std::filesystem::path& directory) override {
        SLIPWAY_TRY(refuse_externals(revision));
        SLIPWAY_TRY(
            run("export", {"--quiet", "--ignore-externals", "--", pegged(revision), directory}, "export"));
        return {};
    }

    Result<void> check_out(const std::string& revision, const std::filesystem::path& directory) override {
        SLIPWAY_TRY(run("checkout", {"--quiet", "--ignore-externals", "--", pegged(revision), directory},
                        "check out"));
        return {};
    }

    std::string control_directory() const override { return ".svn"; }

private:
    std::string pegged(const std::string& revision) const { return fmt::format("{}@{}", url_, revision); }
    std::string net_url() const { return url_.substr(0, url_.find('?')); }

    // They name other repositories, without a revision as a rule: what comes of them depends on the day.
    Result<void> refuse_externals(const std::string& revision) const {
        const auto said = SLIPWAY_TRY(
            run("propget", {"svn:externals", "--recursive", "--", pegged(revision)}, "look into"));
        if (said.find_first_not_of(" \n") == std::string::npos) {
            return {};
        }
        return Error(ErrorKind::unsupported, fmt::format("{} wants files from elsewhere (svn:externals): {}",
                                                         net_url(), said.substr(0, said.find('\n'))))
            .with_help("ask for each of them as a project or library of its own, at a revision");
    }

    Result<std::string> run(const std::string& command,
                            const std::vector<std::string>& more,
                            const std::string& doing) const {
        const auto& action = svn_.action();
        std::vector<std::string> arguments = {command, "--non-interactive", "--no-auth-cache", "--config-dir",
                                              svn_.scratch() / "configuration"};
        std::string input;
        if (!action.username.empty()) {
            arguments.push_back("--username=" + action.username);
        }
        if (!action.username.empty() && !action.password.empty()) {
            arguments.emplace_back("--password-from-stdin");
            input = action.password;
        }
        arguments.insert(arguments.end(), more.begin(), more.end());
        return svn_.run(std::move(arguments), doing, input);
    }

    VcsProgram svn_;
    std::string url_;
};

}  // namespace

std::unique_ptr<VcsClient> make_svn_client(const plan::FetchVcs& action,
                                           ScratchDirectory scratch,
                                           std::stop_token stop) {
    return std::make_unique<SvnClient>(action, std::move(scratch), std::move(stop));
}

}  // namespace slipway::fetch

#include "vcs_client.hpp"

#include <slipway/base/chars.hpp>

namespace slipway::fetch {

namespace {

class BzrClient final : public VcsClient {
public:
    // Breezy is what became of Bazaar, and reads its repositories.
    BzrClient(const plan::FetchVcs& action, ScratchDirectory scratch, std::stop_token stop)
        : bzr_({.programs = {"brz", "bzr"}, .package = "brz"}, action, std::move(scratch), std::move(stop)) {
        const auto home = (bzr_.scratch() / "home").native();
        for (const auto* const name : {"BRZ", "BZR"}) {
            bzr_.set(std::string(name) + "_HOME=" + home);
            bzr_.set(std::string(name) + "_LOG=/dev/null");
            bzr_.set(std::string(name) + "_EMAIL=nobody@localhost");
            bzr_.set(std::string(name) + "_PLUGIN_PATH=+core:-user:-site");
        }
    }

    Result<std::string> resolve() override {
        const auto& action = bzr_.action();
        std::vector<std::string> arguments = {"revision-info", "--directory=" + action.url};
        if (!action.revision.empty()) {
            arguments.push_back("--revision=" + revision_spec(action.revision));
        }
        const auto said = SLIPWAY_TRY(bzr_.run(std::move(arguments), "find"));
        const auto line = trimmed(said);
        const auto space = line.find(' ');
        if (space == std::string_view::npos || line.find('\n') != std::string_view::npos) {
            return Error(ErrorKind::unsupported, "bzr says nothing that could be understood");
        }
        return "revid:" + std::string(line.substr(space + 1));
    }

    Result<void> write_files(const std::string& revision, const std::filesystem::path& directory) override {
        SLIPWAY_TRY(bzr_.run({"export", "--quiet", "--format=dir", "--revision=" + revision, "--", directory,
                              bzr_.action().url},
                             "export"));
        return {};
    }

    Result<void> check_out(const std::string& revision, const std::filesystem::path& directory) override {
        SLIPWAY_TRY(bzr_.run(
            {"branch", "--quiet", "--revision=" + revision, "--", bzr_.action().url, directory}, "branch"));
        return {};
    }

    std::string control_directory() const override { return ".bzr"; }

private:
    // A word alone is a tag: bzr itself would take it for a branch of this host, too.
    static std::string revision_spec(const std::string& text) {
        const bool is_number = text.find_first_not_of("-.0123456789") == std::string::npos;
        return is_number || text.find(':') != std::string::npos ? text : "tag:" + text;
    }

    VcsProgram bzr_;
};

}  // namespace

std::unique_ptr<VcsClient> make_bzr_client(const plan::FetchVcs& action,
                                           ScratchDirectory scratch,
                                           std::stop_token stop) {
    return std::make_unique<BzrClient>(action, std::move(scratch), std::move(stop));
}

}  // namespace slipway::fetch

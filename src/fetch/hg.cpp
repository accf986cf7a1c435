#include "vcs_client.hpp"

#include <slipway/base/chars.hpp>

namespace slipway::fetch {

namespace {

class HgClient final : public VcsClient {
public:
    HgClient(const plan::FetchVcs& action, ScratchDirectory scratch, std::stop_token stop)
        : hg_({.programs = {"hg"}, .package = "mercurial"}, action, std::move(scratch), std::move(stop)) {
        hg_.set("HGPLAIN=+strictflags");
        hg_.set("HGRCPATH=");
        hg_.set("HGRCSKIPREPO=1");  // a repository on this host may name programs to be run
        hg_.set("HGENCODING=UTF-8");
    }

    Result<std::string> resolve() override {
        const auto& action = hg_.action();
        const auto said = SLIPWAY_TRY(
            run({"identify", "--template={node}",
                 "--rev=" + (action.revision.empty() ? "default" : action.revision), "--", action.url},
                "find"));
        std::string id(trimmed(said));
        if (!plan::is_fixed_revision(action.system, id)) {
            return Error(ErrorKind::unsupported, "hg says nothing that could be understood");
        }
        return id;
    }

    Result<void> write_files(const std::string& revision, const std::filesystem::path& directory) override {
        const auto clone = hg_.scratch() / "clone";
        SLIPWAY_TRY(run(
            {"clone", "--quiet", "--noupdate", "--pull", "--rev=" + revision, "--", hg_.action().url, clone},
            "clone"));
        SLIPWAY_TRY(run({"--repository=" + clone.native(), "--config=ui.archivemeta=False", "archive",
                         "--rev=" + revision, "--type=files", "--", directory},
                        "write out"));
        return {};
    }

    Result<void> check_out(const std::string& revision, const std::filesystem::path& directory) override {
        SLIPWAY_TRY(
            run({"clone", "--quiet", "--pull", "--updaterev=" + revision, "--", hg_.action().url, directory},
                "clone"));
        return {};
    }

    std::string control_directory() const override { return ".hg"; }

private:
    Result<std::string> run(std::vector<std::string> arguments, const std::string& doing) const {
        // Before the command: strictflags finds them nowhere else.
        arguments.insert(arguments.begin(), {"--config=ui.ssh=ssh -oBatchMode=yes", "--noninteractive"});
        return hg_.run(std::move(arguments), doing);
    }

    VcsProgram hg_;
};

}  // namespace

std::unique_ptr<VcsClient> make_hg_client(const plan::FetchVcs& action,
                                          ScratchDirectory scratch,
                                          std::stop_token stop) {
    return std::make_unique<HgClient>(action, std::move(scratch), std::move(stop));
}

}  // namespace slipway::fetch

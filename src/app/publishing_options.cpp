// Options about how a platform becomes a directory.

#include "options.hpp"

#include <slipway/assemble/platform.hpp>
#include <slipway/base/relative_path.hpp>

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace slipway::app {

namespace {

// "." is the whole platform; "./a//b/" is "a/b".
std::string mutable_path(const std::string& text) {
    if (text == "." || text == "./") {
        return {};
    }
    const auto path = RelativePath::parse_lenient(text);
    if (!path) {
        throw CLI::ValidationError(
            "--mutable", "'" + text + "' is no path within a platform: write sites/all/libraries, or .");
    }
    return path->text();
}

}  // namespace

void add_link_mode(CLI::App& command, assemble::LinkMode& mode) {
    command
        .add_option_function<std::string>(
            "--link-mode", [&mode](const std::string& name) { mode = *assemble::link_mode_of(name); },
            "How files come out of the store: auto (hard links, where they can be had), reflink, hardlink, "
            "copy, or "
            "symlink (each project is one link into the store)")
        ->check(CLI::IsMember(std::vector<std::string>{"auto", "reflink", "hardlink", "copy", "symlink"}))
        ->type_name("MODE");
}

void add_mutable(CLI::App& command, std::vector<std::string>& paths) {
    command
        .add_option_function<std::vector<std::string>>(
            "--mutable",
            [&paths](const std::vector<std::string>& texts) {
                for (const auto& text : texts) {
                    paths.push_back(mutable_path(text));
                }
            },
            "A path of the platform that may be written to, with all below it, besides sites; may be "
            "repeated")
        ->expected(1)
        ->type_name("PATH")
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void add_seal(CLI::App& command, bool& seal) {
    command.add_flag(
        "--seal", seal,
        "Keep even root from changing the platform, where the file system can (see slipway doctor)");
}

}  // namespace slipway::app

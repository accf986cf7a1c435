// Options about how a platform becomes a directory.

#include "options.hpp"

#include <slipway/assemble/platform.hpp>
#include <slipway/base/relative_path.hpp>

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <map>
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

void add_link_check(CLI::App& command, build::Options& options, const char* otherwise) {
    static const std::map<std::string, build::LinkChecking> words = {{"off", build::LinkChecking::off},
                                                                     {"warn", build::LinkChecking::warn},
                                                                     {"error", build::LinkChecking::error}};
    options.link_check = words.at(otherwise);
    command
        .add_option_function<std::string>(
            "--link-check", [&options](const std::string& word) { options.link_check = words.at(word); },
            fmt::format(
                "What a module or theme is that something on the platform needs and nobody brings: error, "
                "warn or off (by default {})",
                otherwise))
        ->check(CLI::IsMember(std::vector<std::string>{"error", "warn", "off"}))
        ->type_name("WORD");
}

void add_share(CLI::App& command, build::Share& share) {
    command
        .add_option_function<std::string>(
            "--share",
            [&share](const std::string& word) {
                share = word == "hoist" ? build::Share::hoisted : build::Share::separately;
            },
            "Where a project goes that several profiles ask for: private (with each of them, as Drush has "
            "it) or "
            "hoist (once, where all sites find it)")
        ->check(CLI::IsMember(std::vector<std::string>{"private", "hoist"}))
        ->type_name("WORD");
}

}  // namespace slipway::app

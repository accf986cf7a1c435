// How `slipway build` and `slipway lock` are called.

#include "options.hpp"

#include <slipway/build/drush_options.hpp>
#include <slipway/build/makefile_source.hpp>

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

namespace slipway::app {

namespace {

constexpr int max_upgraded = 100'000;

// What every command that builds understands.
void add_common_build_options(CLI::App& command, BuildCommand& build) {
    add_store(command, build.store);
    add_durability(command, build.durability);
    command.add_flag_callback(
        "--no-progress", [&build] { build.progress = false; }, "No status line, also on a terminal");
    command.add_flag("--offline", build.offline,
                     "Ask nobody: take what the store has, and name what it lacks (exit status 3)");
    auto& options = build.options;
    command
        .add_option("--make-update-default-url", options.location,
                    "Where release histories are asked for, instead of Drupal's own update service")
        ->type_name("URL");
    command.add_flag_callback(
        "--no-core", [&options] { options.core = false; }, "Build without Drupal core");
    command.add_flag_callback(
        "--no-recursion", [&options] { options.recursion = false; },
        "Do not follow makefiles found in projects");
    command.add_flag_callback(
        "--no-patch-txt", [&options] { options.patches_txt = false; }, "Write no PATCHES.txt");
    command
        .add_option("--contrib-destination", options.contrib_destination,
                    "Where modules, themes and libraries go; by default sites/all, from Drupal 8 on the root")
        ->type_name("PATH");
    add_selection(command, options);
    add_policy(command, options.policy);
}

// No makefile's options change what was given here.
void note_given(const CLI::App& command, build::Options& options) {
    for (const auto& option : build::drush_options()) {
        const auto name = fmt::format("--{}", option.name);
        if (command.get_option_no_throw(name) != nullptr && command.count(name) != 0) {
            options.given.emplace(option.name);
        }
    }
}

}  // namespace

void add_build(CLI::App& program, Choice& choice) {
    const auto owned = std::make_shared<BuildCommand>();
    auto& build = *owned;
    auto& command =
        *program.add_subcommand("build", "Compile a makefile and publish the platform; prints its id");
    command.add_option("makefile", build.options.makefile, makefile_help)->required()->type_name("FILE");
    command
        .add_option("-o,--output", build.options.destination,
                    "Where to publish; without it only the store is filled")
        ->check(check_path)
        ->type_name("DIR");
    build.options.occupied = assemble::Occupied::replaced;
    command.add_flag_callback(
        "--force", [&build] { build.options.occupied = assemble::Occupied::put_aside; },
        "Replace a platform in DIR that somebody changed too; the old one is kept beside it, as DIR.~1~");
    command.add_flag("--json", build.json, "Print the result as JSON on stdout");
    build.lock.used = true;
    command.add_flag_callback(
        "--locked",
        [&build] {
            build.lock.required = true;
            build.lock.written = false;
        },
        "Build exactly what FILE.lock says, or nothing");
    command
        .add_flag_callback(
            "--no-lock", [&build] { build.lock.used = false; },
            "Resolve everything anew; FILE.lock is neither read nor written")
        ->excludes("--locked");
    add_link_mode(command, build.options.link_mode);
    add_mutable(command, build.options.mutable_paths);
    add_seal(command, build.options.seal);
    add_link_check(command, build.options, "off");
    add_share(command, build.options.share);
    add_jobs(command, "-j,--jobs", build.options);
    add_common_build_options(command, build);
    add_voice(command, choice.voice);
    command.callback([owned, &command, &choice] {
        note_given(command, owned->options);
        // What came from elsewhere leaves nothing where one happens to be.
        owned->lock.written = owned->lock.written && !build::is_remote(owned->options.makefile);
        choice.command = *owned;
    });
}

void add_lock(CLI::App& program, Choice& choice) {
    const auto owned = std::make_shared<PinCommand>();
    auto& build = owned->build;
    auto& command = *program.add_subcommand(
        "lock", "Write down what a makefile's platform is made of, without publishing it");
    command.add_option("makefile", build.options.makefile, makefile_help)->required()->type_name("FILE");
    command
        .add_option("-o,--output", owned->file,
                    "Where the lock goes: FILE.lock unless said otherwise; - for standard output")
        ->check(check_path)
        ->type_name("LOCK");
    build.lock.used = true;
    command
        .add_option_function<std::vector<std::string>>(
            "--upgrade",
            [&build](const std::vector<std::string>& names) {
                build.lock.upgrade.emplace();
                std::ranges::copy_if(names, std::back_inserter(*build.lock.upgrade),
                                     [](const std::string& name) { return !name.empty(); });
            },
            "Resolve these anew, whatever the lock says; without a name all of them")
        ->expected(0, max_upgraded)
        ->type_name("NAME");
    add_jobs(command, "-j,--jobs", build.options);
    add_common_build_options(command, build);
    add_voice(command, choice.voice);
    command.callback([owned, &command, &choice] {
        note_given(command, owned->build.options);
        owned->build.lock.file = owned->file;
        owned->build.lock.is_result = true;
        owned->build.lock.written = owned->file != "-";
        choice.command = *owned;
    });
}

}  // namespace slipway::app

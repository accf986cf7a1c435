// How `slipway build` and `slipway make` are called.

#include "options.hpp"

#include <slipway/build/drush_options.hpp>

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <system_error>

namespace slipway::app {

namespace {

// What every command that builds understands.
void add_common_build_options(CLI::App& command, BuildCommand& build) {
    add_store(command, build.store);
    command.add_flag("--json", build.json, "Print the result as JSON on stdout");
    command.add_flag_callback(
        "--no-progress", [&build] { build.progress = false; }, "No status line, also on a terminal");
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

// How `make` delivers, by what it was told (spec §0.1, §7.9).
struct DrushDelivery {
    bool tar = false;
    bool test = false;

    build::Delivery of(const build::Options& options) const {
        if (test) {
            return build::Delivery::none;
        }
        if (tar) {
            return build::Delivery::archive;
        }
        std::error_code error;
        const auto here = options.destination->lexically_normal();
        const bool merges = here == "." || here == "./"
                            || (!options.core && std::filesystem::exists(*options.destination, error));
        return merges ? build::Delivery::merge : build::Delivery::publish;
    }
};

void add_delivery(CLI::App& command, build::Options& options, DrushDelivery& delivery) {
    command.add_flag("--tar", delivery.tar, "Write PATH.tar.gz instead of a directory");
    command.add_flag("--overwrite", options.overwrite,
                     "Where the build is merged into a directory: replace what is in its way");
    command.add_flag("--test", delivery.test, "Build, and deliver nothing");
    command.add_flag("--no-clean", options.keep_temporary,
                     "With --test: keep the build, and say where it is");
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
    add_jobs(command, "-j,--jobs", build.options);
    add_common_build_options(command, build);
    add_voice(command, choice.voice);
    command.callback([owned, &command, &choice] {
        note_given(command, owned->options);
        choice.command = *owned;
    });
}

void add_make(CLI::App& program, Choice& choice) {
    const auto owned = std::make_shared<BuildCommand>();
    auto& make = *owned;
    auto& command = *program.add_subcommand("make", "Build as 'drush make' does, with its arguments");
    make.options.policy.mode = document::Mode::drush;
    make.print_id = false;
    command.add_option("makefile", make.options.makefile, makefile_help)->required()->type_name("FILE");
    command.add_option("path", make.options.destination, "Where to publish")
        ->required()
        ->check(check_path)
        ->type_name("DIR");
    command
        .add_option("--lock", make.lockfiles.file,
                    "Also write the makefile with all versions resolved: to a file, or to standard output")
        ->type_name("=FILE");
    command
        .add_option("--bundle-lockfile", make.lockfiles.bundled,
                    "Likewise, as a file of the platform: by default sites/all/drush/platform.make")
        ->check(check_path)
        ->type_name("=PATH");
    add_lock_format(command, make.lockfiles.format);
    add_jobs(command, "--concurrency", make.options);
    const auto delivery = std::make_shared<DrushDelivery>();
    add_delivery(command, make.options, *delivery);
    add_common_build_options(command, make);
    add_voice(command, choice.voice);
    command.callback([owned, delivery, &command, &choice] {
        note_given(command, owned->options);
        owned->options.delivery = delivery->of(owned->options);
        choice.command = *owned;
    });
}

}  // namespace slipway::app

// How the commands for platforms that were built are called: verify, tag, tags, untag, checkout.

#include "options.hpp"
#include "target.hpp"

#include <slipway/assemble/tag.hpp>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

namespace slipway::app {

namespace {

// Declares a command whose values `Kind` holds; `choice` gets them when it is the one that was named.
template <class Kind, class Declare>
void add_command(CLI::App& program, Choice& choice, const char* name, const char* help, Declare declare) {
    const auto owned = std::make_shared<Kind>();
    auto& command = *program.add_subcommand(name, help);
    declare(command, *owned);
    add_store(command, owned->store);
    add_voice(command, choice.voice);
    command.callback([owned, &choice] { choice.command = *owned; });
}

}  // namespace

void add_verify_platforms(CLI::App& program, Choice& choice) {
    add_command<VerifyCommand>(
        program, choice, "verify", "Compare published platforms with their ids, and say what differs",
        [](CLI::App& command, VerifyCommand& verify) {
            command.add_option("directory", verify.directories, "The platforms")
                ->required()
                ->check(check_path)
                ->type_name("DIR");
            command.add_flag_callback(
                "--full", [&verify] { verify.depth = assemble::Depth::full; },
                "Read all bytes; otherwise kind, mode and time of files tell");
            command.add_flag("--repair", verify.repair,
                             "Restore from the store what is missing or changed; nothing is removed");
            command.add_flag("--strict", verify.strict,
                             "What was added or changed where the site may write counts too");
            command
                .add_option("--id", verify.id,
                            "Compare with this platform, instead of the one that was published there")
                ->type_name("TARGET");
            command.add_flag("--json", verify.json, "Print the result as JSON");
        });
}

void add_tag(CLI::App& program, Choice& choice) {
    add_command<TagCommand>(
        program, choice, "tag", "Name a platform for good, and keep it in the store",
        [](CLI::App& command, TagCommand& tag) {
            command.add_option("name", tag.name, "The name, such as v1.2 or site/2026-11")
                ->required()
                ->check(assemble::wrong_tag_name)
                ->type_name("NAME");
            command.add_option("target", tag.target, target_help)->required()->type_name("TARGET");
            command.add_option("-m,--message", tag.message, "What it is")->type_name("TEXT");
            command.add_flag("--force", tag.force, "Move a tag that has the name");
            command.add_flag("--json", tag.json, "Print the tag as JSON");
        });
}

void add_tags(CLI::App& program, Choice& choice) {
    add_command<TagsCommand>(program, choice, "tags", "List the tags",
                             [](CLI::App& command, TagsCommand& tags) {
                                 command.add_flag("--json", tags.json, "Print them as JSON");
                             });
}

void add_untag(CLI::App& program, Choice& choice) {
    add_command<UntagCommand>(program, choice, "untag",
                              "Remove tags; what they kept goes with the next 'slipway gc'",
                              [](CLI::App& command, UntagCommand& untag) {
                                  command.add_option("name", untag.names, "The tags")
                                      ->required()
                                      ->check(assemble::wrong_tag_name)
                                      ->type_name("NAME");
                              });
}

void add_checkout(CLI::App& program, Choice& choice) {
    add_command<CheckoutCommand>(
        program, choice, "checkout", "Publish a platform that the store has, without makefile or network",
        [](CLI::App& command, CheckoutCommand& checkout) {
            command.add_option("target", checkout.target, target_help)->required()->type_name("TARGET");
            command.add_option("-o,--output", checkout.destination, "Where to publish")
                ->required()
                ->check(check_path)
                ->type_name("DIR");
            add_link_mode(command, checkout.link_mode);
            add_mutable(command, checkout.mutable_paths);
            add_durability(command, checkout.durability);
        });
}

}  // namespace slipway::app

// How `slipway diff` is called.

#include "options.hpp"
#include "target.hpp"

#include <CLI/CLI.hpp>
#include <memory>

namespace slipway::app {

void add_diff(CLI::App& program, Choice& choice) {
    const auto owned = std::make_shared<DiffCommand>();
    auto& diff = *owned;
    auto& command = *program.add_subcommand(
        "diff", "Compare two platforms: projects, versions, patches, files and lines");
    command.add_option("before", diff.before, target_help)->required()->type_name("A");
    command.add_option("after", diff.after, "Likewise")->required()->type_name("B");
    add_store(command, diff.store);
    auto* const json = command.add_flag("--json", diff.json, "Print the result as JSON on stdout");
    auto* const html = command
                           .add_option("--html", diff.html,
                                       "Write one page that needs nothing else, for a browser; - for stdout")
                           ->check(check_path)
                           ->type_name("FILE");
    json->excludes(html);
    command.add_flag("--files", diff.files, "List the files of each project, too");
    command.add_flag("--exit-code", diff.exit_code, "Exit status 1 if there are differences");
    add_voice(command, choice.voice);
    command.callback([owned, &choice] { choice.command = *owned; });
}

}  // namespace slipway::app

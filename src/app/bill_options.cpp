// How `slipway sbom` is called.

#include "options.hpp"
#include "target.hpp"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

namespace slipway::app {

void add_bill(CLI::App& program, Choice& choice) {
    const auto owned = std::make_shared<BillCommand>();
    auto& bill = *owned;
    auto& command = *program.add_subcommand(
        "sbom", "Print the software bill of materials of a platform, as CycloneDX or SPDX");
    command.add_option("target", bill.target, target_help)->required()->type_name("TARGET");
    command
        .add_option_function<std::string>(
            "--format",
            [&bill](const std::string& name) {
                bill.format = name == "spdx" ? BillCommand::Format::spdx : BillCommand::Format::cyclonedx;
            },
            "cyclonedx (1.6) or spdx (2.3), both JSON; by default cyclonedx")
        ->check(CLI::IsMember({"cyclonedx", "spdx"}))
        ->type_name("FORMAT");
    command.add_option("-o,--output", bill.file, "Where the bill goes; by default standard output")
        ->check(check_path)
        ->type_name("FILE");
    add_store(command, bill.store);
    add_voice(command, choice.voice);
    command.callback([owned, &choice] { choice.command = *owned; });
}

}  // namespace slipway::app

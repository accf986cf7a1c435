#include "commands.hpp"

#include "../support/paths.hpp"

#include <fstream>
#include <iterator>

namespace slipway::test {

std::string Desk::write(std::string_view name, std::string_view text) const {
    std::filesystem::create_directories((directory_ / name).parent_path());
    std::ofstream(directory_ / name, std::ios::binary) << text;
    return std::string(name);
}

std::string Desk::read(std::string_view name) const {
    std::ifstream in(directory_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

ProgramOutcome Desk::slipway(std::vector<std::string> arguments, const std::string& input) const {
    arguments.insert(arguments.begin(), slipway_program());
    return run_program(arguments, {.directory = directory_.path(),
                                   .environment = {"SLIPWAY_STORE=" + (directory_ / "store").native()},
                                   .input = input});
}

}  // namespace slipway::test

// What the tests of commands share: the built program, run in a scratch directory as a user runs it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <tests/support/program.hpp>
#include <tests/support/temporary_directory.hpp>
#include <vector>

namespace slipway::test {

class Desk {
public:
    // Writes a file into the directory; gives its name.
    std::string write(std::string_view name, std::string_view text) const;
    std::string read(std::string_view name) const;
    std::filesystem::path operator/(std::string_view name) const { return directory_ / name; }

    // `slipway ARGUMENTS`, run in the directory, with a store of its own.
    ProgramOutcome slipway(std::vector<std::string> arguments, const std::string& input = {}) const;

private:
    TemporaryDirectory directory_;
};

}  // namespace slipway::test

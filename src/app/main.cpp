// slipway: the only main. Builds the world, passes it down, and says what came of it.

#include "command_line.hpp"
#include "commands.hpp"

#include <slipway/report/output.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <variant>

namespace slipway::app {

namespace {

// No file of ours gets the number of a standard stream that our caller closed: what we say would go into it.
void occupy_standard_streams() {
    int number = 0;
    do {
        number = ::open("/dev/null", O_RDWR);
    } while (number >= 0 && number <= STDERR_FILENO);
    ::close(number);
}

}  // namespace

}  // namespace slipway::app

int main(int argc, char** argv) {
    using namespace slipway;  // NOLINT(google-build-using-namespace): main is outside
    app::occupy_standard_streams();
    try {
        const auto parsed = app::parse_command_line(argc, argv);
        if (const auto* code = std::get_if<app::ExitCode>(&parsed)) {
            return static_cast<int>(*code);
        }
        ::umask(022);  // what we create does not depend on the caller's
        const auto& invocation = std::get<app::Invocation>(parsed);
        return static_cast<int>(std::visit(
            [&](const auto& command) { return app::run(command, invocation.voice); }, invocation.command));
    } catch (const std::exception& exception) {
        report::put(stderr, fmt::format("slipway: {} [this is a bug]\n", exception.what()));
        return static_cast<int>(app::ExitCode::bug);
    }
}

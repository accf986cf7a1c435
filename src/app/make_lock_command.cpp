// `slipway make-lock`: a makefile with the versions that it stands for now (spec §8.6).

#include "commands.hpp"
#include "lock.hpp"

namespace slipway::app {

ExitCode run(const MakeLockCommand& command, const Voice& voice) {
    return run_lock(command.request, build::Versions::as_written, voice);
}

}  // namespace slipway::app

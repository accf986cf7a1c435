// `slipway make-update`: a makefile with the releases that its versions should be updated to (spec §8.5).

#include "commands.hpp"
#include "lock.hpp"

namespace slipway::app {

ExitCode run(const MakeUpdateCommand& command, const Voice& voice) {
    return run_lock(command.request, build::Versions::updated, voice);
}

}  // namespace slipway::app

// `slipway ls`: the platforms that the store published, and whether they are still there.

#include "commands.hpp"
#include "environment.hpp"
#include "say.hpp"

#include <slipway/assemble/inventory.hpp>
#include <slipway/report/store.hpp>

namespace slipway::app {

ExitCode run(const ListCommand& command, const Voice& /*voice*/) {
    const auto store = open_store(command.store);
    if (!store) {
        say(store.error());
        return ExitCode::failed;
    }
    const auto platforms = assemble::inventory(*store);
    if (!platforms) {
        say(platforms.error());
        return ExitCode::failed;
    }
    return print_result(command.json ? report::to_json(*platforms) : report::to_text(*platforms));
}

}  // namespace slipway::app

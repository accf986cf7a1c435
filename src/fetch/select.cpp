#include "slipway/fetch/transform.hpp"

#include <slipway/resolve/release_history.hpp>

namespace slipway::fetch {

Result<cache::ActionResult> select_release(const plan::SelectRelease& action,
                                           const Digest& history,
                                           cache::Store& store) {
    const auto document = SLIPWAY_TRY(store.read_blob(history));
    const auto known = SLIPWAY_TRY(resolve::parse_release_history(document));
    const auto type = action.type.empty() ? known.type : action.type;
    const auto* release = SLIPWAY_TRY(resolve::select_release(
        known, {.core = action.core, .version = action.version, .is_core = type == "core"}));
    const auto download = resolve::download_of(*release, type == "profile" ? action.variant
                                                         : type == "core"  ? "full"
                                                                           : "");
    return cache::ActionResult{
        .object = {},
        .facts = {
            {"type", type}, {"version", release->version}, {"url", download.url}, {"md5", download.md5}}};
}

}  // namespace slipway::fetch

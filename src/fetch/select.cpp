#include "slipway/fetch/transform.hpp"

#include <slipway/resolve/release_history.hpp>

namespace slipway::fetch {

Result<cache::ActionResult> select_release(const plan::SelectRelease& action,
                                           const Digest& history,
                                           cache::Store& store) {
    const auto document = SLIPWAY_TRY(store.read_blob(history));
    const auto known = SLIPWAY_TRY(resolve::parse_release_history(document));
    const auto type = action.type.empty() ? known.type : action.type;
    const resolve::VersionRequest request{
        .core = action.core, .version = action.version, .is_core = type == "core"};
    const auto* release = SLIPWAY_TRY(action.update ? resolve::select_update(known, request)
                                                    : resolve::select_release(known, request));
    const auto download = resolve::download_of(*release, type == "profile" ? action.variant
                                                         : type == "core"  ? "full"
                                                                           : "");
    return cache::ActionResult{.object = {},
                               .facts = {{"type", type},
                                         {"service type", known.type},
                                         {"version", release->version},
                                         {"url", download.url},
                                         {"md5", download.md5}}};
}

}  // namespace slipway::fetch

#include "slipway/fetch/transform.hpp"

#include <slipway/resolve/translation_server.hpp>

namespace slipway::fetch {

Result<cache::ActionResult> read_translation_server(const Digest& document, const cache::Store& store) {
    const auto bytes = SLIPWAY_TRY(store.read_blob(document));
    return cache::ActionResult{.object = {},
                               .facts = {{"url", SLIPWAY_TRY(resolve::parse_translation_server(bytes))}}};
}

}  // namespace slipway::fetch

// What makes a platform ready for the installer (spec §7.6).
#pragma once

#include <slipway/assemble/publish.hpp>
#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>

#include <filesystem>

namespace slipway::assemble {

// The platform's tree with sites/default/settings.php, a copy of default.settings.php in place of whatever
// has its name, and an empty sites/default/files. not_found if there is no default.settings.php.
Result<cache::ActionResult> prepare_install(const Digest& platform, cache::Store& store);

// A Finish: lets anybody write to the two, as the installer wants. Modes are no part of a platform's
// identity.
Result<void> open_for_install(const std::filesystem::path& staging);

}  // namespace slipway::assemble

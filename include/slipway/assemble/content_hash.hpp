// Drush's hash of a platform, for comparing platforms with those that Drush built. It leaves out much (modes,
// links, empty directories, node_modules), so it identifies nothing.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>

namespace slipway::assemble {

// Fact "md5": the MD5 of the lines "CRC LENGTH PATH", with the CRC of POSIX's cksum and a path that begins
// "/__build__/", sorted by their bytes, with a line feed between them (spec §7.7). A symbolic link is what it
// leads to. Files and directories named node_modules and bower_components are left out.
//
// ErrorKind::unsupported if links make the tree endless. Reads every file of the platform.
Result<cache::ActionResult> content_hash(const Digest& platform, const cache::Store& store);

}  // namespace slipway::assemble

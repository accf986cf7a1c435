// From objects to objects: what is done to a source once it is in the store. Pure but for the store; they
// compute, so call them on workers. From any thread.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>
#include <slipway/plan/action.hpp>

#include <span>

namespace slipway::fetch {

// The tree in an archive (spec §4.5): a single top directory is stripped unless a subtree is named; a blob
// that is no archive becomes the one file of its tree, and fact "file" is its name.
Result<cache::ActionResult> unpack(const plan::Unpack& action, const Digest& blob, cache::Store& store);

// The patched tree; fact "remarks" if a hunk did not stand where the patch says.
Result<cache::ActionResult> apply_patch(const plan::ApplyPatch& action,
                                        const Digest& tree,
                                        const Digest& patch,
                                        cache::Store& store);

// The tree with PATCHES.txt and the files of `inputs` after the first at its root (spec §5). A tree with a
// PATCHES.txt of its own stays as it is.
Result<cache::ActionResult> stamp(const plan::Stamp& action,
                                  std::span<const Digest> inputs,
                                  cache::Store& store);

// The tree with the blobs of `inputs` after the first at the action's paths. ErrorKind::conflict if a
// directory is at one of them, or a file above it.
Result<cache::ActionResult> add_files(const plan::AddFiles& action,
                                      std::span<const Digest> inputs,
                                      cache::Store& store);

// The tree with the version in its .info files, whatever lies in hidden directories, CVS, node_modules and
// bower_components apart (spec §7.1). A file that several links lead to is told once.
Result<cache::ActionResult> stamp_info(const plan::StampInfo& action,
                                       const Digest& tree,
                                       cache::Store& store);

// What a translation server's document says (spec §7.5): fact "url".
Result<cache::ActionResult> read_translation_server(const Digest& document, const cache::Store& store);

// What a release history says (spec §3.3): facts "type", "version", "url", "md5". A core or an unsupported
// project has the facts all the same: what to make of the type is the caller's affair.
Result<cache::ActionResult> select_release(const plan::SelectRelease& action,
                                           const Digest& history,
                                           cache::Store& store);

}  // namespace slipway::fetch

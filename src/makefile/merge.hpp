// How files are laid over each other, and what Drush does to `projects` before it does so (spec §2.1, §2.4).
// Private to makefile.
#pragma once

#include <slipway/document/document.hpp>
#include <slipway/document/reporter.hpp>

namespace slipway::makefile {

// Every key of `overlay` replaces the base's, recursing where both are maps; indices are keys like any other.
// Keys of the base come first. What gets lost because a map meets a scalar, or because two lists collide, is
// reported.
document::Map merge(document::Map base, const document::Map& overlay, document::Reporter& reporter);

// As merge, for the file `own` laid over one of its includes: what an earlier include said, and now wins over
// the later one's, is reported too. (Drush's documentation promises the opposite.)
document::Map merge_include(document::Map included,
                            const document::Map& overlay,
                            FileId own,
                            document::Reporter& reporter);

// As merge, for `defaults`, which are there to be replaced: only of lists that collide is anything said.
document::Map overlaid(document::Map base, const document::Map& overlay, document::Reporter& reporter);

// Turns `projects[] = x` into x without a version, at the end, in place of all that was said about x; and
// `projects[x] = 1.0` into its long form, if the version reads as a number.
void normalise_projects(document::Map& root, document::Reporter& reporter);

}  // namespace slipway::makefile

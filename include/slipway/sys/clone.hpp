// Clones (reflinks): files of their own that share their bytes on disk until one of them is written to.
#pragma once

namespace slipway {

// Makes an empty file share all of another's bytes. An errno value, or 0.
int clone_content(int from, int to);

// Whether that says that these file systems do not clone, rather than that something went wrong.
bool is_clone_refusal(int number);

}  // namespace slipway

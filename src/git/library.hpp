// libgit2, ready for use and deaf to the user's configuration.
#pragma once

namespace slipway::git {

// Starts libgit2, which then lasts as long as the process: each start reads all certificates of the system,
// which takes 5 ms of a processor, and a build opens many mirrors. From any thread.
void start_libgit2();

// Whether this libgit2 was built with ssh.
bool has_ssh();

}  // namespace slipway::git

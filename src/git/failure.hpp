// What libgit2 says when it fails, as an Error of ours.
#pragma once

#include "address.hpp"

#include <slipway/base/error.hpp>

#include <string_view>

namespace slipway::git {

// The error behind a libgit2 code, for a failure on this machine. To be asked at once: libgit2 keeps one
// message a thread. `what`: "open the mirror ...".
Error last_error(int code, std::string_view what);

// The same for a failure of the remote or of the way to it, with the way out.
Error remote_error(int code, const Address& address);

}  // namespace slipway::git

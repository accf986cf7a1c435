#include "library.hpp"

#include "socket_stream.hpp"

#include <slipway/base/assert.hpp>

#include <git2.h>

#include <mutex>

namespace slipway::git {

namespace {

// libgit2 counts its users itself, but its options are plain globals: they are set by the first user, before
// a second one is let in.
std::mutex& gate() {
    static std::mutex mutex;
    return mutex;
}

void configure() {
    for (const auto level : {GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG,
                             GIT_CONFIG_LEVEL_GLOBAL}) {
        git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
    }
    // git refuses repositories of other users because their configuration names programs that it would run.
    // We run none, and only read objects that are checked against their ids: a remote on this machine may be
    // anybody's.
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
    use_own_sockets();
}

}  // namespace

Library::Library() {
    const std::lock_guard lock(gate());
    const int users = git_libgit2_init();
    SLIPWAY_ASSERT(users > 0, "libgit2 can be initialised");
    if (users == 1) {
        configure();
    }
}

Library::~Library() {
    const std::lock_guard lock(gate());
    git_libgit2_shutdown();
}

bool Library::has_ssh() { return (git_libgit2_features() & GIT_FEATURE_SSH) != 0; }

}  // namespace slipway::git

#include "library.hpp"

#include "socket_stream.hpp"

#include <slipway/base/assert.hpp>

#include <git2.h>

namespace slipway::git {

namespace {

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

class Library {
public:
    Library() {
        SLIPWAY_ASSERT(git_libgit2_init() > 0, "libgit2 can be started");
        configure();
    }
    ~Library() { git_libgit2_shutdown(); }
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;
};

}  // namespace

void start_libgit2() { static const Library library; }

bool has_ssh() { return (git_libgit2_features() & GIT_FEATURE_SSH) != 0; }

}  // namespace slipway::git

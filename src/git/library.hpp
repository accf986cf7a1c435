// Library: libgit2, ready for use for as long as one of these lives, and deaf to the user's configuration.
#pragma once

namespace slipway::git {

class Library {
public:
    Library();
    ~Library();
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;

    // Whether this libgit2 was built with ssh.
    static bool has_ssh();
};

}  // namespace slipway::git

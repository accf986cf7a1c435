// Unlocked: a directory that we may write to for as long as this lives. Published platforms have directories
// without write permission, and moving an entry writes to the directory that it is in.
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace slipway::assemble {

class Unlocked {
public:
    // `directory` is open, and outlives this. One that is not ours to change is left as it is: then using it
    // fails, and says why.
    explicit Unlocked(int directory) : directory_(directory) {
        struct ::stat status {};
        changed_ = ::faccessat(directory_, ".", W_OK, AT_EACCESS) != 0 && ::fstat(directory_, &status) == 0
                   && ::fchmod(directory_, (status.st_mode & 07777U) | S_IWUSR) == 0;
        mode_ = status.st_mode & 07777U;
    }
    ~Unlocked() {
        if (changed_) {
            ::fchmod(directory_, mode_);
        }
    }
    Unlocked(const Unlocked&) = delete;
    Unlocked& operator=(const Unlocked&) = delete;

private:
    int directory_;
    ::mode_t mode_ = 0;
    bool changed_ = false;
};

}  // namespace slipway::assemble

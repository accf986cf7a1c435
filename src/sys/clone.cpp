#include "slipway/sys/clone.hpp"

#include <linux/fs.h>
#include <sys/ioctl.h>

#include <cerrno>

namespace slipway {

int clone_content(int from, int to) { return ::ioctl(to, FICLONE, from) == 0 ? 0 : errno; }

bool is_clone_refusal(int number) {
    switch (number) {
        case EOPNOTSUPP:
        case ENOTTY:
        case ENOSYS:
        case EINVAL:
        case EXDEV:
        case EPERM: return true;
        default: return false;
    }
}

}  // namespace slipway

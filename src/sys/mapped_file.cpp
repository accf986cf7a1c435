#include "slipway/sys/mapped_file.hpp"

#include <slipway/sys/file.hpp>

#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>

namespace slipway {

Result<MappedFile> MappedFile::of(int fd, const std::filesystem::path& name) {
    struct stat status {};
    if (::fstat(fd, &status) != 0) {
        return errno_error(errno, name, "look at");
    }
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size == 0) {
        return MappedFile(nullptr, 0);
    }
    void* address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (address == MAP_FAILED) {
        return errno_error(errno, name, "map");
    }
    return MappedFile(address, size);
}

MappedFile::~MappedFile() {
    if (address_ != nullptr) {
        ::munmap(address_, size_);
    }
}

}  // namespace slipway

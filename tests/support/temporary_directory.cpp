#include "temporary_directory.hpp"

#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkdtemp is POSIX's, <cstdlib> does not promise it
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <string>
#include <system_error>

namespace slipway::test {

namespace fs = std::filesystem;

namespace {

// An ordinary user cannot empty a directory of mode 0555, as published platforms have.
void make_writable(const fs::path& directory) {
    std::error_code ignored;
    fs::permissions(directory, fs::perms::owner_all, fs::perm_options::add, ignored);
    for (const auto& entry : fs::directory_iterator(directory, ignored)) {
        if (entry.symlink_status(ignored).type() == fs::file_type::directory) {
            make_writable(entry.path());
        }
    }
}

}  // namespace

TemporaryDirectory::TemporaryDirectory() : TemporaryDirectory(fs::temp_directory_path()) {}

TemporaryDirectory::TemporaryDirectory(const fs::path& parent) {
    std::string name = parent / "slipway-test-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) {
        throw std::system_error(errno, std::generic_category(), "mkdtemp " + name);
    }
    path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
    std::error_code ignored;
    make_writable(path_);
    fs::remove_all(path_, ignored);
}

fs::path memory_directory() {
    constexpr std::uintmax_t room = std::uintmax_t{256} << 20U;
    const fs::path memory = "/dev/shm";
    std::error_code error;
    const auto space = fs::space(memory, error);
    const bool usable = !error && space.available >= room && ::access(memory.c_str(), W_OK | X_OK) == 0;
    return usable ? memory : fs::temp_directory_path();
}

}  // namespace slipway::test

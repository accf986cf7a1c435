#include "temporary_directory.hpp"

#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkdtemp is POSIX's, <cstdlib> does not promise it

#include <cerrno>
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

TemporaryDirectory::TemporaryDirectory() {
    std::string name = fs::temp_directory_path() / "slipway-test-XXXXXX";
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

}  // namespace slipway::test

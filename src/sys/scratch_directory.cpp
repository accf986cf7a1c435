#include "slipway/sys/scratch_directory.hpp"

#include <slipway/sys/file.hpp>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

namespace slipway {

Result<ScratchDirectory> ScratchDirectory::make() {
    std::error_code error;
    const auto directory = std::filesystem::temp_directory_path(error);
    if (error) {
        return Error(ErrorKind::not_found, "there is no directory for temporary files")
            .with_help("let TMPDIR name one");
    }
    return make_in(directory);
}

Result<ScratchDirectory> ScratchDirectory::make_in(const std::filesystem::path& directory) {
    auto path = (directory / ".slipway-XXXXXX").native();
    if (::mkdtemp(path.data()) == nullptr) {
        return errno_error(errno, directory, "create a directory in");
    }
    return ScratchDirectory(std::move(path));
}

ScratchDirectory::~ScratchDirectory() {
    if (!path_.empty()) {
        static_cast<void>(remove_tree(path_));  // a leftover takes room and does nothing else
    }
}

}  // namespace slipway

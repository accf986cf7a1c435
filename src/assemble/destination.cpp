#include "destination.hpp"

#include <slipway/sys/file.hpp>

#include <system_error>

namespace slipway::assemble {

namespace fs = std::filesystem;

Result<fs::path> named_by(const fs::path& destination) {
    std::error_code error;
    const auto path = fs::absolute(destination / "", error);
    if (error) {
        return errno_error(error.value(), destination, "find");
    }
    return path.lexically_normal().parent_path();
}

}  // namespace slipway::assemble

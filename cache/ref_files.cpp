#include "ref_files.hpp"

#include "percent.hpp"

#include <slipway/base/relative_path.hpp>
#include <slipway/sys/file.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace slipway::cache {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view suffix = "@ref";
constexpr std::size_t max_size = std::size_t{64} << 20U;

bool stands_for_itself(unsigned char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9')
           || byte == '.' || byte == '-' || byte == '_' || byte == '+';
}

// The name of a ref, from its file's path below refs/. Nothing for a file that is none of ours.
std::optional<std::string> name_of(const std::string& relative) {
    if (!relative.ends_with(suffix)) {
        return std::nullopt;
    }
    return percent_decode(std::string_view(relative).substr(0, relative.size() - suffix.size()));
}

}  // namespace

Result<fs::path> RefFiles::path_of(std::string_view name) const {
    const auto parsed = SLIPWAY_TRY(RelativePath::parse(name));
    auto path = directory_;
    for (const auto part : parsed.parts()) {
        path /= percent_encode(part, stands_for_itself);
    }
    path += suffix;
    return path;
}

Result<void> RefFiles::put(std::string_view name, std::string_view text, bool durable) {
    const auto path = SLIPWAY_TRY(path_of(name));
    SLIPWAY_TRY(slipway::create_directories(path.parent_path()));
    return write_file_atomically(path, text, durable);
}

Result<std::optional<std::string>> RefFiles::find(std::string_view name) const {
    const auto path = SLIPWAY_TRY(path_of(name));
    auto text = read_file(path, max_size);
    if (!text && text.error().kind() == ErrorKind::not_found) {
        return std::nullopt;
    }
    return SLIPWAY_TRY(std::move(text));
}

Result<std::int64_t> RefFiles::written(std::string_view name) const {
    const auto path = SLIPWAY_TRY(path_of(name));
    struct stat status {};
    if (::lstat(path.c_str(), &status) < 0) {
        return errno_error(errno, path, "look at");
    }
    return status.st_mtim.tv_sec;
}

Result<void> RefFiles::remove(std::string_view name) {
    const auto path = SLIPWAY_TRY(path_of(name));
    if (::unlink(path.c_str()) < 0 && errno != ENOENT && errno != ENOTDIR) {
        return errno_error(errno, path, "remove");
    }
    return {};
}

Result<std::vector<std::string>> RefFiles::names() const {
    std::vector<std::string> names;
    std::error_code code;
    fs::recursive_directory_iterator entries(directory_, code);
    for (; !code && entries != fs::recursive_directory_iterator(); entries.increment(code)) {
        if (auto name = name_of(entries->path().lexically_relative(directory_).string())) {
            names.push_back(*std::move(name));
        }
    }
    if (code) {
        return errno_error(code.value(), directory_, "list");
    }
    std::ranges::sort(names);
    return names;
}

}  // namespace slipway::cache

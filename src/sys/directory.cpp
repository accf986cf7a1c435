#include "slipway/sys/directory.hpp"

#include <slipway/base/handle.hpp>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace slipway {

namespace fs = std::filesystem;

namespace {

Error in_the_way(const fs::path& path) {
    return Error(ErrorKind::conflict,
                 "cannot create directory '" + path.native() + "': what is there is no directory")
        .with_help("remove it, or choose another place");
}

template <class Visit>
Result<void> read_directory(int directory, const fs::path& name, Visit visit) {
    const int copy = ::openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const Handle<DIR, ::closedir> stream(copy < 0 ? nullptr : ::fdopendir(copy));
    if (!stream) {
        return errno_error(errno, name, "list directory");
    }
    for (;;) {
        errno = 0;
        const dirent* entry =
            ::readdir(stream.get());  // NOLINT(concurrency-mt-unsafe): one stream, one thread
        if (entry == nullptr) {
            break;
        }
        const std::string_view text = static_cast<const char*>(entry->d_name);
        if (text != "." && text != "..") {
            visit(*entry);
        }
    }
    return errno == 0 ? Result<void>() : errno_error(errno, name, "list directory");
}

}  // namespace

Result<std::vector<ListedEntry>> list_directory(int directory, const fs::path& name) {
    std::vector<ListedEntry> entries;
    SLIPWAY_TRY(read_directory(directory, name, [&entries](const dirent& entry) {
        entries.push_back({static_cast<const char*>(entry.d_name), entry.d_type == DT_DIR});
    }));
    return entries;
}

Result<void> each_entry(int directory,
                        const fs::path& name,
                        const std::function<void(const std::string& entry)>& visit) {
    return read_directory(directory, name,
                          [&visit](const dirent& entry) { visit(static_cast<const char*>(entry.d_name)); });
}

Result<Fd> open_below(int root, std::string_view path, const fs::path& name) {
    constexpr int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    Fd directory(::openat(root, ".", flags));
    std::size_t at = 0;
    while (directory && at < path.size()) {
        const auto end = std::min(path.find('/', at), path.size());
        directory = Fd(::openat(*directory, std::string(path.substr(at, end - at)).c_str(), flags));
        at = end + 1;
    }
    if (!directory) {
        return errno_error(errno, name / path, "open directory");
    }
    return directory;
}

Result<void> create_directories(const fs::path& path, mode_t mode) {
    std::error_code ignored;  // what cannot be looked at cannot be created either, and that says why
    if (path.empty() || fs::is_directory(path, ignored)) {
        return {};
    }
    if (path.has_relative_path()) {
        SLIPWAY_TRY(create_directories(path.parent_path(), mode));
    }
    if (::mkdir(path.c_str(), mode) != 0) {
        const int number = errno;
        if (number == EEXIST && fs::is_directory(path, ignored)) {
            return {};  // somebody else was faster; then it is theirs
        }
        return number == EEXIST ? in_the_way(path) : errno_error(number, path, "create directory");
    }
    return ::chmod(path.c_str(), mode) == 0 ? Result<void>() : errno_error(errno, path, "set the mode of");
}

}  // namespace slipway

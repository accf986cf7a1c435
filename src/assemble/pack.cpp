#include "slipway/assemble/pack.hpp"

#include "destination.hpp"
#include "materialise.hpp"
#include "rename.hpp"
#include "staging.hpp"

#include <slipway/archive/write.hpp>
#include <slipway/base/relative_path.hpp>
#include <slipway/sys/directory.hpp>
#include <slipway/sys/file.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::assemble {

namespace {

namespace fs = std::filesystem;
using archive::Item;

constexpr std::string_view suffix = ".tar.gz";
constexpr std::int64_t time_of_directories = 315'532'800;  // 1980-01-01, the least that mtime_of gives

// Writes all that is below a directory.
class Packer {
public:
    Packer(int root, archive::Writer& writer, const std::stop_token& stop)
        : root_(root), writer_(writer), stop_(stop) {}

    // `name`: of the directory in the archive; `path`: below the root, "" for itself.
    Result<void> add_directory(const RelativePath& name, const std::string& path) {
        auto directories = SLIPWAY_TRY(add_all_but_directories(name, path));
        for (const auto& below : directories) {
            const auto part = SLIPWAY_TRY(RelativePath::parse(below));
            SLIPWAY_TRY(add_directory(name / part, path.empty() ? below : path + '/' + below));
        }
        return {};
    }

private:
    // Returns the names of those. The directory is closed again: descriptors are few.
    Result<std::vector<std::string>> add_all_but_directories(const RelativePath& name,
                                                             const std::string& path) {
        const auto directory = SLIPWAY_TRY(open_below(root_, path, {}));
        struct ::stat status {};
        if (::fstat(*directory, &status) != 0) {
            return errno_error(errno, path, "look at");
        }
        SLIPWAY_TRY(writer_.add({.path = name,
                                 .kind = Item::Kind::directory,
                                 .mode = mode_of(0755, status.st_mode),
                                 .mtime = time_of_directories}));
        auto entries = SLIPWAY_TRY(list_directory(*directory, path));
        std::ranges::sort(entries, {}, &ListedEntry::name);
        std::vector<std::string> directories;
        for (const auto& entry : entries) {
            if (stop_.stop_requested()) {
                return Error(ErrorKind::cancelled, "interrupted");
            }
            if (EntryName{*directory, entry.name}.is_directory()) {
                directories.push_back(entry.name);
                continue;
            }
            const auto part = SLIPWAY_TRY(RelativePath::parse(entry.name));
            SLIPWAY_TRY(add(*directory, entry.name, name / part));
        }
        return directories;
    }

    Result<void> add(int directory, const std::string& entry, const RelativePath& name) {
        struct ::stat status {};
        if (::fstatat(directory, entry.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
            return errno_error(errno, name.text(), "look at");
        }
        const bool is_link = S_ISLNK(status.st_mode);
        if (!is_link && !S_ISREG(status.st_mode)) {
            return Error(ErrorKind::unsupported,
                         fmt::format("'{}' is neither a file, a directory nor a link", name.text()));
        }
        const auto bytes =
            SLIPWAY_TRY(is_link ? target_of(directory, entry, name) : read(directory, entry, name));
        return writer_.add(
            {.path = name,
             .kind = is_link ? Item::Kind::symlink : Item::Kind::file,
             .mode = is_link ? 0777U : mode_of((status.st_mode & S_IXUSR) != 0 ? 0755 : 0644, status.st_mode),
             .mtime = cache::mtime_of(cache::blob_id(bytes)),
             .bytes = bytes});
    }

    // What was made writable for all on purpose (settings.php) stays so.
    static unsigned mode_of(unsigned usual, unsigned actual) { return usual | (actual & 0022U); }

    static Result<std::string> read(int directory, const std::string& entry, const RelativePath& name) {
        const Fd file(::openat(directory, entry.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
        if (!file) {
            return errno_error(errno, name.text(), "open");
        }
        return read_all(*file, name.text(), std::numeric_limits<std::size_t>::max() / 4);
    }

    static Result<std::string> target_of(int directory, const std::string& entry, const RelativePath& name) {
        std::string target(PATH_MAX, '\0');
        const auto size = ::readlinkat(directory, entry.c_str(), target.data(), target.size());
        if (size < 0) {
            return errno_error(errno, name.text(), "read the link");
        }
        target.resize(static_cast<std::size_t>(size));
        return target;
    }

    int root_;
    archive::Writer& writer_;
    const std::stop_token& stop_;
};

// The name of the archive's one directory.
Result<RelativePath> top_of(const fs::path& archive) {
    std::string name = archive.filename();
    if (name.ends_with(suffix)) {
        name.resize(name.size() - suffix.size());
    }
    return RelativePath::parse(name);
}

Result<void> write_archive(
    int root, const RelativePath& top, int file, const fs::path& name, const std::stop_token& stop) {
    auto writer = SLIPWAY_TRY(archive::Writer::to(file, name));
    SLIPWAY_TRY(Packer(root, writer, stop).add_directory(top, {}));
    return std::move(writer).finish();
}

}  // namespace

Result<fs::path> archive_path(const fs::path& destination) {
    std::string text = destination;
    while (text.ends_with('/')) {
        text.pop_back();
    }
    if (text.ends_with(suffix)) {
        text.resize(text.size() - suffix.size());
    }
    const auto name = fs::path(text).filename();
    if (name.empty() || name == "." || name == "..") {
        return Error(ErrorKind::unsupported, fmt::format("'{}' names no archive", destination.native()))
            .with_help("say which: platform.tar.gz");
    }
    return fs::path(text + std::string(suffix));
}

Result<Published> pack(cache::Store& store,
                       const Digest& platform,
                       const fs::path& archive,
                       Existing existing,
                       const PublishOptions& options,
                       const std::stop_token& stop) {
    const auto target = SLIPWAY_TRY(named_by(archive));
    const auto top = SLIPWAY_TRY(top_of(target));
    SLIPWAY_TRY(slipway::create_directories(target.parent_path(), 0755));
    // It holds both the tree and the archive, until that is complete.
    const auto staging = SLIPWAY_TRY(Staging::beside(target));
    if (::mkdirat(staging.fd(), "tree", 0700) != 0) {
        return errno_error(errno, staging.path() / "tree", "create directory");
    }
    const auto root = SLIPWAY_TRY(open_below(staging.fd(), "tree", staging.path()));
    auto published = SLIPWAY_TRY(materialise(
        store, platform, *root, {.threads = options.threads, .mutable_paths = options.mutable_paths}, stop));
    if (options.finish) {
        SLIPWAY_TRY(options.finish(staging.path() / "tree"));
    }
    const Fd file(::openat(staging.fd(), "archive", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!file || ::fchmod(*file, 0644) != 0) {
        return errno_error(errno, target, "create");
    }
    SLIPWAY_TRY(write_archive(*root, top, *file, target, stop));
    const int failed = rename_entry({staging.fd(), "archive"}, {AT_FDCWD, target},
                                    existing == Existing::replaced ? Over::anything : Over::nothing);
    if (failed == EEXIST) {
        return destination_exists(target);
    }
    return failed == 0 ? Result<Published>(std::move(published)) : errno_error(failed, target, "create");
}

}  // namespace slipway::assemble

#include "repository.hpp"

#include "failure.hpp"
#include "loose_objects.hpp"

#include <slipway/base/handle.hpp>
#include <slipway/hash/digest.hpp>

#include <git2.h>
#include <git2/sys/repository.h>

#include <fmt/core.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <system_error>
#include <utility>

namespace slipway::git {

namespace fs = std::filesystem;

namespace {

// A new directory beside a mirror, for what is not one yet or no longer.
class Aside {
public:
    static Result<Aside> of(const fs::path& mirror) {
        auto name = fmt::format("{}.aside-XXXXXX", mirror.string());
        if (::mkdtemp(name.data()) == nullptr) {
            return errno_error(errno, name, "create");
        }
        return Aside(std::move(name));
    }

    ~Aside() {
        if (!path_.empty()) {
            static_cast<void>(remove_tree(path_));  // a leftover takes room and does nothing else
        }
    }
    Aside(Aside&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    Aside& operator=(Aside&&) = delete;

    fs::path mirror() const { return path_ / "mirror"; }

private:
    explicit Aside(fs::path path) : path_(std::move(path)) {}

    fs::path path_;
};

Result<Repository> open_at(const fs::path& path) {
    std::error_code ignored;
    if (!fs::is_directory(path / "objects" / "pack", ignored)) {  // libgit2 would not mind, and store nothing
        return Error(ErrorKind::corrupt,
                     fmt::format("the mirror {} has no place for objects", path.string()));
    }
    Repository repository;
    constexpr unsigned flags =
        GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_BARE | GIT_REPOSITORY_OPEN_NO_DOTGIT;
    if (const int code = git_repository_open_ext(out(repository), path.c_str(), flags, nullptr); code < 0) {
        return last_error(code, fmt::format("open the mirror {}", path.string()));
    }
    // No configuration at all: it could only do harm, and libgit2 1.5 loses 20 kB for each entry that it
    // compares with a pattern, some ten times a connection.
    Handle<git_config, git_config_free> nothing;
    if (git_config_new(out(nothing)) == 0) {
        git_repository_set_config(repository.get(), nothing.get());
    }
    SLIPWAY_TRY(read_loose_objects_safely(*repository));
    return repository;
}

// Made beside its place and renamed, so that nobody ever sees half a repository. Whoever comes second uses
// the first's.
Result<void> create(const fs::path& path) {
    const auto aside = SLIPWAY_TRY(Aside::of(path));
    git_repository_init_options options = GIT_REPOSITORY_INIT_OPTIONS_INIT;
    options.flags = GIT_REPOSITORY_INIT_BARE | GIT_REPOSITORY_INIT_MKDIR;
    options.initial_head = "none";  // nothing is ever committed here
    Repository made;
    if (const int code = git_repository_init_ext(out(made), aside.mirror().c_str(), &options); code < 0) {
        return last_error(code, fmt::format("create the mirror {}", path.string()));
    }
    if (::rename(aside.mirror().c_str(), path.c_str()) != 0 && errno != EEXIST && errno != ENOTEMPTY) {
        return errno_error(errno, path, "create");
    }
    return {};
}

Result<void> throw_away(const fs::path& path) {
    const auto aside = SLIPWAY_TRY(Aside::of(path));
    if (::rename(path.c_str(), aside.mirror().c_str()) != 0 && errno != ENOENT) {
        return errno_error(errno, path, "move aside the damaged mirror");
    }
    return {};
}

bool something_at(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(fs::symlink_status(path, ignored));
}

}  // namespace

void CloseRepository::operator()(git_repository* repository) const noexcept {
    git_repository_free(repository);
}

fs::path mirror_path(const fs::path& directory, const Address& address) {
    return directory / (sha256(address.key).hex() + ".git");
}

Result<Repository> open_or_create(const fs::path& path) {
    if (!something_at(path)) {
        SLIPWAY_TRY(create(path));
    }
    if (auto repository = open_at(path)) {
        return repository;
    }
    const auto lock = SLIPWAY_TRY(lock_for_fetch(path, {}));
    if (auto repository = open_at(path)) {  // somebody else has mended it
        return repository;
    }
    SLIPWAY_TRY(throw_away(path));
    SLIPWAY_TRY(create(path));
    return open_at(path);
}

Result<FileLock> lock_for_fetch(const fs::path& path, const LockWait& wait) {
    return FileLock::take(path.string() + ".lock", FileLock::Mode::exclusive, wait);
}

}  // namespace slipway::git

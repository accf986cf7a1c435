// Staging: the directory under tmp/ in which one Store writes what has no name in the store yet.
//
// The Store holds a lock on its directory as long as it lives; a directory whose lock can be taken belongs to
// a dead process and is removed by whoever comes next. Thread-safe.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/sys/file.hpp>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace slipway::cache {

// A file in the staging directory; removed again unless it is kept.
class NewFile {
public:
    ~NewFile();
    NewFile(NewFile&& other) noexcept
        : file_(std::move(other.file_)),
          directory_(other.directory_),
          name_(std::exchange(other.name_, {})) {}
    NewFile& operator=(NewFile&&) = delete;

    int fd() const noexcept { return *file_; }
    // Leaves the file where it is and tells its name there.
    std::string keep() && { return std::exchange(name_, {}); }

private:
    friend class Staging;
    NewFile(Fd file, int directory, std::string name)
        : file_(std::move(file)), directory_(directory), name_(std::move(name)) {}

    Fd file_;
    int directory_;
    std::string name_;  // empty once kept or moved from
};

class Staging {
public:
    // Makes a directory of our own under `tmp` and removes those of dead processes.
    static Result<Staging> create(const std::filesystem::path& tmp);

    // Removes the directory with all that is left in it.
    ~Staging();
    Staging(Staging&& other) noexcept;
    Staging& operator=(Staging&&) = delete;

    Result<NewFile> create_file();
    // A file without a name.
    Result<Fd> create_unnamed();
    // Gives a file of create_unnamed a name here.
    Result<NewFile> name(Fd file);
    // Gives a file that another process staged a second name, here: complete, and written to by nobody.
    Result<NewFile> adopt(const std::filesystem::path& file);

    int directory() const noexcept { return *directory_; }
    const std::filesystem::path& path() const noexcept { return path_; }

private:
    Staging(std::filesystem::path path, Fd directory)
        : path_(std::move(path)), directory_(std::move(directory)) {}

    std::string next_name() { return std::to_string(counter_.fetch_add(1, std::memory_order_relaxed)); }

    std::filesystem::path path_;
    Fd directory_;  // locked
    std::atomic<std::uint64_t> counter_{0};
};

// The directories under `tmp` in which processes stage: those of dead ones may be among them.
std::vector<std::filesystem::path> staging_directories(const std::filesystem::path& tmp);

// Who uses the store now, for a message: "process 4711 (slipway build) since … and 2 more".
std::string users_of(const std::filesystem::path& tmp);

}  // namespace slipway::cache

// TemporaryDirectory: a new, empty directory of one test, removed with all that is in it at the end.
#pragma once

#include <filesystem>
#include <string_view>

namespace slipway::test {

class TemporaryDirectory {
public:
    // Throws std::system_error if there is nowhere to put one ($TMPDIR, else /tmp).
    TemporaryDirectory();
    explicit TemporaryDirectory(const std::filesystem::path& parent);
    ~TemporaryDirectory();
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

    const std::filesystem::path& path() const noexcept { return path_; }
    std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

// A directory in memory if this machine has one with room for a test, else where temporary directories are.
// For tests that write so much that they would mostly wait for the disk.
std::filesystem::path memory_directory();

}  // namespace slipway::test

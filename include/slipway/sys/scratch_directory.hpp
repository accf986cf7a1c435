// ScratchDirectory: a new directory in the system's place for temporary files, for us alone, gone with all
// that is in it when this is.
#pragma once

#include <slipway/base/result.hpp>

#include <filesystem>
#include <string_view>
#include <utility>

namespace slipway {

class ScratchDirectory {
public:
    static Result<ScratchDirectory> make();
    // Within a directory: for what is to be renamed from there.
    static Result<ScratchDirectory> make_in(const std::filesystem::path& directory);

    ~ScratchDirectory();
    ScratchDirectory(ScratchDirectory&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    ScratchDirectory& operator=(ScratchDirectory&&) = delete;

    const std::filesystem::path& path() const noexcept { return path_; }
    std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

private:
    explicit ScratchDirectory(std::filesystem::path path) : path_(std::move(path)) {}

    std::filesystem::path path_;  // empty once moved from
};

}  // namespace slipway

// MappedFile: the bytes of an open file as memory, read as they are touched, so that a large download costs
// no copy.
#pragma once

#include <slipway/base/result.hpp>

#include <cstddef>
#include <filesystem>
#include <string_view>
#include <utility>

namespace slipway {

class MappedFile {
public:
    // All of the file as it is now. It must not be shortened while it is mapped: only files that nobody else
    // can write to (a staged download) are mapped. `name` is for the error.
    static Result<MappedFile> of(int fd, const std::filesystem::path& name);

    ~MappedFile();
    MappedFile(MappedFile&& other) noexcept
        : address_(std::exchange(other.address_, nullptr)), size_(std::exchange(other.size_, 0)) {}
    MappedFile& operator=(MappedFile&&) = delete;

    std::string_view bytes() const noexcept { return {static_cast<const char*>(address_), size_}; }

private:
    MappedFile(void* address, std::size_t size) noexcept : address_(address), size_(size) {}

    void* address_;  // null for an empty file
    std::size_t size_;
};

}  // namespace slipway

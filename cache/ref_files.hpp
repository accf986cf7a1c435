// RefFiles: refs/: small texts by name, each written at once and durably.
//
// The name a/b stands in the file a/b@ref: a directory's name cannot end so, because '@' is percent-encoded
// in every part. So the refs "a" and "a/b" can both be. Thread-safe.
#pragma once

#include <slipway/base/result.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::cache {

class RefFiles {
public:
    explicit RefFiles(std::filesystem::path directory) : directory_(std::move(directory)) {}

    // ErrorKind::unsupported if the name is no RelativePath.
    Result<void> put(std::string_view name, std::string_view text, bool durable);
    // Nothing if there is none.
    Result<std::optional<std::string>> find(std::string_view name) const;
    // When it was put last, in seconds since 1970.
    Result<std::int64_t> written(std::string_view name) const;
    // Nothing there is success.
    Result<void> remove(std::string_view name);
    // All names, sorted. Fails rather than leave out what it cannot read: gc keeps what refs name.
    Result<std::vector<std::string>> names() const;

    // The file of a ref, whether or not it is there.
    Result<std::filesystem::path> path_of(std::string_view name) const;

private:
    std::filesystem::path directory_;
};

}  // namespace slipway::cache

// Whether one file or symbolic link of a published platform is what its tree entry says.
#pragma once

#include <slipway/assemble/verify.hpp>
#include <slipway/cache/object.hpp>

#include <sys/stat.h>

#include <cstdint>
#include <optional>
#include <string>

namespace slipway::assemble {

struct Expectation {
    const cache::TreeEntry& entry;
    Depth depth = Depth::quick;
    bool may_change = false;  // its mode and time are the site's business
};

struct Finding {
    std::optional<Change> change = {};  // nothing: it is as expected
    std::string remark = {};
    std::uint64_t files_read = 0;
    std::uint64_t bytes_read = 0;
};

// The permissions that publishing gives: of a file, or of a directory.
::mode_t published_mode(cache::Mode mode);

// "a directory", "a FIFO": of a type as stat tells it.
std::string type_name(::mode_t type);

// "0644 instead of 0444"
std::string mode_remark(::mode_t found, ::mode_t expected);

// The entry is a file or an executable; `status` is of `name` in `directory`, and is a regular file's.
Finding check_file(int directory,
                   const std::string& name,
                   const struct ::stat& status,
                   const Expectation& expected);

// The text of a symbolic link; nothing if it cannot be read.
std::optional<std::string> link_text(int directory, const std::string& name);

}  // namespace slipway::assemble

// Directories, by descriptor: listed, and found below another without a symbolic link on the way.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/sys/file.hpp>

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway {

struct ListedEntry {
    std::string name;
    bool is_directory = false;  // false also where the file system does not tell
};

// All but "." and "..", in no particular order. `name` is for the error.
Result<std::vector<ListedEntry>> list_directory(int directory, const std::filesystem::path& name);

// Calls `visit` with the name of each entry but "." and "..", in no particular order. Never holds them all,
// so a directory of a million files takes no more memory than one of ten. `name` is for the error.
Result<void> each_entry(int directory,
                        const std::filesystem::path& name,
                        const std::function<void(const std::string& entry)>& visit);

// The directory `path` ("a/b"; "" for `root` itself) below `root`, whose name is `name`. No part of the path
// may be a symbolic link, so what is opened is below `root`, whoever changes what is there meanwhile.
Result<Fd> open_below(int root, std::string_view path, const std::filesystem::path& name);

// Creates the directory and those above it that are missing, with exactly this mode whatever the umask is.
// Those that are there are left as they are.
Result<void> create_directories(const std::filesystem::path& path, mode_t mode);

}  // namespace slipway

// Drupal's own search for extensions, function by function as PHP has it, over files that exist by name only:
// what the model in discover/platform.hpp is held against. It knows nothing of zones, ranks or sorting.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace slipway::test::drupal {

struct File {
    std::string text;    // what a manifest says: "core" of a .info, "type" of a .info.yml; else empty
    std::string origin;  // whose file it is, and where there: equal for the same file of the same project
};

// By path. Directories are there as far as something is in them.
using Files = std::map<std::string, File>;

// Puts a project somewhere, in place of what is there.
void place(Files& platform, const std::string& path, const Files& project);

// Kind ("module", "theme" …) and name, to the directory in which it was found.
using Listing = std::map<std::pair<std::string, std::string>, std::string>;

Listing discover(const Files& platform, int core_major, const std::string& profile);

// What makes an extension what it is: the origins of its directory's own files of that name; of a library, of
// all its files.
std::string identity(const Files& platform,
                     const std::pair<std::string, std::string>& extension,
                     const std::string& directory);

}  // namespace slipway::test::drupal

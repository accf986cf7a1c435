// Where a URL or path in a makefile leads: to a server, to a file of this host, or into the tree that the
// makefile is in.
#pragma once

#include "item.hpp"

#include <slipway/base/relative_path.hpp>
#include <slipway/base/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace slipway::build {

struct RemoteFile {
    std::string url;
};
struct HostFile {
    std::string path;  // absolute
    std::string url() const { return "file://" + path; }
};
struct TreeFile {
    RelativePath path;  // in the level's tree
};
using Location = std::variant<RemoteFile, HostFile, TreeFile>;

// What a relative path is relative to. The makefile's directory is what Drush's documentation says; for
// downloads (not for patches) Drush takes the working directory (spec §10.5).
enum class RelativeTo : std::uint8_t { makefile, working_directory };

// ErrorKind::denied if a makefile that came from elsewhere names a file of this host; unsupported if a path
// leaves its tree.
Result<Location> locate(const Level& level, const makefile::Text& written, RelativeTo relative_to);

// The URL or path to take it from; file:// for a file of this host.
std::string text_of(const Location& location);

// "views.zip" of "https://example.org/views.zip?x=1" or of a path.
std::string base_name(std::string_view url);

}  // namespace slipway::build

// Platform: what a store remembers of a platform that it published, by the path where it lies.
//
// Kept as a ref (cache::Store::put_ref), so that garbage collection keeps what the platform is made of, and
// it can be verified and repaired. The path is where it was published: who renames a platform takes it away
// from its ref, and finds it again by the id in its extended attribute (publish.hpp).
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::assemble {

// How a file of the store becomes a file of a platform (docs/store-format.md).
enum class LinkMode : std::uint8_t {
    automatic,  // the first that the file system takes, file by file: hardlink, reflink, copy
    reflink,
    hardlink,
    copy,
    symlink  // each project directory is one symbolic link into the store
};

// "auto", "reflink", "hardlink", "copy", "symlink": for the command line, and for refs.
std::string_view name_of(LinkMode mode);
std::optional<LinkMode> link_mode_of(std::string_view name);

struct Platform {
    Digest id;
    std::filesystem::path path;  // absolute
    std::string origin;          // what it was built from
    LinkMode link_mode = LinkMode::automatic;
    std::vector<std::string> mutable_paths = {};  // as in PublishOptions
    std::vector<std::string> projects = {};       // likewise
    bool sealed = false;                          // root cannot change it either
    std::optional<Digest> lock = {};              // the blob of its lock

    bool operator==(const Platform&) const = default;
};

// The name of the ref for an absolute path.
std::string ref_of(const std::filesystem::path& path);

cache::Ref to_ref(const Platform& platform);
// ErrorKind::corrupt if the ref is none of a platform.
Result<Platform> platform_of(const cache::Ref& ref);

// What was published at an absolute path; nothing if nothing was.
Result<std::optional<Platform>> find_platform(const cache::Store& store, const std::filesystem::path& path);

// What lies in a directory, wherever it was published: told by the id in its extended attribute and by its
// ref. `path` of the result is where it was published, if the store knows that. Errors: not_found if there is
// no such directory, or nothing says what it should be; conflict if both do, say different things, and only
// the attribute knows of the one it names.
Result<Platform> platform_at(const cache::Store& store, const std::filesystem::path& directory);

// All of them, sorted by path. Fails on what it cannot read.
Result<std::vector<Platform>> platforms(const cache::Store& store);

}  // namespace slipway::assemble

// Objects: blobs and trees, named by git's SHA-256 object ids, so that stock git can recompute every id:
//
//   blob id = SHA-256("blob " size NUL bytes)        tree id = SHA-256("tree " size NUL entries)
//   entry   = mode " " name NUL id
//
// Entries are sorted as git sorts them: a directory as if its name ended in "/".
//
// Values; pure functions.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/hash/digest.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::cache {

// The four modes a tree may hold: 100644, 100755, 120000, 40000. No setuid, no device, no FIFO.
enum class Mode : std::uint8_t { file, executable, symlink, directory };

struct TreeEntry {
    std::string name;  // one path part
    Mode mode{};
    Digest id;  // of a blob (for a symlink: its target's text), or of a tree

    bool operator==(const TreeEntry&) const = default;
};

class Tree {
public:
    Tree() = default;  // the empty tree: an empty directory

    // Sorts the entries. ErrorKind::unsupported if a name is empty, ".", "..", has '/' or NUL, or repeats.
    static Result<Tree> of(std::vector<TreeEntry> entries);

    // ErrorKind::corrupt unless the bytes are exactly what serialize gives.
    static Result<Tree> parse(std::string_view bytes);

    std::string serialize() const;
    Digest id() const;
    const std::vector<TreeEntry>& entries() const noexcept { return entries_; }
    const TreeEntry* find(std::string_view name) const;

    bool operator==(const Tree&) const = default;

private:
    std::vector<TreeEntry> entries_;  // in git's order
};

Digest blob_id(std::string_view bytes);

// The modification time, in seconds since 1970, that every file with this content is given: 1980-01-01 plus
// the first 30 bits of the id (docs/store-format.md). Equal for equal bytes, different for different bytes at
// the same path, always in the past.
std::int64_t mtime_of(const Digest& blob);

}  // namespace slipway::cache

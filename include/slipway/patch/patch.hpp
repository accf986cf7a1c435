// Applies patches to trees in memory: what `git apply -p1`, then `-p0`, accept, with the same bytes; then
// what GNU patch accepts (offset, fuzz up to 2). Every hunk is accounted for: all applied, or an error that
// names the hunk, what it expected and what is there. Pure: no disk, no clock, no process.
#pragma once

#include <slipway/base/relative_path.hpp>
#include <slipway/base/result.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::patch {

enum class FileMode : std::uint8_t { regular, executable, symlink };

struct File {
    FileMode mode{};
    std::string bytes;  // for a symlink: its target

    bool operator==(const File&) const = default;
};

// The tree that is patched, as far as the engine wants to see it: the file at a path, or nothing (also for a
// directory). It is asked only for paths that the patch names and for the directories above them, each at
// most once.
using ReadFile = std::function<Result<std::optional<File>>(const RelativePath&)>;

// What becomes of one path: its new content, or nothing if it is removed.
struct Change {
    RelativePath path;
    std::optional<File> file;

    bool operator==(const Change&) const = default;
};

enum class Fuzz : std::uint8_t { refuse, allow };

// A hunk that did not stand exactly where the patch says.
struct Shift {
    RelativePath path;
    std::size_t hunk;       // counted from 1 within the file
    std::ptrdiff_t offset;  // lines
    int fuzz;               // context lines ignored; 0 unless allowed
};

struct Applied {
    std::vector<Change> changes;  // sorted by path, one a path
    std::vector<Shift> shifts;
    int strip = 1;  // 1 or 0: the level that fitted
};

// All of the patch or an error (docs/adr/0006-patch-engine.md). May be called from any thread. Whether a
// directory stands where a new file is to go is for the caller to find out.
//
// ErrorKind::conflict: a hunk does not apply; corrupt: this is no patch, or cut short (an HTML page is told
// as such); unsupported: a path that leaves the tree, or a patch that needs what we refuse; with help. `name`
// stands for the patch in messages. Errors of `read` are passed on.
Result<Applied> apply(std::string_view patch, const std::string& name, const ReadFile& read, Fuzz fuzz);

}  // namespace slipway::patch

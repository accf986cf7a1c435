// What GNU patch understands of a patch file: one GnuPatch a file, in order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace slipway::patch {

struct GnuLine {
    char kind;         // ' ', '-', '+', or '!' for a line that a context diff changes
    std::string text;  // with its newline, if it has one
};

struct GnuHunk {
    std::int64_t first = 0;  // the line where the old lines begin, or before which the new ones go
    std::int64_t new_first = 0;
    std::vector<GnuLine> before;  // old lines
    std::vector<GnuLine> after;
    std::int64_t prefix_context = 0;  // lines
    std::int64_t suffix_context = 0;
    std::size_t line = 0;  // of the patch, where it begins
};

// What the header says of one side.
struct GnuSide {
    enum class Exists : std::uint8_t { yes, perhaps_empty, no };

    std::optional<std::string> name;
    bool epoch = false;  // its time stamp, or /dev/null: there is no such file
    Exists exists = Exists::yes;
    unsigned mode = 0;
    bool renamed = false;
    bool copied = false;
};

enum class GnuKind : std::uint8_t { unified, context, normal };

struct GnuPatch {
    GnuKind kind{};
    bool git = false;
    GnuSide before;
    GnuSide after;
    std::optional<std::string> index_name;    // of an "Index:" line
    std::optional<std::string> prerequisite;  // a word that the file must hold
    std::vector<GnuHunk> hunks;
    std::size_t line = 1;  // of the patch, where the hunks begin

    bool renames() const noexcept { return before.renamed && after.renamed; }
    bool copies() const noexcept { return before.copied && after.copied; }
};

}  // namespace slipway::patch

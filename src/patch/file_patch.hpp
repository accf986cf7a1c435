// What git understands of a patch: one FilePatch a file, in the order of the patch.
#pragma once

#include "binary.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::patch {

struct Hunk {
    std::size_t old_position = 0;  // lines, counted from 1; 0 if there are none before it
    std::size_t old_count = 0;
    std::size_t new_position = 0;
    std::size_t new_count = 0;
    std::size_t leading = 0;   // lines of context before the first change
    std::size_t trailing = 0;  // and after the last
    std::size_t line = 0;      // of the patch, where its @@ stands
    std::string_view body;     // the lines behind the @@ line, of the patch
};

// Traditional patches do not say whether they create or remove a file; the tree has to tell.
enum class Answer : std::uint8_t { unknown, no, yes };

// Modes as git writes them, 0 for not said.
using GitMode = unsigned;
constexpr GitMode type_mask = 0170000;
constexpr GitMode regular_type = 0100000;
constexpr GitMode symlink_type = 0120000;
constexpr GitMode submodule_type = 0160000;

struct FilePatch {
    std::optional<std::string> default_name;  // of the line "diff --git"
    std::optional<std::string> old_name;
    std::optional<std::string> new_name;
    GitMode old_mode = 0;
    GitMode new_mode = 0;
    Answer creates = Answer::unknown;
    Answer removes = Answer::unknown;
    bool renames = false;
    bool copies = false;
    bool binary = false;
    std::string old_id;  // as far as the index line says
    std::string new_id;
    std::vector<Hunk> hunks;
    std::optional<BinaryHunk> data;  // of a binary patch
    std::size_t line = 1;            // of the patch, behind the header

    // Requires one of the names.
    const std::string& name() const { return old_name ? *old_name : *new_name; }
};

}  // namespace slipway::patch

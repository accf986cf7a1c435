#include "slipway/git/line_diff.hpp"

#include "failure.hpp"
#include "library.hpp"

#include <slipway/base/handle.hpp>

#include <git2.h>

#include <cstddef>

namespace slipway::git {

namespace {

using Patch = Handle<git_patch, git_patch_free>;

// libgit2 takes a null pointer for "there is no file", which is something else.
const char* data_of(std::string_view text) { return text.empty() ? "" : text.data(); }

}  // namespace

Result<LineDiff> line_diff(std::string_view before, std::string_view after) {
    start_libgit2();
    git_diff_options options = GIT_DIFF_OPTIONS_INIT;
    options.context_lines = 0;
    Patch patch;
    if (const int code = git_patch_from_buffers(out(patch), data_of(before), before.size(), "a",
                                                data_of(after), after.size(), "b", &options);
        code != 0) {
        return last_error(code, "compare two texts");
    }
    if ((git_patch_get_delta(patch.get())->flags & GIT_DIFF_FLAG_BINARY) != 0) {
        return LineDiff{.binary = true};
    }
    std::size_t added = 0;
    std::size_t removed = 0;
    if (const int code = git_patch_line_stats(nullptr, &added, &removed, patch.get()); code != 0) {
        return last_error(code, "count the lines that differ");
    }
    return LineDiff{.added = added, .removed = removed};
}

}  // namespace slipway::git

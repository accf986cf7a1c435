// MergeArea: the hidden directory inside of a merge's target. It holds what is laid out, and what is put
// aside for it:
//
//   new/    the platform's tree, what has not been moved in yet
//   old/N   what the N-th move replaces
//   moves   the paths of all moves, NUL after each; there from before the first move until all are done
//
// So what a killed merge had put aside, and had no time to replace, has a way back.
#pragma once

#include "merge_plan.hpp"

#include <slipway/base/result.hpp>
#include <slipway/sys/file.hpp>

#include <cstddef>
#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::assemble {

class MergeArea {
public:
    // `target` is an open directory with the name `name`, locked by the caller.
    static Result<MergeArea> in(int target, const std::filesystem::path& name);

    // Removes it, unless what it holds is needed to put something back.
    ~MergeArea();
    MergeArea(MergeArea&& other) noexcept
        : target_(other.target_),
          name_(std::move(other.name_)),
          path_(std::exchange(other.path_, {})),
          area_(std::move(other.area_)),
          laid_out_(std::move(other.laid_out_)),
          aside_(std::move(other.aside_)) {}
    MergeArea& operator=(MergeArea&&) = delete;

    int laid_out() const noexcept { return *laid_out_; }
    std::filesystem::path laid_out_path() const { return path_ / "new"; }

    // All of them or, after an error, none.
    Result<void> make(const std::vector<Move>& moves, const std::stop_token& stop);

private:
    MergeArea(int target, std::filesystem::path name, std::filesystem::path path, Fd area)
        : target_(target), name_(std::move(name)), path_(std::move(path)), area_(std::move(area)) {}

    Result<void> write_journal(const std::vector<Move>& moves);
    Result<void> move_in(const Move& move, std::size_t number);
    Result<void> move_back(const Move& move, std::size_t number);
    Error undo(const std::vector<Move>& moves, std::size_t done, Error why);

    int target_;
    std::filesystem::path name_;
    std::filesystem::path path_;  // empty once it is to be left alone
    Fd area_;
    Fd laid_out_{};
    Fd aside_{};
};

// Whether a top-level name of the target is one that merges keep for themselves.
bool is_merge_area(std::string_view name);

// Puts back what merges that were killed had put aside without a replacement, and removes what they left.
// Errors: what was put aside stays where it is, and is named.
Result<void> repair_killed_merges(int target, const std::filesystem::path& name);

}  // namespace slipway::assemble

// What is said about a changed project, in text and on pages alike. Private to report.
#pragma once

#include <slipway/compare/platforms.hpp>
#include <slipway/lock/lock.hpp>

#include <string>
#include <vector>

namespace slipway::report {

// "7.x-3.29", "7.x-3.x @89abcdef1" where a branch does not say it all; "–" if nothing is known.
std::string version_words(const lock::Entry& entry);

// "7.x-3.28 → 7.x-3.29"; one of them if that is all there is, or both are the same.
std::string version_words(const compare::EntryChange& change);

// One line for each thing that happened besides the version.
std::vector<std::string> remarks_on(const compare::EntryChange& change);

// "+12 −3", or why no lines were counted; empty if there is nothing to say.
std::string line_words(const compare::FileChange& file);

// "A", "R", "C", "M": added, removed, changed, mode.
char letter_of(compare::FileChange::Kind kind);
std::string_view name_of(compare::FileChange::Kind kind);

// The projects in the order in which they are told: core first, then by what became of them.
std::vector<const compare::ProjectChange*> in_order(const compare::PlatformChange& change);

}  // namespace slipway::report

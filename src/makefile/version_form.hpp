// What the text of a version looks like. Private to makefile.
#pragma once

#include <string_view>

namespace slipway::makefile {

// A commit of git: seven hexadecimal digits or more, and not only decimal ones.
bool is_commit(std::string_view text);

// The attribute of a git download that takes such a text: "revision" for a commit, "branch" for "7.x-1.x" and
// for a text without digits, else "tag".
std::string_view clone_attribute_for(std::string_view text);

// The size of "7.x-" in "7.x-1.0"; 0 if a version does not begin with a core.
std::size_t core_prefix_size(std::string_view version);

// Whether it reads "1.0-dev": what drupal.org calls 1.x-dev.
bool is_dev_of_release(std::string_view version);

// Whether it reads "1.0+6-dev": a snapshot that is so many commits after a release, which is not kept.
bool is_snapshot(std::string_view version);

// Whether no project can have a release of this version. False for what was rather misread: quotes, comments
// and the signs of templates, which are reported as such.
bool is_never_released(std::string_view version);

}  // namespace slipway::makefile

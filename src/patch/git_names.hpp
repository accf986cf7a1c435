// File names as git reads them from the headers of a patch.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace slipway::patch {

// Views are what follows "--- ", "rename from " and so on, with the end of the line.

bool is_dev_null(std::string_view header);

// A name of an extended header. `strip`: how many leading directories go. `tab_ends`: whether a tab ends it.
std::optional<std::string> git_name(std::string_view header, int strip, bool tab_ends);

// A name of a patch that is not git's: a time stamp may follow. If the name is `shorter` with something
// behind it
// ("file.orig"), `shorter` is meant.
std::optional<std::string> traditional_name(std::string_view header,
                                            int strip,
                                            const std::optional<std::string>& shorter);

// Whether the time stamp behind the name is the epoch, with which GNU diff says "there is no such file".
bool has_epoch_stamp(std::string_view header);

// The name in "a/NAME b/NAME", what follows "diff --git ", if both are the same.
std::optional<std::string> git_header_name(std::string_view header, int strip);

}  // namespace slipway::patch

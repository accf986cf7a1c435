// From `download` of a project or library to a Download (spec §4). Private to makefile.
#pragma once

#include <slipway/document/document.hpp>
#include <slipway/document/reporter.hpp>
#include <slipway/makefile/model.hpp>

#include <optional>

namespace slipway::makefile {

// `project` has its group and its name, `attributes` are all of it. Nothing if it says nothing of a download.
std::optional<Download> read_download(const Project& project,
                                      const document::Map& attributes,
                                      document::Reporter& reporter);

}  // namespace slipway::makefile

// Warnings about names that mean nothing to Drush. Private to makefile.
#pragma once

#include <slipway/document/document.hpp>
#include <slipway/document/reporter.hpp>
#include <slipway/makefile/model.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace slipway::makefile {

// Warns of top-level keys that nobody reads. Those of lines that were reported as misread are left alone.
void check_top_level(const document::Map& root, document::Reporter& reporter);

// Gives an entry of a map the name that was probably meant, wherever it is written. Safe if nothing else can
// be meant and nothing of that name is in the way.
std::optional<Fix> renamed(const document::Map& map,
                           const document::Map::Entry& entry,
                           std::string_view meant,
                           const document::Reporter& reporter);

void check_project_attributes(Group group, const document::Map& attributes, document::Reporter& reporter);
// `download` is of `project`, where some of its attributes may belong.
void check_download_attributes(const document::Map& project,
                               const document::Map& download,
                               document::Reporter& reporter);
void check_patch_attributes(const document::Map& patch, document::Reporter& reporter);

}  // namespace slipway::makefile

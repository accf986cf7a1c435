// The names that mean something to Drush, and the warning about one that does not. Private to makefile.
#pragma once

#include "reporter.hpp"

#include <slipway/makefile/document.hpp>
#include <slipway/makefile/model.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace slipway::makefile {

// Warns of top-level keys that nobody reads. Those of lines that were reported as misread are left alone.
void check_top_level(const Map& root, Reporter& reporter);

// Whether the parts of a key, as they would be written, name something that Drush reads. Loose: an attribute
// at a place where it does not belong counts, and so does a top-level key with a typing mistake.
bool is_known_path(const std::vector<std::string_view>& parts);

// Whether a project, library, download or patch can have an attribute of this name.
bool is_attribute_name(std::string_view name);

// Whether a project or library itself can have one.
bool is_project_attribute(std::string_view name);

// Gives an entry of a map the name that was probably meant, wherever it is written. Safe if nothing else can
// be meant and nothing of that name is in the way.
std::optional<Fix> renamed(const Map& map,
                           const Map::Entry& entry,
                           std::string_view meant,
                           const Reporter& reporter);

void check_project_attributes(Group group, const Map& attributes, Reporter& reporter);
// `download` is of `project`, where some of its attributes may belong.
void check_download_attributes(const Map& project, const Map& download, Reporter& reporter);
void check_patch_attributes(const Map& patch, Reporter& reporter);

}  // namespace slipway::makefile

// The short forms in which projects and libraries can be written, made long (spec §2.1). Private to makefile.
#pragma once

#include <slipway/document/document.hpp>
#include <slipway/document/reporter.hpp>
#include <slipway/makefile/model.hpp>

#include <optional>

namespace slipway::makefile {

// An entry of a group as a map of attributes. Nothing if the entry takes the project out, or if Drush does;
// what nobody would expect of that is reported.
std::optional<document::Value> long_form(Group group,
                                         const document::Map::Entry& entry,
                                         document::Reporter& reporter);

}  // namespace slipway::makefile

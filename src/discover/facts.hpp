// What the manifests of an extension say. Private to discover.
#pragma once

#include <slipway/discover/extension.hpp>

#include <optional>
#include <string_view>

namespace slipway::discover {

// The type that Drupal 8 reads from a .info.yml: from the first line that looks like `type: WORD`, whatever
// YAML makes of it. Nothing if there is none, or the word is none of ours.
std::optional<Kind> type_line_of(std::string_view text);

// Fills in what the manifest at `extension.manifest` says. What is wrong with it is said by who reads it as
// the manifest that it is; here it only makes the extension unreadable.
void read_facts(std::string_view bytes, Extension& extension);

}  // namespace slipway::discover

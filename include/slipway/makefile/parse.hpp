// parse: from the bytes of one file to its data, exactly as Drush reads it (spec §1), whatever the mode. What
// its author would not expect is reported on the way.
//
// For INI makefiles and for the .info files of Drupal 6 and 7, which are the same language. Pure; never
// throws; linear in the size of the text.
#pragma once

#include <slipway/diag/diagnostic.hpp>
#include <slipway/diag/source_map.hpp>
#include <slipway/makefile/document.hpp>
#include <slipway/makefile/mode.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace slipway::makefile {

enum class Format : std::uint8_t { ini, yaml };

// By content, never by name (spec §1.2): a line `core:` is YAML, a line `core =` INI. Without either, a text
// that looks like a YAML mapping or sequence is YAML, and all else INI.
Format detect_format(std::string_view text);

struct Document {
    Format format{};
    Map root;
};

// Reads a text that `sources` holds. Nothing if the language is not supported (then that is reported);
// mistakes in the text never prevent a document. In strict mode losses of content are errors, else warnings.
std::optional<Document> parse(FileId file,
                              const SourceMap& sources,
                              const Policy& policy,
                              Diagnostics& diagnostics);

}  // namespace slipway::makefile

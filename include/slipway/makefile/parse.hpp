// parse: from the bytes of one file to its data, exactly as Drush reads it (spec §1), whatever the mode. What
// its author would not expect is reported on the way.
//
// For makefiles in both forms, and for the .info and .info.yml files of Drupal, which are the same languages.
// Scalars of YAML stay as they are written: 1.10 is "1.10". Pure; linear in the size of the text.
#pragma once

#include <slipway/diag/diagnostic.hpp>
#include <slipway/diag/source_map.hpp>
#include <slipway/document/document.hpp>
#include <slipway/document/mode.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace slipway::makefile {

enum class Format : std::uint8_t { ini, yaml };

// By content, never by name (spec §1.2): a line `core:` is YAML, a line `core =` INI. Without either, a text
// that can be read as a YAML map or list and holds something is YAML, and all else INI. Linear.
Format detect_format(std::string_view text);

// Whether all that a text holds is one line that is INI and no core: Drush reads that as one text of YAML,
// and crashes. Linear.
bool is_lone_ini_line(std::string_view text);

struct Document {
    Format format{};
    document::Map root;
};

// Reads a text that `sources` holds, in the format given or else the one it has. Nothing if the file is too
// large, or YAML that cannot be read (then that is reported); mistakes in INI never prevent a document. In
// strict mode losses of content are errors, else warnings.
std::optional<Document> parse(FileId file,
                              const SourceMap& sources,
                              const document::Policy& policy,
                              Diagnostics& diagnostics,
                              std::optional<Format> format = std::nullopt);

}  // namespace slipway::makefile

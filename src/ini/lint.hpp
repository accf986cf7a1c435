// Finds the places where Drush reads an INI text otherwise than its author meant it: lines that are ignored,
// that fuse with the next, that swallow the next. Private to ini.
//
// Works on text and entries alone; what gets lost because one entry replaces another is found by the tree's
// builder. Here are the lines; encoding_lint.hpp and value_lint.hpp have the rest.
#pragma once

#include "scanner.hpp"

#include <slipway/diag/span.hpp>
#include <slipway/document/reporter.hpp>

#include <string_view>
#include <vector>

namespace slipway::ini {

void lint(std::string_view text,
          FileId file,
          const std::vector<Entry>& entries,
          document::Reporter& reporter);

// Whether an entry is a comment that begins with '#' or '//' and holds a '='. It makes a key that nobody
// reads.
bool looks_commented_out(std::string_view key);

// Whether an entry is one of PHP: 'key' => 'value'.
bool is_php_pair(std::string_view text, const Entry& entry);

}  // namespace slipway::ini

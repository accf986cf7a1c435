// Scalars as Symfony's YAML reader takes them, which is the one in Drush (spec §1.4). Private to yaml.
#pragma once

#include <slipway/document/document.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace slipway::yaml {

// The size of the quoted text that `text` begins with, quotes and all; 0 if the quote is not closed. Requires
// a text that begins with a quote.
std::size_t quoted_size(std::string_view text);

// What stands between the quotes, unescaped. Line ends become spaces, as YAML has it; Drush knows none inside
// quotes. Requires a text that is quoted.
std::string unquoted(std::string_view written);

// Whether what stands between the quotes stands for itself. Requires a text that is quoted.
bool is_literal(std::string_view written);

// A plain scalar, which is a text or a constant and never a number, and what it stands for without its tag: a
// part of what is written.
struct PlainScalar {
    document::Kind kind;
    std::string_view text;
};

PlainScalar plain_scalar(std::string_view written);

}  // namespace slipway::yaml

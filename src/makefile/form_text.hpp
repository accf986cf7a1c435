// The fields of a form as one text, as a web page sends them (application/x-www-form-urlencoded), in the way
// of PHP's http_build_query(): a[b]=c for what is nested. Private to makefile.
#pragma once

#include <slipway/document/document.hpp>

#include <string>

namespace slipway::makefile {

// In order; what is NULL is left out, TRUE and FALSE are 1 and 0.
std::string form_text(const document::Map& fields);

}  // namespace slipway::makefile

// XML from elsewhere, read with care. Private to resolve.
#pragma once

#include <slipway/base/result.hpp>

#include <string>
#include <string_view>

namespace pugi {
class xml_document;
class xml_node;
}  // namespace pugi

namespace slipway::resolve {

// Reads into `document`. `what` it is meant to be: "release history". ErrorKind::corrupt for what is too
// long, is an HTML page, or is no well-formed XML.
Result<void> load_xml(pugi::xml_document& document, std::string_view bytes, std::string_view what);

// The text of a child, without space around it; empty if there is none.
std::string text_of(const pugi::xml_node& parent, const char* name);

}  // namespace slipway::resolve

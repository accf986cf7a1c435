#include "xml_document.hpp"

#include <slipway/base/chars.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <pugixml.hpp>

namespace slipway::resolve {

namespace {

constexpr std::size_t longest_document = std::size_t{64} << 20U;
constexpr std::ptrdiff_t most_tags = 2'000'000;  // bounds the memory of the parsed document

bool looks_like_html(std::string_view document) {
    const auto head = lower(std::string(trimmed(document.substr(0, 1024))));
    return head.starts_with("<!doctype html") || head.starts_with("<html");
}

}  // namespace

Result<void> load_xml(pugi::xml_document& document, std::string_view bytes, std::string_view what) {
    if (bytes.size() > longest_document || std::count(bytes.begin(), bytes.end(), '<') > most_tags) {
        return Error(ErrorKind::corrupt, fmt::format("the {} is longer than any that exists", what));
    }
    if (looks_like_html(bytes)) {
        return Error(ErrorKind::corrupt, fmt::format("the {} is an HTML page, not XML", what))
            .with_help("the URL may be that of a web page");
    }
    // pugixml neither expands a DOCTYPE's entities nor fetches what they name, and nests without recursion.
    const auto parsed = document.load_buffer(bytes.data(), bytes.size());
    if (!parsed) {
        return Error(ErrorKind::corrupt, fmt::format("the {} is not well-formed XML: {} at byte {}", what,
                                                     parsed.description(), parsed.offset));
    }
    return {};
}

std::string text_of(const pugi::xml_node& parent, const char* name) {
    return std::string(trimmed(parent.child_value(name)));
}

}  // namespace slipway::resolve

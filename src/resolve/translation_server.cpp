#include "slipway/resolve/translation_server.hpp"

#include "xml_document.hpp"

#include <pugixml.hpp>

namespace slipway::resolve {

Result<std::string> parse_translation_server(std::string_view xml) {
    pugi::xml_document document;
    SLIPWAY_TRY(load_xml(document, xml, "translation server's document"));
    auto url = text_of(document.document_element(), "update_url");
    if (url.empty()) {
        return Error(ErrorKind::corrupt, "the translation server's document has no <update_url>");
    }
    return url;
}

std::string expand_template(std::string_view text, const std::map<std::string, std::string>& values) {
    std::string expanded;
    while (!text.empty()) {
        const std::pair<const std::string, std::string>* longest = nullptr;
        for (const auto& entry : values) {
            if (text.starts_with(entry.first)
                && (longest == nullptr || entry.first.size() > longest->first.size())) {
                longest = &entry;
            }
        }
        expanded += longest == nullptr ? std::string(1, text.front()) : longest->second;
        text.remove_prefix(longest == nullptr ? 1 : longest->first.size());
    }
    return expanded;
}

}  // namespace slipway::resolve

#include "form_text.hpp"

#include <fmt/core.h>

#include <string_view>

namespace slipway::makefile {

namespace {

using document::Kind;
using document::Map;
using document::Value;

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'
           || c == '.';
}

std::string encoded(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (is_plain(c)) {
            out += c;
        } else if (c == ' ') {
            out += '+';
        } else {
            out += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        }
    }
    return out;
}

std::string shown(const Value& value) {
    return value.kind() == Kind::false_constant ? std::string("0") : std::string(value.text());
}

void add_fields(const Map& fields, const std::string& within, std::string& out) {
    for (const auto& [key, value] : fields.entries()) {
        const auto name = within.empty() ? encoded(key.text.str())
                                         : fmt::format("{}%5B{}%5D", within, encoded(key.text.str()));
        if (value.is_map()) {
            add_fields(value.map(), name, out);
        } else if (value.kind() != Kind::null_constant) {
            out += fmt::format("{}{}={}", out.empty() ? "" : "&", name, encoded(shown(value)));
        }
    }
}

}  // namespace

std::string form_text(const Map& fields) {
    std::string out;
    add_fields(fields, {}, out);
    return out;
}

}  // namespace slipway::makefile

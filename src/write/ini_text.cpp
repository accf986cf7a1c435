#include "ini_text.hpp"

#include "space.hpp"

#include <algorithm>

namespace slipway::write {

namespace {

using document::Value;

bool is_quote(char c) { return c == '"' || c == '\''; }

bool has_outer_space(std::string_view text) {
    return !text.empty() && (is_space(text.front()) || is_space(text.back()));
}

// Whether the reader takes a text for a constant, which quotes do not prevent.
bool reads_as_constant(std::string_view text) {
    std::string upper(text.substr(0, 6));
    std::ranges::transform(upper, upper.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return upper == "TRUE" || upper == "FALSE" || upper == "NULL";
}

const char* reason_against_key(std::string_view key, std::size_t depth) {
    if (key.empty()) {
        return "an empty key means the number of elements in INI";
    }
    if (key.find_first_of("[]") != std::string_view::npos) {
        return "a key in INI cannot hold brackets";
    }
    if (key.find_first_of("\r\n") != std::string_view::npos) {
        return "a key in INI stays on one line";
    }
    if (depth == 0 && (has_outer_space(key) || key.find_first_of("=;") != std::string_view::npos)) {
        return "a top-level key in INI cannot hold '=' or ';', nor space around it";
    }
    return nullptr;
}

const char* reason_against_value(const Value& value) {
    if (value.is_map()) {
        return value.map().empty() ? "INI cannot say that a list or map is empty" : nullptr;
    }
    if (!value.is_text()) {
        return nullptr;
    }
    const auto text = value.written();
    if (reads_as_constant(text)) {
        return "this text would be read as a constant in INI, quoted or not";
    }
    if (!reads_back_bare(text) && !can_be_quoted(text)) {
        return "a text in INI that needs quotes cannot end in a backslash";
    }
    return nullptr;
}

}  // namespace

const Limits ini_limits{.key = reason_against_key, .value = reason_against_value};

bool reads_back_bare(std::string_view text) {
    return !text.empty() && !has_outer_space(text) && !is_quote(text.front())
           && text.find_first_of("\r\n") == std::string_view::npos;
}

bool can_be_quoted(std::string_view text) { return !text.ends_with('\\'); }

std::string ini_quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '\0') {
            out += "\\0";
            continue;
        }
        out += c == '"' || c == '\\' ? "\\" : "";
        out += c;
    }
    return out + '"';
}

}  // namespace slipway::write

#include "yaml_line.hpp"

#include <algorithm>

namespace slipway::write {

namespace {

constexpr auto npos = std::string_view::npos;

// The position after the quoted text that a text begins with, or npos if it is not closed.
std::size_t end_of_quoted(std::string_view text) {
    const char quote = text.front();
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (quote == '"' && text[i] == '\\') {
            ++i;
        } else if (text[i] == quote) {
            if (quote == '"' || i + 1 == text.size() || text[i + 1] != quote) {
                return i + 1;
            }
            ++i;  // two single quotes stand for one
        }
    }
    return npos;
}

std::string_view without_leading_blanks(std::string_view text) {
    return text.substr(std::min(text.find_first_not_of(" \t"), text.size()));
}

// Whether nothing but a comment follows a value.
bool only_comment(std::string_view rest) {
    const auto content = without_leading_blanks(rest);
    return content.empty() || (content.front() == '#' && content.size() < rest.size());
}

// Whether the brackets of a flow collection close on its line. Quotes in it could hide some.
bool is_closed_flow(std::string_view value) {
    return value.find_first_of("\"'#") == npos
           && std::ranges::count(value, '[') == std::ranges::count(value, ']')
           && std::ranges::count(value, '{') == std::ranges::count(value, '}');
}

bool ends_on_line(std::string_view value) {
    if (value.empty()) {
        return true;
    }
    switch (value.front()) {
        case '|':
        case '>':
        case '?': return false;
        case '[':
        case '{': return is_closed_flow(value);
        case '"':
        case '\'': {
            const auto end = end_of_quoted(value);
            return end != npos && only_comment(value.substr(end));
        }
        default: return true;
    }
}

// Where the colon after a key stands, or npos.
std::size_t colon_of(std::string_view content) {
    std::size_t from = 0;
    if (content.starts_with('"') || content.starts_with('\'')) {
        from = std::min(end_of_quoted(content), content.size());
        const auto colon = content.find_first_not_of(' ', from);
        from = colon != npos && content[colon] == ':' ? colon : content.size();
    }
    for (auto colon = content.find(':', from); colon != npos; colon = content.find(':', colon + 1)) {
        if (colon + 1 == content.size() || content[colon + 1] == ' ' || content[colon + 1] == '\t') {
            return colon;
        }
    }
    return npos;
}

// Whether a text can be a key on its own line. Flow collections, comments and long keys are left to parsers.
bool is_key(std::string_view key) {
    constexpr std::string_view special = "[{?#&*!|>%@`,";
    return !key.empty() && special.find(key.front()) == npos && key.find(" #") == npos;
}

}  // namespace

std::optional<YamlLine> read_yaml_line(std::string_view line) {
    YamlLine out;
    auto at = std::min(line.find_first_not_of(' '), line.size());
    out.columns.push_back(at);
    while (at < line.size() && line[at] == '-' && (at + 1 == line.size() || line[at + 1] == ' ')) {
        ++out.dashes;
        at = std::min(line.find_first_not_of(' ', at + 1), line.size());
        out.columns.push_back(at);
    }
    const auto content = line.substr(at);
    out.value = content;
    if (const auto colon = colon_of(content); colon != npos) {
        const auto key = content.substr(0, colon);
        out.key = key.substr(0, key.find_last_not_of(' ') + 1);
        out.value = without_leading_blanks(content.substr(colon + 1));
        out.has_key = true;
    }
    const bool understood = out.has_key ? is_key(out.key) : out.dashes > 0;
    if (!understood || content.starts_with('\t') || !ends_on_line(out.value)) {
        return std::nullopt;
    }
    return out;
}

}  // namespace slipway::write

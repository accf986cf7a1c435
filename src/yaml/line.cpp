#include "line.hpp"

#include "scalar.hpp"

#include <algorithm>
#include <iterator>

namespace slipway::yaml {

namespace {

std::uint32_t offset(std::size_t at, std::string_view line) {
    return static_cast<std::uint32_t>(std::min(at, line.size()));
}

// The first colon that ends a key, or the line's end.
std::uint32_t plain_colon(std::string_view line, std::uint32_t from) {
    auto colon = line.find(':', from);
    while (colon < line.size() && colon + 1 < line.size() && !is_blank(line[colon + 1])) {
        colon = line.find(':', colon + 1);
    }
    return offset(colon, line);
}

KeyPlace quoted_key(std::string_view line, std::uint32_t begin) {
    const auto end = begin + static_cast<std::uint32_t>(quoted_size(line.substr(begin)));
    return {{begin, end}, offset(line.find_first_not_of(' ', end), line)};
}

KeyPlace plain_key(std::string_view line, std::uint32_t begin) {
    const auto colon = plain_colon(line, begin + 1);
    auto end = colon;
    while (end > begin + 1 && line[end - 1] == ' ') {
        --end;
    }
    const bool comment = line.substr(begin, end - begin).find(" #") != std::string_view::npos;
    return {{begin, comment ? begin : end}, colon};
}

}  // namespace

std::uint32_t after_blanks(std::string_view line, std::uint32_t at) {
    return offset(line.find_first_not_of(" \t", at), line);
}

bool is_rest_empty(std::string_view line, std::uint32_t at) { return at >= line.size() || line[at] == '#'; }

bool is_dash(std::string_view line, std::uint32_t at) {
    return line[at] == '-' && (at + 1 == line.size() || is_blank(line[at + 1]));
}

std::optional<KeyPlace> key_at(std::string_view line, std::uint32_t begin) {
    if (begin >= line.size() || line[begin] == '[' || line[begin] == '{') {
        return std::nullopt;
    }
    const auto place = is_quote(line[begin]) ? quoted_key(line, begin) : plain_key(line, begin);
    if (place.key.empty() || place.colon == line.size() || line[place.colon] != ':') {
        return std::nullopt;
    }
    const bool ends = place.colon + 1 == line.size() || is_blank(line[place.colon + 1]);
    return ends ? std::optional(place) : std::nullopt;
}

AnchorPlace anchor_at(std::string_view line, std::uint32_t at) {
    if (at + 1 >= line.size() || line[at] != '&' || is_blank(line[at + 1])) {
        return {{}, at};
    }
    const auto end = offset(line.find_first_of(" \t", at), line);
    return {{at + 1, end}, after_blanks(line, end)};
}

std::uint32_t plain_end(std::string_view line, std::uint32_t begin) {
    auto hash = line.find('#', begin + 1);
    while (hash != std::string_view::npos && !is_blank(line[hash - 1])) {
        hash = line.find('#', hash + 1);
    }
    auto end = offset(hash, line);
    while (end > begin && is_blank(line[end - 1])) {
        --end;
    }
    return end;
}

bool is_block_header(std::string_view scalar) {
    if (!scalar.starts_with('|') && !scalar.starts_with('>')) {
        return false;
    }
    const auto modifiers = scalar.substr(1);
    const auto digits = std::ranges::count_if(modifiers, [](char c) { return c >= '1' && c <= '9'; });
    const auto signs = std::ranges::count_if(modifiers, [](char c) { return c == '+' || c == '-'; });
    return digits <= 1 && signs <= 1 && digits + signs == std::ssize(modifiers);
}

}  // namespace slipway::yaml

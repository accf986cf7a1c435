#include "scalar.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/diag/utf8.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <utility>

namespace slipway::yaml {

namespace {

using document::Kind;

// What a backslash and the bytes after it stand for. They are none that Symfony knows if `size` is 0.
struct Escape {
    std::string text;
    std::size_t size = 0;  // without the backslash
};

// \xNN, \uNNNN and \UNNNNNNNN. `text` begins after the backslash.
Escape numbered_escape(std::string_view text) {
    const std::size_t count = text.front() == 'x' ? 2 : text.front() == 'u' ? 4 : 8;
    const auto digits = text.substr(1, count);
    if (digits.size() < count
        || digits.find_first_not_of("0123456789abcdefABCDEF") != std::string_view::npos) {
        return {};
    }
    const auto code = std::strtoul(std::string(digits).c_str(), nullptr, 16);
    if (code > 0x10FFFFU || (code >= 0xD800U && code <= 0xDFFFU)) {
        return {};  // Symfony makes bytes of it that are not UTF-8
    }
    Escape escape{.text = {}, .size = count + 1};
    append_utf8(static_cast<std::uint32_t>(code), escape.text);
    return escape;
}

Escape escape_at(std::string_view text) {
    using namespace std::string_view_literals;
    // clang-format off
    constexpr std::pair<char, std::string_view> named[] = {
        {'0', "\0"sv}, {'a', "\a"sv}, {'b', "\b"sv},   {'t', "\t"sv}, {'\t', "\t"sv},       {'n', "\n"sv},
        {'v', "\v"sv}, {'f', "\f"sv}, {'r', "\r"sv},   {' ', " "sv},  {'e', "\x1B"sv},      {'"', R"(")"sv},
        {'/', "/"sv},  {'\\', R"(\)"sv}, {'N', "\u0085"sv}, {'_', "\u00A0"sv}, {'L', "\u2028"sv}, {'P', "\u2029"sv},
    };
    // clang-format on
    if (text.starts_with('x') || text.starts_with('u') || text.starts_with('U')) {
        return numbered_escape(text);
    }
    const auto* const found = std::ranges::find(named, text.empty() ? '?' : text.front(),
                                                &std::pair<char, std::string_view>::first);
    return found == std::end(named) ? Escape{} : Escape{std::string(found->second), 1};
}

// A backslash that begins no escape stays.
std::string without_escapes(std::string_view text) {
    std::string out;
    for (auto backslash = text.find('\\'); backslash != std::string_view::npos; backslash = text.find('\\')) {
        const auto escape = escape_at(text.substr(backslash + 1));
        out += text.substr(0, backslash);
        out += escape.size == 0 ? text.substr(backslash, 2) : std::string_view(escape.text);
        text.remove_prefix(std::min(text.size(), backslash + 1 + std::max<std::size_t>(escape.size, 1)));
    }
    return out += text;
}

// Line ends with the space around them become one space, blank lines line feeds.
std::string folded(std::string_view text) {
    std::string out;
    for (auto at = position_of<'\r', '\n'>(text); at < text.size(); at = position_of<'\r', '\n'>(text)) {
        const auto line = text.substr(0, at);
        const auto next = std::min(text.find_first_not_of(" \t\r\n", at), text.size());
        std::size_t breaks = 0;
        for (auto i = at; i < next; ++i) {
            breaks += text[i] == '\n' || (text[i] == '\r' && !text.substr(i + 1).starts_with('\n')) ? 1U : 0U;
        }
        out += line.substr(0, line.find_last_not_of(" \t") + 1);
        out += breaks == 1 ? std::string(" ") : std::string(breaks - 1, '\n');
        text.remove_prefix(next);
    }
    return out += text;
}

}  // namespace

std::size_t quoted_size(std::string_view text) {
    const bool is_double = text.front() == '"';
    for (std::size_t i = 1;; i += 2) {
        i = is_double ? position_of<'"', '\\'>(text, i) : position_of<'\''>(text, i);
        if (i >= text.size()) {
            return 0;
        }
        const bool escape = is_double ? text[i] == '\\' : text.substr(i + 1).starts_with('\'');
        if (!escape) {
            return i + 1;
        }
    }
}

bool is_literal(std::string_view written) {
    const auto inner = written.substr(1, written.size() - 2);
    return written.front() == '"' ? !has_one_of<'\\', '\r', '\n'>(inner)
                                  : !has_one_of<'\'', '\r', '\n'>(inner);
}

std::string unquoted(std::string_view written) {
    const auto inner = folded(written.substr(1, written.size() - 2));
    if (written.front() == '"') {
        return without_escapes(inner);
    }
    std::string out;
    for (std::size_t i = 0; i < inner.size(); ++i) {
        out += inner[i];
        i += inner[i] == '\'' ? 1U : 0U;
    }
    return out;
}

PlainScalar plain_scalar(std::string_view written) {
    if (written.empty() || written == "~" || equal_in_any_case(written, "null")) {
        return {Kind::null_constant, written};
    }
    if (equal_in_any_case(written, "true")) {
        return {Kind::true_constant, written};
    }
    if (equal_in_any_case(written, "false")) {
        return {Kind::false_constant, written};
    }
    constexpr std::string_view text_tag = "!str ";
    return {Kind::text, written.substr(written.starts_with(text_tag) ? text_tag.size() : 0)};
}

}  // namespace slipway::yaml

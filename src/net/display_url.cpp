#include "slipway/net/transport.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>

namespace slipway::net {

namespace {

constexpr std::string_view hidden = "***";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int hex_value(char c) {
    if (is_digit(c)) {
        return c - '0';
    }
    const int letter = std::tolower(static_cast<unsigned char>(c));
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

// Lower case, %XX resolved: a name can be written in many ways.
std::string plain_name(std::string_view name) {
    std::string plain;
    for (std::size_t i = 0; i < name.size(); ++i) {
        auto c = name[i];
        if (c == '%' && i + 2 < name.size() && hex_value(name[i + 1]) >= 0 && hex_value(name[i + 2]) >= 0) {
            c = static_cast<char>(hex_value(name[i + 1]) * 16 + hex_value(name[i + 2]));
            i += 2;
        }
        plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return plain;
}

// "X-Amz-Signature", "api_key", "private_token", "sig". Short words must stand alone: "design" is no "sig".
bool names_a_secret(std::string_view parameter) {
    const auto name = plain_name(parameter);
    constexpr std::array<std::string_view, 8> telling = {"token", "key",       "secret",     "passw",
                                                         "pwd",   "signature", "credential", "session"};
    if (std::any_of(telling.begin(), telling.end(),
                    [&](auto word) { return name.find(word) != std::string::npos; })) {
        return true;
    }
    const auto is_letter = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
    for (auto begin = name.begin(); begin != name.end();) {
        const auto end = std::find_if_not(begin, name.end(), is_letter);
        const std::string_view word(begin, end);
        if (word == "sig" || word == "auth" || word == "pass" || word == "authorization") {
            return true;
        }
        begin = std::find_if(end, name.end(), is_letter);
    }
    return false;
}

// Past the user and password of text, which begins after "//". A password may hold a bare '/', '?' or '#',
// which ends the authority for a parser; what was before the '@' is a secret all the same.
std::size_t skip_credentials(std::string_view text) {
    const auto authority = text.substr(0, text.find_first_of("/?#"));
    if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
        return at + 1;
    }
    const auto colon = authority.rfind(':');
    const bool has_port =
        colon == std::string_view::npos || authority.ends_with(']')
        || std::all_of(authority.begin() + static_cast<std::ptrdiff_t>(colon) + 1, authority.end(), is_digit);
    const auto late_at = text.find('@');
    return has_port || late_at == std::string_view::npos ? 0 : late_at + 1;
}

std::string hide_secret_parameters(std::string_view text) {
    constexpr std::string_view separators = "?&;#";
    std::string shown;
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of(separators, 1), text.size());
        const auto parameter = text.substr(1, end - 1);
        const auto equals = parameter.find('=');
        const bool secret = equals != std::string_view::npos && names_a_secret(parameter.substr(0, equals));
        shown += text.front();
        shown += secret ? parameter.substr(0, equals + 1) : parameter;
        shown += secret ? hidden : "";
        text.remove_prefix(end);
    }
    return shown;
}

// A URL goes to terminals and logs: nothing in it may steer them.
std::string escape_controls(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f) {
            escaped += fmt::format("%{:02X}", byte);
        } else {
            escaped += c;
        }
    }
    return escaped;
}

}  // namespace

std::string display_url(const std::string& url) {
    const std::string_view text = url;
    const auto slashes = text.find("//");
    const bool has_scheme = slashes != std::string_view::npos
                            && text.substr(0, slashes).find_first_of("/?#@") == std::string_view::npos;
    const auto begin = has_scheme ? slashes + 2 : 0;
    const auto rest = text.substr(begin + skip_credentials(text.substr(begin)));
    const auto query = std::min(rest.find_first_of("?#"), rest.size());
    return escape_controls(std::string(text.substr(0, begin)) + std::string(rest.substr(0, query))
                           + hide_secret_parameters(rest.substr(query)));
}

}  // namespace slipway::net

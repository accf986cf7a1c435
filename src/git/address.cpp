#include "address.hpp"

#include "library.hpp"

#include <slipway/base/chars.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>

namespace slipway::git {

namespace {

constexpr std::string_view known_forms = "write http://, https://, git://, ssh:// or file://, or a directory";

bool is_word_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// "ext::sh -c ..." runs a program; so does every other helper.
bool names_helper(std::string_view text) {
    const auto* const end = std::find_if_not(text.begin(), text.end(), is_word_character);
    return end != text.begin() && std::string_view(end, text.end()).starts_with("::");
}

// host:path, as ssh users write it: a colon before the first slash, as git decides it.
bool is_scp_form(std::string_view text) {
    const auto colon = text.find(':');
    return colon != std::string_view::npos && colon > 0 && colon < text.find('/');
}

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        unsigned char value = 0;
        const auto digits = text.substr(i + 1, 2);
        const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
        if (problem != std::errc() || digits.size() != 2 || end != digits.data() + 2 || value == 0) {
            return std::nullopt;
        }
        out += static_cast<char>(value);
        i += 2;
    }
    return out;
}

std::string percent_encoded(std::string_view path) {
    std::string out;
    for (const char c : path) {
        if (is_word_character(c) || std::string_view("/-._~").find(c) != std::string_view::npos) {
            out += c;
        } else {
            out += fmt::format("%{:02x}", static_cast<unsigned char>(c));
        }
    }
    return out;
}

// Without user and password; without a query, which is where tokens are.
std::string shown(std::string_view url) {
    const auto host = url.find("://") + 3;
    const auto authority = url.substr(host, url.find_first_of("/?#", host) - host);
    const auto at = authority.rfind('@');
    const auto rest = url.substr(at == std::string_view::npos ? host : host + at + 1);
    return fmt::format("{}{}", url.substr(0, host), rest.substr(0, rest.find_first_of("?#")));
}

// As a file URL, since libgit2 takes a bare path with a colon in it for a host.
Address local(std::string path, std::string key) {
    auto url = "file://" + percent_encoded(path);
    auto display = key;
    return {.protocol = Address::Protocol::local,
            .url = std::move(url),
            .path = std::move(path),
            .key = std::move(key),
            .display = std::move(display)};
}

Error refused(std::string_view url, std::string_view why) {
    return Error(ErrorKind::unsupported, fmt::format("the git repository '{}' {}", url, why))
        .with_help(std::string(known_forms));
}

Result<Address> parse_file(const std::string& text) {
    constexpr std::string_view localhost = "localhost/";
    auto path = std::string_view(text).substr(std::string_view("file://").size());
    if (path.starts_with(localhost)) {
        path.remove_prefix(localhost.size() - 1);
    }
    auto decoded = percent_decoded(path);
    if (!path.starts_with('/') || !decoded) {
        return Error(ErrorKind::unsupported,
                     fmt::format("the URL '{}' names no directory of this machine", text))
            .with_help("write file:/// and the absolute path");
    }
    return local(*std::move(decoded), text);
}

Result<Address> parse_url(const std::string& text, std::string_view scheme) {
    using enum Address::Protocol;
    const auto display = shown(text);
    if (scheme == "file") {
        return parse_file(text);
    }
    const auto after = std::string_view(text).substr(scheme.size() + 3);
    const bool has_host = !after.empty() && after.front() != '/';
    const auto remote = [&](Address::Protocol protocol) {
        return Address{.protocol = protocol, .url = text, .path = {}, .key = text, .display = display};
    };
    if (has_host && (scheme == "http" || scheme == "https")) {
        return remote(http);
    }
    if (has_host && scheme == "git") {
        return remote(Address::Protocol::git);
    }
    if (has_host && (scheme == "ssh" || scheme == "git+ssh" || scheme == "ssh+git")) {
        if (!has_ssh()) {
            return refused(display, "needs ssh, which this libgit2 was built without");
        }
        return remote(ssh);
    }
    return has_host ? refused(display, "is behind a protocol that is not git's")
                    : refused(fmt::format("{}://", scheme), "names no host");
}

Result<Address> parse_scp_form(const std::string& text) {
    const auto at = text.rfind('@', text.find(':'));
    auto display = text.substr(at == std::string::npos ? 0 : at + 1);
    if (!has_ssh()) {
        return refused(display, "needs ssh, which this libgit2 was built without");
    }
    return Address{.protocol = Address::Protocol::ssh,
                   .url = text,
                   .path = {},
                   .key = text,
                   .display = std::move(display)};
}

}  // namespace

Result<Address> Address::parse(const std::string& text) {
    const bool printable = std::none_of(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    if (text.empty() || !printable) {
        return refused("", text.empty() ? "has no address" : "has control characters in its address");
    }
    if (names_helper(text)) {
        return refused(text.substr(0, text.find("::") + 2), "would run a program of its own choice");
    }
    if (const auto end = text.find("://"); end != std::string::npos && end < text.find('/')) {
        return parse_url(text, lower(text.substr(0, end)));
    }
    if (is_scp_form(text)) {
        return parse_scp_form(text);
    }
    std::error_code problem;
    const auto path = std::filesystem::absolute(text, problem);
    if (problem) {
        return refused(text, "is relative to a directory that cannot be told: " + problem.message());
    }
    return local(path.string(), path.string());
}

std::string Address::without_credentials() const {
    if (protocol == Protocol::local) {
        return path;
    }
    const auto scheme = url.find("://");
    const auto begin = scheme == std::string::npos ? 0 : scheme + 3;
    const auto at = url.substr(0, url.find('/', begin)).rfind('@');
    if (at == std::string::npos || at < begin) {
        return url;
    }
    const auto user = url.substr(begin, at - begin);
    const auto kept = protocol == Protocol::ssh ? user.substr(0, user.find(':')) + '@' : std::string();
    return url.substr(0, begin) + kept + url.substr(at + 1);
}

std::string Address::censored(std::string message) const {
    for (auto at = message.find(url); at != std::string::npos; at = message.find(url, at + display.size())) {
        message.replace(at, url.size(), display);
    }
    return message;
}

}  // namespace slipway::git

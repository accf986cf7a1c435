#include "slipway/resolve/info_lines.hpp"

#include <slipway/base/chars.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <system_error>

namespace slipway::resolve {

namespace {

constexpr std::string_view ini = ".info";
constexpr std::string_view yaml = ".info.yml";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Where the digits end that begin at `from`.
std::size_t after_digits(std::string_view text, std::size_t from) {
    while (from < text.size() && is_digit(text[from])) {
        ++from;
    }
    return from;
}

bool has_at(std::string_view text, std::size_t at, std::string_view wanted) {
    return at <= text.size() && text.substr(at).starts_with(wanted);
}

// "8.x-1." anywhere.
bool has_contrib_of_eight(std::string_view version) {
    for (std::size_t at = 0; at < version.size(); ++at) {
        const bool core = version[at] == '8' || version[at] == '9';
        if (core && has_at(version, at + 1, ".x-") && has_at(version, after_digits(version, at + 4), ".")) {
            return true;
        }
    }
    return false;
}

// Two dots with nothing but digits between them, anywhere.
bool has_semantic_version(std::string_view version) {
    for (auto dot = version.find('.'); dot != std::string_view::npos; dot = version.find('.', dot + 1)) {
        if (has_at(version, after_digits(version, dot + 1), ".")) {
            return true;
        }
    }
    return false;
}

// "7.x" of "7.x-1.2"; empty if the version names no core from 6 on.
std::string_view core_of(std::string_view version) {
    const auto digits = after_digits(version, 0);
    auto number = version.substr(0, digits);
    while (number.starts_with('0')) {
        number.remove_prefix(1);
    }
    const bool old = number.empty() || (number.size() == 1 && number < "6");
    return digits == 0 || old || !has_at(version, digits, ".x-") ? std::string_view()
                                                                 : version.substr(0, digits + 2);
}

// "2009-02-13" of 1234567890.
std::string date_of(std::int64_t time) {
    const auto day =
        std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(time)));
    const std::chrono::year_month_day date(day);
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::optional<std::int64_t> seconds_of(std::string_view text) {
    std::int64_t seconds = 0;
    const auto* const end = text.data() + text.size();
    const auto [last, error] = std::from_chars(text.data(), end, seconds);
    return error == std::errc() && last == end && seconds > 0 ? std::optional(seconds) : std::nullopt;
}

}  // namespace

std::string_view info_suffix(std::string_view version) {
    return has_semantic_version(version) || has_contrib_of_eight(version) ? yaml : ini;
}

std::string info_lines(std::string_view version, std::string_view project, std::int64_t time) {
    const bool is_yaml = info_suffix(version) == yaml;
    const auto core = core_of(version);
    const auto key = !project.empty() ? "project" : "core";
    const auto value = !project.empty() ? project : core;
    if (is_yaml) {
        const auto whose = value.empty() ? std::string() : fmt::format("\n{}: '{}'", key, value);
        return fmt::format("\n# Information added by drush on {}\nversion: '{}'{}\ndatestamp: {}",
                           date_of(time), version, whose, time);
    }
    const auto whose = value.empty() ? std::string() : fmt::format("\n{} = \"{}\"", key, value);
    return fmt::format("\n; Information added by drush on {}\nversion = \"{}\"{}\ndatestamp = \"{}\"",
                       date_of(time), version, whose, time);
}

std::optional<std::int64_t> datestamp_of(std::string_view info) {
    constexpr std::string_view key = "datestamp";
    std::optional<std::int64_t> found;
    while (!info.empty()) {
        const auto end = std::min(info.find('\n'), info.size());
        auto line = trimmed(info.substr(0, end));
        info.remove_prefix(std::min(end + 1, info.size()));
        if (!line.starts_with(key)) {
            continue;
        }
        line = trimmed(line.substr(key.size()));
        if (line.empty() || (line.front() != '=' && line.front() != ':')) {
            continue;
        }
        line = trimmed(line.substr(1));
        if (line.size() > 1 && (line.front() == '"' || line.front() == '\'') && line.back() == line.front()) {
            line = line.substr(1, line.size() - 2);
        }
        found = seconds_of(line);
    }
    return found;
}

}  // namespace slipway::resolve

#include "response_head.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace slipway::net {

namespace {

constexpr int first_final_status = 200;

bool is_printable(char c) { return c >= 0x20 && c < 0x7f; }

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t\r\n") + 1 - first);
}

bool same_ignoring_case(std::string_view left, std::string_view right) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [&](char a, char b) { return lower(a) == lower(b); });
}

template <class Number>
std::optional<Number> whole_number(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return number;
}

std::string printable(std::string_view text) {
    constexpr std::size_t enough = 100;
    std::string shown(text.substr(0, enough));
    std::replace_if(
        shown.begin(), shown.end(), [](char c) { return !is_printable(c); }, '?');
    return shown;
}

}  // namespace

void ResponseHead::take_line(std::string_view line) {
    if (complete_) {
        return;
    }
    line = trimmed(line);
    if (line.empty()) {
        complete_ = status >= first_final_status;
        if (chunked_) {
            content_length.reset();
        }
    } else if (line.starts_with("HTTP/")) {
        take_status_line(line);
    } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
        take_field(line.substr(0, colon), trimmed(line.substr(colon + 1)));
    }
}

void ResponseHead::take_status_line(std::string_view line) {
    *this = ResponseHead();  // what an interim answer said does not count
    const auto text = trimmed(line.substr(std::min(line.find(' '), line.size())));
    status = whole_number<int>(text.substr(0, text.find(' '))).value_or(0);
    status_text = printable(text);
}

void ResponseHead::take_field(std::string_view name, std::string_view value) {
    const auto is = [name](std::string_view wanted) { return same_ignoring_case(name, wanted); };
    if (is("etag")) {
        etag = value;
    } else if (is("last-modified")) {
        last_modified = value;
    } else if (is("location")) {
        location = value;
    } else if (is("retry-after")) {
        retry_after = value;
    } else if (is("accept-ranges")) {
        accepts_ranges = same_ignoring_case(value, "bytes");
    } else if (is("content-length")) {
        content_length = whole_number<std::uint64_t>(value);
    } else if (is("transfer-encoding")) {
        chunked_ = true;
    } else if (is("content-range")) {
        content_range = parse_content_range(value);
    }
}

std::optional<ContentRange> parse_content_range(std::string_view value) {
    constexpr std::string_view unit = "bytes ";
    const auto dash = value.find('-');
    const auto slash = value.find('/');
    if (!value.starts_with(unit) || dash == std::string_view::npos || slash == std::string_view::npos
        || slash < dash) {
        return std::nullopt;
    }
    const auto first = whole_number<std::uint64_t>(value.substr(unit.size(), dash - unit.size()));
    const auto last = whole_number<std::uint64_t>(value.substr(dash + 1, slash - dash - 1));
    const auto total = whole_number<std::uint64_t>(value.substr(slash + 1));
    const bool unknown_total = value.substr(slash + 1) == "*";
    if (!first || !last || *last < *first || (!total && !unknown_total) || (total && *total <= *last)) {
        return std::nullopt;
    }
    return ContentRange{*first, total};
}

bool is_safe_field_value(std::string_view value) {
    constexpr std::size_t longest = 1024;
    return !value.empty() && value.size() <= longest && std::all_of(value.begin(), value.end(), is_printable);
}

}  // namespace slipway::net

#include "git_names.hpp"

#include "names.hpp"

#include <cstddef>

namespace slipway::patch {

namespace {

std::string_view without_newline(std::string_view line) { return line.substr(0, line.find('\n')); }

std::string squash_slashes(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (c != '/' || !out.ends_with('/')) {
            out += c;
        }
    }
    return out;
}

// What is left of `name` without its first `strip` directories, or nothing if it has fewer.
std::optional<std::string_view> strip_directories(std::string_view name, int strip) {
    for (; strip > 0; --strip) {
        const auto slash = name.find('/');
        if (slash == std::string_view::npos) {
            return std::nullopt;
        }
        name.remove_prefix(slash + 1);
    }
    return name;
}

std::optional<std::string> quoted_name(std::string_view header, int strip) {
    const auto quoted = unquote(without_newline(header));
    const auto name = quoted ? strip_directories(quoted->text, strip) : std::nullopt;
    return name ? std::optional(squash_slashes(*name)) : std::nullopt;
}

// `name`: exactly the name, with all of its directories.
std::optional<std::string> plain_name(std::string_view name,
                                      int strip,
                                      const std::optional<std::string>& shorter) {
    const auto stripped = strip_directories(name, strip);
    if (!stripped || stripped->empty()) {
        return shorter;
    }
    if (shorter && shorter->size() < stripped->size() && stripped->starts_with(*shorter)) {
        return shorter;
    }
    return squash_slashes(*stripped);
}

// All white space but the blank, and but the tab if it is not to end the name.
std::string_view up_to_white_space(std::string_view header, bool tab_ends) {
    std::size_t length = 0;
    while (length < header.size()) {
        const char c = header[length];
        if (is_space(c) && c != ' ' && (c != '\t' || tab_ends)) {
            break;
        }
        ++length;
    }
    return header.substr(0, length);
}

// How many bytes at the end of `text` look like `pattern`, in which 0 stands for any digit and + for either
// sign: all or none.
std::size_t ends_like(std::string_view text, std::string_view pattern) {
    if (text.size() < pattern.size()) {
        return 0;
    }
    const auto end = text.substr(text.size() - pattern.size());
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const char c = end[i];
        const char wanted = pattern[i];
        const bool fits = wanted == '0' ? is_digit(c) : wanted == '+' ? c == '+' || c == '-' : c == wanted;
        if (!fits) {
            return 0;
        }
    }
    return pattern.size();
}

// " 19:41:17", " 19:41:17.620000023"
std::size_t time_length(std::string_view text) {
    if (const auto length = ends_like(text, " 00:00:00")) {
        return length;
    }
    auto digits = text.size();
    while (digits > 0 && is_digit(text[digits - 1])) {
        --digits;
    }
    if (digits == 0 || digits == text.size() || text[digits - 1] != '.') {
        return 0;
    }
    const auto whole = ends_like(text.substr(0, digits - 1), " 00:00:00");
    return whole == 0 ? 0 : text.size() - (digits - 1) + whole;
}

// "2010-07-05", "10-07-05"
std::size_t date_length(std::string_view text) {
    const auto length = ends_like(text, "0000-00-00");
    return length != 0 ? length : ends_like(text, "00-00-00");
}

// How long the time stamp at the end of a line is, with the white space before it.
std::size_t stamp_length(std::string_view line) {
    auto rest = line;
    if (rest.empty() || !is_digit(rest.back())) {
        return 0;
    }
    const auto zone = ends_like(rest, " +0000");
    rest.remove_suffix(zone != 0 ? zone : ends_like(rest, " +00:00"));
    rest.remove_suffix(time_length(rest));
    const auto date = date_length(rest);
    rest.remove_suffix(date);
    if (date == 0 || rest.empty() || (rest.back() != '\t' && rest.back() != ' ')) {
        return 0;
    }
    if (rest.back() == '\t') {
        return line.size() - rest.size() + 1;
    }
    while (rest.ends_with(' ')) {
        rest.remove_suffix(1);
    }
    return line.size() - rest.size();
}

bool looks_like(std::string_view text, std::string_view pattern) {
    return text.size() >= pattern.size() && ends_like(text.substr(0, pattern.size()), pattern) != 0;
}

int two_digits(std::string_view text) { return (text[0] - '0') * 10 + (text[1] - '0'); }

// "-0500", "-05:00" in minutes east of Greenwich; nothing if `text` is not exactly one.
std::optional<int> zone_minutes(std::string_view text) {
    const bool plain = text.size() == 5 && looks_like(text, "+0000");
    const bool colon = text.size() == 6 && looks_like(text, "+00:00");
    if ((!plain && !colon) || text[1] > '2' || text[colon ? 4 : 3] > '5') {
        return std::nullopt;
    }
    const int minutes = two_digits(text.substr(1)) * 60 + two_digits(text.substr(colon ? 4 : 3));
    return text[0] == '-' ? -minutes : minutes;
}

// As git's skip_tree_prefix: no absolute names.
std::optional<std::string_view> strip_prefix(std::string_view name, int strip) {
    if (name.starts_with('/')) {
        return std::nullopt;
    }
    return strip_directories(name, strip);
}

std::optional<std::string> name_if_quoted_first(std::string_view header, int strip) {
    const auto first = unquote(header);
    const auto name = first ? strip_prefix(first->text, strip) : std::nullopt;
    if (!name) {
        return std::nullopt;
    }
    auto rest = header.substr(first->length);
    while (!rest.empty() && is_space(rest.front())) {
        rest.remove_prefix(1);
    }
    const auto second = unquote(rest);
    const auto other = second                                  ? strip_prefix(second->text, strip)
                       : (rest.empty() || rest.front() == '"') ? std::nullopt
                                                               : strip_prefix(rest, strip);
    return other && *other == *name ? std::optional(std::string(*name)) : std::nullopt;
}

std::optional<std::string> name_if_quoted_second(std::string_view name, std::size_t quote, int strip) {
    const auto second = unquote(name.substr(quote));
    const auto other = second ? strip_prefix(second->text, strip) : std::nullopt;
    const bool equal =
        other && other->size() < quote && name.starts_with(*other) && is_space(name[other->size()]);
    return equal ? std::optional(std::string(*other)) : std::nullopt;
}

}  // namespace

bool is_dev_null(std::string_view header) {
    constexpr std::string_view null = "/dev/null";
    return header.starts_with(null) && header.size() > null.size() && is_space(header[null.size()]);
}

std::optional<std::string> git_name(std::string_view header, int strip, bool tab_ends) {
    if (header.starts_with('"')) {
        if (auto name = quoted_name(header, strip)) {
            return name;
        }
    }
    return plain_name(up_to_white_space(header, tab_ends), strip, std::nullopt);
}

std::optional<std::string> traditional_name(std::string_view header,
                                            int strip,
                                            const std::optional<std::string>& shorter) {
    if (header.starts_with('"')) {
        if (auto name = quoted_name(header, strip)) {
            return name;
        }
    }
    const auto line = without_newline(header);
    const auto stamp = stamp_length(line);
    const auto name = stamp == 0 ? up_to_white_space(header, true) : line.substr(0, line.size() - stamp);
    return plain_name(name, strip, shorter);
}

bool has_epoch_stamp(std::string_view header) {
    const auto line = without_newline(header);
    const auto tab = line.rfind('\t');
    const auto stamp = tab == std::string_view::npos ? std::string_view() : line.substr(tab + 1);
    const bool eve = stamp.starts_with("1969-12-31 ");
    if (!eve && !stamp.starts_with("1970-01-01 ")) {
        return false;
    }
    auto time = stamp.substr(11);
    if (!looks_like(time, "00:00:00") || time[0] > '2' || time[3] > '5' || time.substr(6, 2) != "00") {
        return false;
    }
    auto zone = time.substr(8);
    if (zone.starts_with(".0")) {
        const auto end = zone.find_first_not_of('0', 1);
        zone = end == std::string_view::npos ? std::string_view() : zone.substr(end);
    }
    const auto east = zone.starts_with(' ') ? zone_minutes(zone.substr(1)) : std::nullopt;
    return east && two_digits(time) * 60 + two_digits(time.substr(3)) - *east == (eve ? 24 * 60 : 0);
}

std::optional<std::string> git_header_name(std::string_view header, int strip) {
    header = without_newline(header);
    if (header.size() > longest_header) {
        return std::nullopt;
    }
    if (header.starts_with('"')) {
        return name_if_quoted_first(header, strip);
    }
    const auto stripped = strip_prefix(header, strip);
    if (!stripped) {
        return std::nullopt;
    }
    const auto name = *stripped;
    if (const auto quote = name.find('"'); quote != std::string_view::npos) {
        return name_if_quoted_second(name, quote, strip);
    }
    // A name may hold blanks: it ends at the one behind which the same name follows.
    for (auto blank = name.find_first_of("\t "); blank != std::string_view::npos;
         blank = name.find_first_of("\t ", blank + 1)) {
        const auto second = strip_prefix(name.substr(blank + 1), strip);
        if (second && *second == name.substr(0, blank)) {
            return std::string(*second);
        }
    }
    return std::nullopt;
}

}  // namespace slipway::patch

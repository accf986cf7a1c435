#include "gnu_header.hpp"
#include "names.hpp"

#include <array>
#include <charconv>
#include <chrono>

namespace slipway::patch {

namespace {

// GNU patch counts runs of slashes, and takes the last that may go: "a/b" with 0 is "a/b", with 1 "b".
std::optional<std::string> strip_slashes(std::string_view name, int strip) {
    auto left = strip;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] != '/') {
            continue;
        }
        while (i + 1 < name.size() && name[i + 1] == '/') {
            ++i;
        }
        if (--left >= 0) {
            begin = i + 1;
        }
    }
    if (left > 0 || begin >= name.size()) {
        return std::nullopt;
    }
    return std::string(name.substr(begin));
}

std::string_view skip_spaces(std::string_view text) {
    while (!text.empty() && is_space(text.front())) {
        text.remove_prefix(1);
    }
    return text;
}

// A name may hold blanks if a tab comes behind it.
std::size_t plain_length(std::string_view text, char after_blanks) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!is_space(text[i])) {
            continue;
        }
        auto end = i;
        while (text[end] != '\t' && end + 1 < text.size() && is_space(text[end + 1])) {
            ++end;
        }
        if (text[end] == '\t' || text.find(after_blanks, end + 1) == std::string_view::npos) {
            return i;
        }
    }
    return text.size();
}

std::optional<int> take_int(std::string_view& text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || text.empty()) {
        return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

bool take(std::string_view& text, std::string_view wanted) {
    if (!text.starts_with(wanted)) {
        return false;
    }
    text.remove_prefix(wanted.size());
    return true;
}

struct Moment {
    std::chrono::sys_days day;
    int minutes = 0;  // since its midnight
};

std::optional<int> take_time(std::string_view& text) {
    text = skip_spaces(text);
    const auto hours = take_int(text);
    if (!hours || !take(text, ":")) {
        return std::nullopt;
    }
    const auto minutes = take_int(text);
    if (!minutes) {
        return std::nullopt;
    }
    if (take(text, ":")) {
        const auto end = text.find_first_not_of("0123456789.");
        text.remove_prefix(end == std::string_view::npos ? text.size() : end);
    }
    return *hours * 60 + *minutes;
}

std::optional<std::chrono::sys_days> day_of(int year, int month, int day) {
    const auto date = std::chrono::year(year) / month / day;
    return date.ok() ? std::optional(std::chrono::sys_days(date)) : std::nullopt;
}

// "1970-01-01 01:00:00.000000000 +0100"
std::optional<Moment> iso_moment(std::string_view text) {
    text = skip_spaces(text);
    const auto year = take_int(text);
    const auto month = year && take(text, "-") ? take_int(text) : std::nullopt;
    const auto day = month && take(text, "-") ? take_int(text) : std::nullopt;
    if (!day) {
        return std::nullopt;
    }
    const auto time = take_time(text).value_or(0);
    text = skip_spaces(text);
    const bool west = text.starts_with('-');
    const bool zoned = west || text.starts_with('+');
    if (zoned) {
        text.remove_prefix(1);
    }
    const auto zone = zoned ? take_int(text).value_or(0) : 0;
    const auto east = (zone / 100 * 60 + zone % 100) * (west ? -1 : 1);
    const auto date = day_of(*year, *month, *day);
    return date ? std::optional(Moment{*date, time - east}) : std::nullopt;
}

// "Thu Jan  1 00:00:00 1970", as context diffs of old have it. Only January and December can be the epoch.
std::optional<Moment> ctime_moment(std::string_view text) {
    text = skip_spaces(text);
    const auto blank = text.find(' ');
    text = skip_spaces(text.substr(blank == std::string_view::npos ? text.size() : blank));
    const bool january = take(text, "Jan");
    if (!january && !take(text, "Dec")) {
        return std::nullopt;
    }
    text = skip_spaces(text);
    const auto day = take_int(text);
    const auto time = day ? take_time(text) : std::nullopt;
    text = skip_spaces(text);
    const auto year = time ? take_int(text) : std::nullopt;
    if (!year) {
        return std::nullopt;
    }
    const auto date = day_of(*year, january ? 1 : 12, *day);
    return date ? std::optional(Moment{*date, *time}) : std::nullopt;
}

// GNU diff stamps files that do not exist with the epoch, in some time zone.
bool is_epoch(std::string_view stamp) {
    const auto iso = iso_moment(stamp);
    const auto moment = iso ? iso : ctime_moment(stamp);
    if (!moment) {
        return false;
    }
    const std::chrono::minutes since = moment->day.time_since_epoch() + std::chrono::minutes(moment->minutes);
    return since > std::chrono::hours(-25) && since < std::chrono::hours(26);
}

}  // namespace

GnuName gnu_name(std::string_view header, int strip, bool stamped) {
    if (header.size() > longest_header) {
        return {};
    }
    header = skip_spaces(header);
    const auto quoted = unquote(header);
    if (header.starts_with('"') && !quoted) {
        return {};
    }
    const auto length = quoted ? quoted->length : plain_length(header, stamped ? '\t' : '\n');
    const auto name = quoted ? quoted->text : std::string(header.substr(0, length));
    const auto rest = header.substr(length);
    if (name == "/dev/null") {
        return {.name = std::nullopt, .epoch = stamped};
    }
    const bool more = !rest.starts_with('\n');
    if (more && !stamped) {
        return {};
    }
    return {.name = strip_slashes(name, strip), .epoch = more && is_epoch(rest)};
}

std::optional<GnuNames> gnu_git_names(std::string_view header, int strip) {
    std::array<std::string, 2> names;
    for (auto& name : names) {
        header = skip_spaces(header);
        const auto quoted = unquote(header);
        std::size_t length = 0;
        while (!quoted && length < header.size() && !is_space(header[length])) {
            ++length;
        }
        length = quoted ? quoted->length : length;
        const auto stripped =
            strip_slashes(quoted ? std::string_view(quoted->text) : header.substr(0, length), strip);
        if (!stripped) {
            return std::nullopt;
        }
        name = *stripped;
        header.remove_prefix(length);
    }
    if (!skip_spaces(header).empty()) {
        return std::nullopt;
    }
    return GnuNames{names[0], names[1]};
}

}  // namespace slipway::patch

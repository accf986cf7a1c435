#include "flow.hpp"

#include "mapping.hpp"
#include "mistake.hpp"
#include "scalar.hpp"

#include <slipway/diag/range.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace slipway::yaml {

namespace {

using document::Key;
using document::Kind;
using document::max_depth;
using document::Value;

constexpr std::string_view line_ends = "\r\n";

bool is_quote(char c) { return c == '"' || c == '\''; }

Range trimmed_range(std::string_view text, Range range) {
    while (range.begin < range.end && (text[range.begin] == ' ' || text[range.begin] == '\t')) {
        ++range.begin;
    }
    while (range.end > range.begin && (text[range.end - 1] == ' ' || text[range.end - 1] == '\t')) {
        --range.end;
    }
    return range;
}

}  // namespace

std::optional<FlowCollection> FlowReader::read(std::uint32_t begin, std::ptrdiff_t parent_column) {
    mistake_.reset();
    at_ = begin;
    enter_line();
    parent_column_ = parent_column;
    several_lines_ = false;
    depth_ = 0;
    auto value = collection();
    if (!value) {
        return std::nullopt;
    }
    return FlowCollection{std::move(*value), at_, several_lines_};
}

std::optional<Value> FlowReader::collection() {
    if (++depth_ > max_depth) {
        mistake_ = nested_too_deep({at_, at_ + 1});
        return std::nullopt;
    }
    auto value = here() == '[' ? sequence() : mapping();
    --depth_;
    return value;
}

std::optional<Value> FlowReader::sequence() {
    const auto begin = at_++;
    Mapping items(reporter_);
    while (skip(" \t,")) {
        if (here() == ']') {
            Value list(source_.span({begin, ++at_}));
            list.map() = std::move(items).take();
            return list;
        }
        auto item = element(",]");
        if (!item) {
            return std::nullopt;
        }
        items.append(std::move(*item));
    }
    return fail_unclosed(begin);
}

std::optional<Value> FlowReader::mapping() {
    const auto begin = at_++;
    Mapping entries(reporter_);
    while (skip(" \t,")) {
        if (here() == '}') {
            Value map(source_.span({begin, ++at_}));
            map.map() = std::move(entries).take();
            return map;
        }
        auto name = key();
        if (!name) {
            return std::nullopt;
        }
        if (!skip(" \t:")) {
            return fail_unclosed(begin);
        }
        auto value = element(",}");
        if (!value) {
            return std::nullopt;
        }
        if (name->text != "<<") {
            entries.set(std::move(*name), std::move(*value));
        } else if (!entries.merge(*value)) {
            return fail({name->span.begin, name->span.end}, "'<<' takes over a map or a list of maps");
        }
    }
    return fail_unclosed(begin);
}

std::optional<Value> FlowReader::element(std::string_view delimiters) {
    if (here() == '[' || here() == '{') {
        return collection();
    }
    if (is_quote(here())) {
        return quoted(delimiters);
    }
    return plain(delimiters);
}

std::optional<Value> FlowReader::quoted(std::string_view delimiters) {
    const auto size = quoted_size(source_.text.substr(at_, limit_ - at_));
    const Range written{at_, at_ + static_cast<std::uint32_t>(size)};
    if (size == 0) {
        return fail({at_, at_ + 1}, "this text is not closed on its line",
                    fmt::format("close it with {}", here()));
    }
    at_ = written.end;
    const bool ended = !skip(" \t") && in_pair_;
    if (!ended && (at_ >= limit_ || delimiters.find(here()) == std::string_view::npos)) {
        return fail({written.begin, written.end},
                    fmt::format("expected ',' or '{}' after this text", delimiters.back()));
    }
    return Value(Kind::text, unquoted(written.of(source_.text)), source_.span(written));
}

// A plain text runs up to the first delimiter after its first byte, or, which Drush refuses, to the line's
// end.
std::optional<Range> FlowReader::plain_range(std::string_view delimiters) {
    const auto delimiter = source_.text.substr(0, limit_).find_first_of(delimiters, at_ + 1);
    const auto end = static_cast<std::uint32_t>(std::min<std::size_t>(delimiter, limit_));
    const auto written = trimmed_range(source_.text, {at_, end});
    at_ = end;
    if (delimiter == std::string_view::npos && !in_pair_
        && (!skip(" \t") || delimiters.find(here()) == std::string_view::npos)) {
        return fail(written, fmt::format("expected ',' or '{}' after this text", delimiters.back()));
    }
    return written;
}

std::optional<Value> FlowReader::plain(std::string_view delimiters) {
    if (delimiters.find(here()) != std::string_view::npos) {
        return fail({at_, at_ + 1}, "expected a value before this", "write ~ for nothing");
    }
    const auto written = plain_range(delimiters);
    if (!written) {
        return std::nullopt;
    }
    if (delimiters.back() == ']' && !in_pair_
        && written->of(source_.text).find(": ") != std::string_view::npos) {
        return pair(*written);
    }
    return scalar(*written);
}

std::optional<Value> FlowReader::scalar(Range written) {
    const auto text = written.of(source_.text);
    if (text.starts_with('*')) {
        auto value = resolve_({written.begin + 1, written.end});
        return value ? std::move(value)
                     : fail(written, fmt::format("there is no anchor '&{}' above", text.substr(1)));
    }
    const auto [kind, meant] = plain_scalar(text);
    return Value(kind, meant, source_.span(written));
}

// [a: b] is short for [{a: b}].
std::optional<Value> FlowReader::pair(Range written) {
    const auto after = at_;
    const auto limit = std::exchange(limit_, written.end);
    at_ = written.begin;
    in_pair_ = true;
    std::optional<Value> value;
    auto name = key();
    if (name && skip(" \t:")) {
        value = element(",}");
    }
    in_pair_ = false;
    at_ = after;
    limit_ = limit;
    if (!value) {
        return mistake_ ? std::nullopt : fail(written, "expected a value after ':'");
    }
    Value map(source_.span(written));
    map.map().set(std::move(*name), std::move(*value));
    return map;
}

// Up to the first colon or space, whatever follows.
std::optional<Key> FlowReader::key() {
    if (is_quote(here())) {
        auto value = quoted(": ");
        return value ? std::optional<Key>({value->written(), value->span()}) : std::nullopt;
    }
    const auto end = source_.text.substr(0, limit_).find_first_of(": ", at_ + 1);
    if (end == std::string_view::npos) {
        return fail({at_, limit_}, "expected 'key: value'");
    }
    const Range written{at_, static_cast<std::uint32_t>(end)};
    at_ = written.end;
    return Key{std::string(written.of(source_.text)), source_.span(written)};
}

// Skips what is in `fill`, and goes on on the next line if need be. False at the end.
bool FlowReader::skip(std::string_view fill) {
    do {
        at_ = static_cast<std::uint32_t>(
            std::min<std::size_t>(source_.text.substr(0, limit_).find_first_not_of(fill, at_), limit_));
    } while (at_ == limit_ && !in_pair_ && next_line());
    return at_ < limit_;
}

// Moves to the next line that is neither blank nor a comment. False if that is no part of the collection.
bool FlowReader::next_line() {
    const auto text = source_.text;
    for (auto begin = text.find_first_not_of(line_ends, limit_); begin != std::string_view::npos;) {
        const auto first = text.find_first_not_of(' ', begin);
        if (first == std::string_view::npos) {
            break;
        }
        if (text[first] != '#' && line_ends.find(text[first]) == std::string_view::npos) {
            const bool inside = static_cast<std::ptrdiff_t>(first - begin) > parent_column_;
            if (!inside && text[first] != ']' && text[first] != '}') {
                break;
            }
            at_ = static_cast<std::uint32_t>(first);
            enter_line();
            several_lines_ = true;
            return true;
        }
        begin =
            text.find_first_not_of(line_ends, std::min(text.find_first_of(line_ends, first), text.size()));
    }
    return false;
}

void FlowReader::enter_line() {
    limit_ =
        static_cast<std::uint32_t>(std::min(source_.text.find_first_of(line_ends, at_), source_.text.size()));
}

std::nullopt_t FlowReader::fail(Range where, std::string message, std::optional<std::string> help) {
    mistake_ = Mistake{where, std::move(message), std::move(help)};
    return std::nullopt;
}

std::nullopt_t FlowReader::fail_unclosed(std::uint32_t begin) {
    const bool list = source_.text[begin] == '[';
    return fail({begin, begin + 1}, list ? "this list is not closed" : "this map is not closed",
                fmt::format("close it with {}", list ? ']' : '}'));
}

}  // namespace slipway::yaml

#include "slipway/ini/info.hpp"

#include "lint.hpp"

#include <slipway/base/assert.hpp>
#include <slipway/base/chars.hpp>
#include <slipway/diag/range.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/ini/entries.hpp>
#include <slipway/ini/read.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::ini {

namespace {

using document::Map;
using document::Reporter;

// Of all files together. No manifest is a thousandth of this.
constexpr std::size_t largest_text = std::size_t{16} << 20U;

SourceSpan span_of(FileId file, std::size_t begin, std::size_t end) {
    return {.file = file, .begin = static_cast<std::uint32_t>(begin), .end = static_cast<std::uint32_t>(end)};
}

// A line of a text, without the space around it.
SourceSpan line_span(FileId file, std::string_view whole, std::string_view line) {
    line = trimmed(line);
    const auto begin = static_cast<std::size_t>(line.data() - whole.data());
    return span_of(file, begin, begin + line.size());
}

// The last and the first line of a text that are not blank.
SourceSpan last_line(FileId file, std::string_view whole) {
    const auto text = trimmed(whole);
    const auto feed = text.rfind('\n');
    return line_span(file, whole, feed == std::string_view::npos ? text : text.substr(feed));
}

SourceSpan first_line(FileId file, std::string_view whole) {
    const auto text = trimmed(whole);
    return line_span(file, whole, text.substr(0, text.find('\n')));
}

bool equal(const Entry& joined, const Entry& alone, std::size_t shift) {
    const auto same = [shift](const Range& a, const Range& b) {
        return a.begin == b.begin + shift && a.end == b.end + shift;
    };
    // An entry may eat more space when another text follows: that is no part of it.
    return same(joined.key, alone.key) && same(joined.value, alone.value);
}

bool within_limit(std::span<const FileId> files, const SourceMap& sources, Reporter& reporter) {
    std::size_t size = 0;
    for (const auto file : files) {
        size += sources[file].text.size() + 1;
    }
    if (size <= largest_text) {
        return true;
    }
    reporter.error({.slug = slug::file_too_large,
                    .span = span_of(files.back(), 0, 0),
                    .message = fmt::format("a manifest, with all that it builds on, is at most {} MiB large",
                                           largest_text >> 20U),
                    .notes = {},
                    .help = {}});
    return false;
}

void report_running_on(FileId before, FileId after, const SourceMap& sources, Reporter& reporter) {
    reporter.loss(
        {.slug = slug::base_runs_on,
         .span = last_line(before, sources[before].text),
         .message =
             "what is written here is not finished, so Profiler takes the profile's own text for its rest",
         .notes = {{.span = first_line(after, sources[after].text), .message = "this becomes part of it"}},
         .help = "finish the last entry"});
}

// Compares the entries of the joined texts with those of each text alone, and reports the first text that
// another runs on into.
void check_joints(std::span<const FileId> files, const SourceMap& sources, Reporter& reporter) {
    std::string text;
    for (const auto file : files) {
        text += sources[file].text;
        text += '\n';
    }
    text.pop_back();
    const auto joined = scan(text);
    auto next = joined.begin();
    std::size_t shift = 0;
    for (std::size_t i = 0; i < files.size(); ++i) {
        const std::string_view alone_text = sources[files[i]].text;
        for (const auto& alone : scan(alone_text)) {
            if (next == joined.end() || !equal(*next, alone, shift)) {
                const bool began_before = i > 0 && (next == joined.end() || next->key.begin < shift);
                const auto joint = began_before || i + 1 == files.size() ? i - 1 : i;
                report_running_on(files[joint], files[joint + 1], sources, reporter);
                return;
            }
            ++next;
        }
        shift += alone_text.size() + 1;
    }
}

}  // namespace

std::optional<Map> parse_info(std::span<const FileId> files, const SourceMap& sources, Reporter& reporter) {
    SLIPWAY_ASSERT(!files.empty(), "there is a file to read");
    if (!within_limit(files, sources, reporter)) {
        return std::nullopt;
    }
    if (files.size() > 1) {
        check_joints(files, sources, reporter);
    }
    Diagnostics unheard;
    Map root;
    for (const auto file : files.first(files.size() - 1)) {
        Reporter silent(reporter.policy(), unheard);
        root = read(sources[file].text, file, silent, std::move(root));
    }
    return read(sources[files.back()].text, files.back(), reporter, std::move(root));
}

}  // namespace slipway::ini

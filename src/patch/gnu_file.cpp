#include "gnu_file.hpp"

#include "mismatch.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace slipway::patch {

namespace {

constexpr int most_fuzz = 2;

std::vector<Line> contents(const std::vector<GnuLine>& lines) {
    std::vector<Line> contents;
    contents.reserve(lines.size());
    for (const auto& line : lines) {
        contents.emplace_back(line.text);
    }
    return contents;
}

}  // namespace

// What to look for: the old lines of a hunk, or the new ones to see whether it is applied already.
struct GnuFile::Pattern {
    std::int64_t first;
    std::vector<Line> lines;
    std::int64_t prefix;
    std::int64_t suffix;
};

GnuFile::GnuFile(std::string name, std::string_view bytes, Effort& effort)
    : name_(std::move(name)), lines_(lines_of(bytes)), effort_(effort) {}

bool GnuFile::matches(const Pattern& pattern,
                      std::int64_t at,
                      std::int64_t prefix_fuzz,
                      std::int64_t suffix_fuzz) const {
    for (auto i = prefix_fuzz; i < std::ssize(pattern.lines) - suffix_fuzz; ++i) {
        effort_.spend(1);
        const auto line = at - 1 + i;
        if (line < 0 || line >= line_count()
            || !same(lines_[static_cast<std::size_t>(line)], pattern.lines[static_cast<std::size_t>(i)])) {
            return false;
        }
    }
    return true;
}

// The line, from 1, where the pattern stands, by GNU patch's order: where the last hunk says, then ever
// farther, after before before. Context that is shorter on one side than on the other means the end of the
// file on that side.
std::optional<std::int64_t> GnuFile::locate(const Pattern& pattern, int fuzz) {
    const auto guess = pattern.first + offset_;
    const auto count = std::ssize(pattern.lines);
    if (count == 0) {
        return guess;
    }
    const auto context = std::max(pattern.prefix, pattern.suffix);
    auto prefix_fuzz = fuzz + pattern.prefix - context;
    const auto suffix_fuzz = fuzz + pattern.suffix - context;
    const auto highest = line_count() - (count - suffix_fuzz) + 1;
    const auto forward = highest - guess;
    const auto backward = guess - (done_ + 1);

    if (prefix_fuzz < 0 && pattern.first <= 1) {
        const bool whole_file = suffix_fuzz >= 0 || (count == line_count() && pattern.prefix >= done_);
        const bool fits = whole_file && done_ <= pattern.prefix && 1 - guess <= forward
                          && matches(pattern, 1, 0, std::max<std::int64_t>(suffix_fuzz, 0));
        return fits ? std::optional<std::int64_t>(1) : std::nullopt;
    }
    prefix_fuzz = std::max<std::int64_t>(prefix_fuzz, 0);
    if (suffix_fuzz < 0) {
        const auto at = line_count() - count + 1;
        const bool fits = guess - at <= backward && matches(pattern, at, prefix_fuzz, 0);
        return fits ? std::optional(at) : std::nullopt;
    }
    const auto nearest = forward < 0 ? guess - highest : std::min<std::int64_t>(backward, 0);
    for (auto distance = nearest; distance <= std::max(forward, backward) && !effort_.exhausted();
         ++distance) {
        if (distance <= forward && matches(pattern, guess + distance, prefix_fuzz, suffix_fuzz)) {
            return guess + distance;
        }
        if (distance <= backward && matches(pattern, guess - distance, prefix_fuzz, suffix_fuzz)) {
            return guess - distance;
        }
    }
    return std::nullopt;
}

Result<GnuFile::Placed> GnuFile::put(const GnuHunk& hunk) {
    ++number_;
    const Pattern pattern{hunk.first, contents(hunk.before), hunk.prefix_context, hunk.suffix_context};
    const Pattern reversed{hunk.new_first, contents(hunk.after), hunk.prefix_context, hunk.suffix_context};
    const auto fuzz_limit =
        std::min<std::int64_t>(most_fuzz, std::max(hunk.prefix_context, hunk.suffix_context));
    bool applied = false;
    for (int fuzz = 0; fuzz <= fuzz_limit && !applied; ++fuzz) {
        const auto guess = hunk.first + offset_;
        if (const auto at = locate(pattern, fuzz)) {
            SLIPWAY_TRY(replace(hunk, *at));
            offset_ += *at - guess;
            return Placed{offset_, fuzz};
        }
        applied = number_ == 1 && locate(reversed, fuzz).has_value();
    }
    if (effort_.exhausted()) {
        return Error(ErrorKind::unsupported,
                     fmt::format("hunk {} of '{}': finding its place takes too long", number_, name_));
    }
    const auto expected = std::clamp<std::int64_t>(hunk.first + offset_ - 1, 0, line_count());
    std::string bytes;
    for (const auto& line : lines_) {
        bytes += line.text;
    }
    return misfit({name_, number_, hunk.line, static_cast<std::size_t>(expected), applied}, Image(bytes),
                  pattern.lines);
}

Result<void> GnuFile::replace(const GnuHunk& hunk, std::int64_t at) {
    auto before = hunk.before.begin();
    auto after = hunk.after.begin();
    const auto line = [&] { return at - 1 + (before - hunk.before.begin()); };
    const auto drop = [&]() -> Result<void> {
        SLIPWAY_TRY(copy_to(line()));
        ++done_;
        ++before;
        return {};
    };
    const auto add = [&]() -> Result<void> {
        SLIPWAY_TRY(copy_to(line()));
        write((after++)->text);
        return {};
    };
    while (before != hunk.before.end()) {
        const char kind = before->kind;
        const char other = after == hunk.after.end() ? '\0' : after->kind;
        if (kind == '-') {
            SLIPWAY_TRY(drop());
        } else if (other == '+') {
            SLIPWAY_TRY(add());
        } else if (kind != other) {
            return malformed(hunk);
        } else if (kind == ' ') {
            ++before;
            ++after;
        } else {
            for (; before != hunk.before.end() && before->kind == '!';) {
                SLIPWAY_TRY(drop());
            }
            for (; after != hunk.after.end() && after->kind == '!';) {
                SLIPWAY_TRY(add());
            }
        }
    }
    while (after != hunk.after.end()) {
        if (after->kind != '+') {
            return malformed(hunk);
        }
        SLIPWAY_TRY(add());
    }
    return {};
}

Error GnuFile::malformed(const GnuHunk& hunk) const {
    return {ErrorKind::corrupt,
            fmt::format("hunk {} of '{}' (line {} of the patch): its old and new lines do not go together",
                        number_, name_, hunk.line)};
}

Result<void> GnuFile::copy_to(std::int64_t line) {
    if (done_ > line) {
        return Error(ErrorKind::conflict,
                     fmt::format("hunk {} of '{}' comes before the hunk that is before it in the patch",
                                 number_, name_));
    }
    for (auto i = done_; i < std::min(line, line_count()); ++i) {
        write(lines_[static_cast<std::size_t>(i)].text);
    }
    done_ = line;
    return {};
}

void GnuFile::write(std::string_view line) {
    if (!out_.empty() && !out_.ends_with('\n')) {
        out_ += '\n';
    }
    out_ += line;
}

std::string GnuFile::finish() {
    for (auto i = done_; i < line_count(); ++i) {
        write(lines_[static_cast<std::size_t>(i)].text);
    }
    return std::move(out_);
}

}  // namespace slipway::patch

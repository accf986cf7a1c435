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

// The changed lines that `lines` begin with.
std::span<const GnuLine> changes_at(std::span<const GnuLine> lines) {
    const auto context = std::ranges::find(lines, ' ', &GnuLine::kind);
    return lines.first(static_cast<std::size_t>(context - lines.begin()));
}

// Whether a context diff says that these lines have a counterpart.
bool replaces(std::span<const GnuLine> lines) {
    return std::ranges::find(lines, '!', &GnuLine::kind) != lines.end();
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

// How many lines of context at both ends of a pattern need not match. Negative: there is less context on that
// side than on the other, so the hunk must be at that end of the file.
struct GnuFile::Ignored {
    std::int64_t prefix;
    std::int64_t suffix;
};

bool GnuFile::matches(const Pattern& pattern, std::int64_t at, const Ignored& ignored) const {
    const auto end = std::ssize(pattern.lines) - std::max<std::int64_t>(ignored.suffix, 0);
    for (auto i = std::max<std::int64_t>(ignored.prefix, 0); i < end; ++i) {
        const auto& wanted = pattern.lines[static_cast<std::size_t>(i)];
        effort_.spend(1 + wanted.text.size() / 256);
        const auto line = at - 1 + i;
        if (line < 0 || line >= line_count() || !same(lines_[static_cast<std::size_t>(line)], wanted)) {
            return false;
        }
    }
    return true;
}

// The line, from 1, where the pattern stands.
std::optional<std::int64_t> GnuFile::locate(const Pattern& pattern, int fuzz) const {
    if (pattern.lines.empty()) {
        return pattern.first + offset_;
    }
    const auto context = std::max(pattern.prefix, pattern.suffix);
    const Ignored ignored{fuzz + pattern.prefix - context, fuzz + pattern.suffix - context};
    if (ignored.prefix < 0 && pattern.first <= 1) {
        return at_beginning(pattern, ignored);
    }
    return ignored.suffix < 0 ? at_end(pattern, ignored) : nearest(pattern, ignored);
}

// The last line where the pattern can begin.
std::int64_t GnuFile::highest(const Pattern& pattern, const Ignored& ignored) const {
    return line_count() - (std::ssize(pattern.lines) - ignored.suffix) + 1;
}

std::optional<std::int64_t> GnuFile::at_beginning(const Pattern& pattern, const Ignored& ignored) const {
    const bool both_ends = ignored.suffix < 0;
    const bool fits = (!both_ends || std::ssize(pattern.lines) == line_count()) && done_ <= pattern.prefix
                      && highest(pattern, ignored) >= 1 && matches(pattern, 1, ignored);
    return fits ? std::optional<std::int64_t>(1) : std::nullopt;
}

std::optional<std::int64_t> GnuFile::at_end(const Pattern& pattern, const Ignored& ignored) const {
    const auto at = line_count() - std::ssize(pattern.lines) + 1;
    return at > done_ && matches(pattern, at, ignored) ? std::optional(at) : std::nullopt;
}

// By GNU patch's order: where the hunk before it makes us expect it, then ever farther, later before earlier.
std::optional<std::int64_t> GnuFile::nearest(const Pattern& pattern, const Ignored& ignored) const {
    const auto guess = pattern.first + offset_;
    const auto forward = highest(pattern, ignored) - guess;
    const auto backward = guess - (done_ + 1);
    const auto first = forward < 0 ? -forward : std::min<std::int64_t>(backward, 0);
    const auto last = std::max(forward, backward);
    for (auto distance = first; distance <= last && !effort_.exhausted(); ++distance) {
        if (distance <= forward && matches(pattern, guess + distance, ignored)) {
            return guess + distance;
        }
        if (distance <= backward && matches(pattern, guess - distance, ignored)) {
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
        if (const auto at = locate(pattern, fuzz)) {
            SLIPWAY_TRY(replace(hunk, *at));
            offset_ = *at - hunk.first;
            return Placed{offset_, fuzz};
        }
        applied = number_ == 1 && locate(reversed, fuzz).has_value();
    }
    return does_not_fit(hunk, pattern, applied);
}

Error GnuFile::does_not_fit(const GnuHunk& hunk, const Pattern& pattern, bool applied) const {
    if (effort_.exhausted()) {
        return {ErrorKind::unsupported,
                fmt::format("hunk {} of '{}': finding its place takes too long", number_, name_)};
    }
    const auto expected = std::clamp<std::int64_t>(hunk.first + offset_ - 1, 0, line_count());
    std::string bytes;
    for (const auto& line : lines_) {
        bytes += line.text;
    }
    return misfit({name_, number_, hunk.line, static_cast<std::size_t>(expected), applied}, Image(bytes),
                  pattern.lines);
}

// Between two lines of context the old lines go and the new ones come. Context stays as the file has it.
Result<void> GnuFile::replace(const GnuHunk& hunk, std::int64_t at) {
    const std::span<const GnuLine> before = hunk.before;
    const std::span<const GnuLine> after = hunk.after;
    std::size_t old_done = 0;
    std::size_t new_done = 0;
    while (old_done < before.size() || new_done < after.size()) {
        const auto goes = changes_at(before.subspan(old_done));
        const auto comes = changes_at(after.subspan(new_done));
        SLIPWAY_TRY(exchange(at - 1 + static_cast<std::int64_t>(old_done), goes.size(), comes));
        old_done += goes.size();
        new_done += comes.size();
        const bool more = old_done < before.size();
        if (more && glues_) {
            return Error(
                ErrorKind::conflict,
                fmt::format("hunk {} of '{}' (line {} of the patch) would put lines behind the last one, "
                            "which has no newline, and make one line of both",
                            number_, name_, hunk.line));
        }
        if (replaces(goes) != replaces(comes) || more != (new_done < after.size())) {
            return malformed(hunk);
        }
        old_done += more ? 1 : 0;
        new_done += more ? 1 : 0;
    }
    return {};
}

// `line`: how many lines of the file stand before those that go.
Result<void> GnuFile::exchange(std::int64_t line, std::size_t goes, std::span<const GnuLine> comes) {
    if (goes == 0 && comes.empty()) {
        return {};
    }
    SLIPWAY_TRY(copy_to(line));
    done_ += static_cast<std::int64_t>(goes);
    glues_ = !comes.empty() && !out_.empty() && !out_.ends_with('\n');
    for (const auto& added : comes) {
        write(added.text);
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

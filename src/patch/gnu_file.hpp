// GnuFile: one file while GNU patch's hunks are put into it, from its beginning to its end.
#pragma once

#include "gnu_patch.hpp"
#include "image.hpp"

#include <slipway/base/result.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::patch {

class GnuFile {
public:
    // `bytes` must outlive it.
    GnuFile(std::string name, std::string_view bytes, Effort& effort);

    struct Placed {
        std::int64_t offset;  // lines
        int fuzz;
    };

    // ErrorKind::conflict if it fits nowhere, even with fuzz 2; said to be applied already if it fits in
    // reverse.
    Result<Placed> put(const GnuHunk& hunk);

    // The whole file. The end of its use.
    std::string finish();

private:
    struct Pattern;
    struct Ignored;

    std::optional<std::int64_t> locate(const Pattern& pattern, int fuzz) const;
    std::optional<std::int64_t> at_beginning(const Pattern& pattern, const Ignored& ignored) const;
    std::optional<std::int64_t> at_end(const Pattern& pattern, const Ignored& ignored) const;
    std::optional<std::int64_t> nearest(const Pattern& pattern, const Ignored& ignored) const;
    std::int64_t highest(const Pattern& pattern, const Ignored& ignored) const;
    bool matches(const Pattern& pattern, std::int64_t at, const Ignored& ignored) const;
    Error does_not_fit(const GnuHunk& hunk, const Pattern& pattern, bool applied) const;
    Result<void> replace(const GnuHunk& hunk, std::int64_t at);
    Result<void> exchange(std::int64_t line, std::size_t goes, std::span<const GnuLine> comes);
    Result<void> copy_to(std::int64_t line);
    Error malformed(const GnuHunk& hunk) const;
    void write(std::string_view line);
    std::int64_t line_count() const { return std::ssize(lines_); }

    std::string name_;
    std::vector<Line> lines_;
    Effort& effort_;
    std::string out_;
    std::size_t number_ = 0;   // of the last hunk, from 1
    std::int64_t done_ = 0;    // lines that are copied or replaced
    std::int64_t offset_ = 0;  // of the hunk before
    // The lines that came last stand behind one without newline. GNU patch gives it one only if no more old
    // lines follow in the hunk, which fuzz alone can bring about.
    bool glues_ = false;
};

}  // namespace slipway::patch

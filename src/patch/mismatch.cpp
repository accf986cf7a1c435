#include "mismatch.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace slipway::patch {

namespace {

std::size_t equal_lines(const Image& image, std::size_t at, std::span<const Line> wanted) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < wanted.size() && at + i < image.size(); ++i) {
        count += static_cast<std::size_t>(same(image[at + i], wanted[i]));
    }
    return count;
}

// Where around `expected` most lines are as wanted; the nearest of the best.
std::size_t best_place(const Image& image, std::size_t expected, std::span<const Line> wanted) {
    constexpr std::size_t reach = 200;
    const auto middle = std::min(expected, image.size());
    auto best = middle;
    auto best_count = equal_lines(image, middle, wanted);
    for (std::size_t distance = 1; distance <= reach; ++distance) {
        for (const auto at : {middle + distance, middle - std::min(distance, middle)}) {
            const auto count = at <= image.size() ? equal_lines(image, at, wanted) : 0;
            if (count > best_count) {
                best = at;
                best_count = count;
            }
        }
    }
    return best;
}

std::string difference(const Image& image, std::size_t at, std::span<const Line> wanted) {
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const auto number = at + i + 1;
        if (at + i >= image.size()) {
            return fmt::format("line {} should be {}, and the file ends before it", number,
                               excerpt(wanted[i].text));
        }
        const auto& found = image[at + i];
        if (found.placed) {
            return fmt::format("line {} was changed by a hunk before it", number);
        }
        if (same(found, wanted[i])) {
            continue;
        }
        const auto expected = excerpt(wanted[i].text);
        const auto actual = excerpt(found.text);
        return expected != actual ? fmt::format("line {} should be {}, and is {}", number, expected, actual)
                                  : fmt::format("line {}, {}, should {} with a newline", number, expected,
                                                wanted[i].complete() ? "end" : "not end");
    }
    return fmt::format(
        "its lines are at line {}, but it has to stand at the very beginning or end of the file", at + 1);
}

}  // namespace

std::string excerpt(std::string_view line) {
    constexpr std::size_t longest = 100;
    if (line.ends_with('\n')) {
        line.remove_suffix(1);
    }
    std::string out = "'";
    for (const char c : line.substr(0, longest)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte == '\t') {
            out += "\\t";
        } else if (byte == '\r') {
            out += "\\r";
        } else if (byte < 0x20 || byte == 0x7F) {
            out += fmt::format("\\x{:02x}", byte);
        } else {
            out += c;
        }
    }
    return out + (line.size() > longest ? "...'" : "'");
}

Error misfit(const Misfit& what, const Image& image, std::span<const Line> wanted) {
    const auto where =
        fmt::format("hunk {} of '{}' (line {} of the patch)", what.hunk, what.file, what.line_of_patch);
    if (what.applied_already) {
        return Error(ErrorKind::conflict, fmt::format("{} does not apply: it seems already applied", where))
            .with_help("the file already has what the patch would change: remove the patch");
    }
    const auto at = best_place(image, what.expected, wanted);
    return Error(ErrorKind::conflict,
                 fmt::format("{} does not apply: {}", where, difference(image, at, wanted)))
        .with_help(
            "the file is not the one that the patch was made for: find a patch for this version, or the "
            "version for this patch");
}

}  // namespace slipway::patch

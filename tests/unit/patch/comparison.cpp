#include "comparison.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <string_view>

namespace slipway::patch::test {

namespace {

// The lines of `text`, without their ends.
std::set<std::string> lines_of(std::string_view text) {
    std::set<std::string> lines;
    std::istringstream in{std::string(text)};
    for (std::string line; std::getline(in, line);) {
        lines.insert(line);
    }
    return lines;
}

// Whether an empty line came to stand behind a line without newline, and was taken for its end.
bool swallowed(const Tree& made, const Tree& target) {
    return std::ranges::any_of(made, [&](const auto& file) {
        const auto before = target.find(file.first);
        if (before == target.end() || before->second.bytes.empty() || before->second.bytes.ends_with('\n')
            || !file.second.bytes.starts_with(before->second.bytes)) {
            return false;
        }
        const auto rest = std::string_view(file.second.bytes).substr(before->second.bytes.size());
        return rest.starts_with('\n') || rest.starts_with("\r\n");
    });
}

// Whether a line of `made` is neither the tree's nor the patch's: two of them became one.
bool glued(const Tree& made, const Tree& target, std::string_view patch) {
    std::set<std::string> known;
    for (const auto& [name, file] : target) {
        known.merge(lines_of(file.bytes));
    }
    for (const auto& line : lines_of(patch)) {
        known.insert(line.substr(line.empty() ? 0 : 1));
    }
    for (const auto& [name, file] : made) {
        const auto lines = lines_of(file.bytes);
        if (std::ranges::any_of(lines, [&](const std::string& line) { return !known.contains(line); })) {
            return true;
        }
    }
    return false;
}

// Whether all that was done is to put new files below a/ or b/.
bool fills_prefix(const Tree& made, const Tree& target) {
    return std::ranges::all_of(target, [&](const auto& file) { return made.contains(file.first); })
           && std::ranges::all_of(made, [&](const auto& file) {
                  const auto before = target.find(file.first);
                  return before == target.end() ? file.first.starts_with("a/") || file.first.starts_with("b/")
                                                : before->second == file.second;
              });
}

std::string excuse_for(const Tree& target, const std::string& patch, const Verdict& verdict) {
    const bool by_git = verdict.accepted_by.starts_with("git");
    if (!by_git && patch.find_first_not_of(" \t\r\n") == std::string::npos) {
        return "an empty patch";
    }
    if (by_git && verdict.said.find("corrupt binary patch") != std::string::npos) {
        return "git drops all from a damaged binary hunk on";
    }
    if (!by_git && verdict.said.find("patch fragment without header") != std::string::npos) {
        return "GNU patch passes over a hunk without a header";
    }
    if (!by_git && patch.find("Binary files ") != std::string::npos) {
        return "GNU patch passes over a binary change";
    }
    if (!by_git && verdict.said.find("already exists in working directory") != std::string::npos
        && (verdict.said_last.find(" (copied from ") != std::string::npos
            || verdict.said_last.find(" (renamed from ") != std::string::npos)) {
        return "GNU patch replaces a file by a copied or renamed one";
    }
    if (verdict.accepted_by.ends_with("-p0") && fills_prefix(*verdict.tree, target)) {
        return "new files that are there already are put below b/";
    }
    if (by_git && (glued(*verdict.tree, target, patch) || swallowed(*verdict.tree, target))) {
        return "git glues two lines together";
    }
    if (!by_git && glued(*verdict.tree, target, patch)) {
        return "GNU patch glues two lines together";
    }
    return "";
}

}  // namespace

Comparison compare(const Tree& target, const std::string& patch, const std::filesystem::path& scratch) {
    Comparison made{.expected = reference(target, patch, scratch),
                    .applied = apply(patch, "the.patch", reader_of(target), Fuzz::allow)};
    const auto& expected = made.expected.tree;
    made.equal = made.applied.has_value() == expected.has_value()
                 && (!made.applied || changed(target, *made.applied) == *expected);
    if (!made.equal && expected) {
        made.excuse = excuse_for(target, patch, made.expected);
    }
    return made;
}

std::string Comparison::report(const Tree& target) const {
    auto text = fmt::format(
        "the programs: {}\n{}\nthe engine: {}\n", expected.tree ? expected.accepted_by : "refused",
        expected.said,
        applied ? fmt::format("accepted with -p{}", applied->strip) : applied.error().to_string());
    if (applied && expected.tree) {
        text += difference(*expected.tree, changed(target, *applied));
    }
    return text;
}

}  // namespace slipway::patch::test

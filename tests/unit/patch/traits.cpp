#include "traits.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

namespace slipway::patch::test {

namespace {

using Patch = std::string_view;

bool has(std::string_view text, std::string_view word) { return text.find(word) != std::string_view::npos; }

bool has_line(Patch patch, std::string_view beginning) {
    return patch.starts_with(beginning) || has(patch, fmt::format("\n{}", beginning));
}

std::size_t count_lines(Patch patch, std::string_view beginning) {
    const auto wanted = fmt::format("\n{}", beginning);
    std::size_t count = patch.starts_with(beginning) ? 1 : 0;
    for (auto at = patch.find(wanted); at != Patch::npos; at = patch.find(wanted, at + 1)) {
        ++count;
    }
    return count;
}

// The kinds of lines (' ', '-', '+') that "\ No newline at end of file" follows.
std::set<char> unfinished_lines(Patch patch) {
    std::set<char> kinds;
    for (auto at = patch.find("\n\\ No newline"); at != Patch::npos;
         at = patch.find("\n\\ No newline", at + 1)) {
        const auto line = patch.rfind('\n', at == 0 ? 0 : at - 1);
        kinds.insert(patch[line == Patch::npos ? 0 : line + 1]);
    }
    return kinds;
}

// The lines "+++ NAME", each as often as it is there.
std::map<std::string, int> new_names(Patch patch) {
    std::map<std::string, int> names;
    for (auto at = patch.find("+++ "); at != Patch::npos; at = patch.find("+++ ", at + 1)) {
        if (at == 0 || patch[at - 1] == '\n') {
            ++names[std::string(patch.substr(at, patch.find_first_of("\t\n", at + 4) - at))];
        }
    }
    return names;
}

bool patches_a_file_twice(Patch patch) {
    return std::ranges::any_of(
        new_names(patch), [](const auto& name) { return name.second > 1 && name.first != "+++ /dev/null"; });
}

bool has_windows_lines(const Tree& tree) {
    return std::ranges::any_of(tree, [](const auto& file) { return has(file.second.bytes, "\r\n"); });
}

bool names_a_file_with(const Case& made, bool (*is_odd)(std::string_view name)) {
    return std::ranges::any_of(made.target, [&](const auto& file) {
        return is_odd(file.first) && has(made.patch, file.first.substr(file.first.find_first_not_of("\"")));
    });
}

void see_contents(const Case& made, std::set<std::string>& traits) {
    const Patch patch = made.patch;
    const auto see = [&](const char* trait, bool is_there) {
        if (is_there) {
            traits.insert(trait);
        }
    };
    see("a creation", has_line(patch, "new file mode ") || has_line(patch, "@@ -0,0 +1"));
    see("a deletion", has_line(patch, "deleted file mode ") || has(patch, " +0,0 @@"));
    see("a rename", has_line(patch, "rename from "));
    see("a copy", has_line(patch, "copy from "));
    see("a mode change", has_line(patch, "old mode "));
    see("a link", has(patch, " 120000\n"));
    see("binary, literal", has_line(patch, "literal "));
    see("binary, delta", has_line(patch, "delta "));
    const auto unfinished = unfinished_lines(patch);
    see("no newline at end: old", unfinished.contains('-') && !unfinished.contains('+'));
    see("no newline at end: new", unfinished.contains('+') && !unfinished.contains('-'));
    see("no newline at end: both",
        unfinished.contains(' ') || (unfinished.contains('-') && unfinished.contains('+')));
    see("several files", new_names(patch).size() > 1);
    see("several diffs of one file", patches_a_file_twice(patch));
    see("/dev/null", has_line(patch, "--- /dev/null") || has_line(patch, "+++ /dev/null"));
    see("time stamps behind names", has(patch, "\t2012-05-01 ") || has(patch, "\t10 May 2009 "));
    see("a hunk with a section title", has(patch, " @@ "));
    see("several hunks of one file", count_lines(patch, "@@ -") > count_lines(patch, "+++ "));
    see("a context diff", has_line(patch, "*** 1") || has_line(patch, "***************"));
    see("a normal diff", has(made.style, "--normal"));
    see("no context", has(made.style, "-U0"));
    see("git diff without a/ and b/", has(made.style, "--no-prefix"));
    see("reversed by git", has(made.style, " -R"));
}

void see_names(const Case& made, std::set<std::string>& traits) {
    using IsOdd = bool (*)(std::string_view);
    const std::pair<const char*, IsOdd> odd[] = {
        {"a name with a space", [](std::string_view name) { return has(name, " "); }},
        {"a name with a quote", [](std::string_view name) { return has(name, "'"); }},
        {"a name with a leading dash", [](std::string_view name) { return name.starts_with('-'); }},
        {"a name that begins with a/ or b/",
         [](std::string_view name) { return name.starts_with("a/") || name.starts_with("b/"); }}};
    for (const auto& [trait, is_odd] : odd) {
        if (names_a_file_with(made, is_odd)) {
            traits.insert(trait);
        }
    }
    if (has(made.patch, "\\\"")) {
        traits.insert("a name with a double quote");
    }
    if (has(made.patch, "\\303") || has(made.patch, "\\351") || has(made.patch, "\xC3\xA4")) {
        traits.insert("a name that is not ASCII");
    }
}

void see_line_ends(const Case& made, std::set<std::string>& traits) {
    const auto lines = count_lines(made.patch, "");
    const auto windows = static_cast<std::size_t>(std::ranges::count(made.patch, '\r'));
    const bool windows_files = has_windows_lines(made.target);
    if (windows != 0) {
        const auto* const patch = windows + 1 >= lines ? "all lines" : "some lines";
        traits.insert(fmt::format("carriage returns in {} of the patch, {} files", patch,
                                  windows_files ? "and in" : "none in"));
    } else if (windows_files) {
        traits.insert("carriage returns in files only");
    }
}

void see_verdict(const Verdict& verdict, std::set<std::string>& traits) {
    if (!verdict.tree) {
        return;
    }
    const auto by_git = verdict.accepted_by.starts_with("git");
    for (const auto* level : {"1", "2"}) {
        if (!by_git && has(verdict.said_last, fmt::format("with fuzz {}", level))) {
            traits.insert(fmt::format("fuzz {}", level));
        }
    }
    if (has(verdict.said_last, "(offset ")) {
        traits.insert(by_git ? "an offset, by git" : "an offset, by GNU patch");
    }
    traits.insert(verdict.accepted_by.ends_with("-p0") ? "strip level 0" : "strip level 1");
}

// What the generator says that it did.
constexpr std::array words = {"svn",
                              "cvs",
                              "bzr",
                              "properties",
                              "in-series",
                              "applied-already",
                              "target-crlf",
                              "target-lf",
                              "mail",
                              "crlf",
                              "mixed-line-ends",
                              "cut",
                              "cut-lines",
                              "no-last-newline",
                              "garbage",
                              "twice",
                              "stripped-blank-lines",
                              "indented",
                              "index-line",
                              "line-lost",
                              "comment",
                              "wrong-counts",
                              "no-git-header",
                              "no-index-line",
                              "no-marker",
                              "no-old-name",
                              "byte-order-mark",
                              "deeper",
                              "other-prefix",
                              "dot-prefix",
                              "absolute",
                              "spaces-before-time",
                              "only-in",
                              "words-between",
                              "words-at-end"};

}  // namespace

std::set<std::string> traits_of(const Case& made, const Verdict& verdict) {
    std::set<std::string> traits;
    see_contents(made, traits);
    see_names(made, traits);
    see_line_ends(made, traits);
    see_verdict(verdict, traits);
    const auto style = fmt::format(" {} ", made.style);
    for (const auto* word : words) {
        if (has(style, fmt::format(" {} ", word))) {
            traits.insert(word);
        }
    }
    return traits;
}

const std::vector<std::string>& all_traits() {
    static const std::vector<std::string> all = [] {
        std::vector<std::string> traits = {"a creation",
                                           "a deletion",
                                           "a rename",
                                           "a copy",
                                           "a mode change",
                                           "a link",
                                           "binary, literal",
                                           "binary, delta",
                                           "no newline at end: old",
                                           "no newline at end: new",
                                           "no newline at end: both",
                                           "several files",
                                           "several diffs of one file",
                                           "several hunks of one file",
                                           "/dev/null",
                                           "time stamps behind names",
                                           "a hunk with a section title",
                                           "a context diff",
                                           "a normal diff",
                                           "no context",
                                           "git diff without a/ and b/",
                                           "reversed by git",
                                           "a name with a space",
                                           "a name with a quote",
                                           "a name with a double quote",
                                           "a name with a leading dash",
                                           "a name that begins with a/ or b/",
                                           "a name that is not ASCII",
                                           "carriage returns in all lines of the patch, none in files",
                                           "carriage returns in some lines of the patch, none in files",
                                           "carriage returns in all lines of the patch, and in files",
                                           "carriage returns in some lines of the patch, and in files",
                                           "carriage returns in files only",
                                           "fuzz 1",
                                           "fuzz 2",
                                           "an offset, by git",
                                           "an offset, by GNU patch",
                                           "strip level 0",
                                           "strip level 1"};
        traits.insert(traits.end(), words.begin(), words.end());
        return traits;
    }();
    return all;
}

}  // namespace slipway::patch::test

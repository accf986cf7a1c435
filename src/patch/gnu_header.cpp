#include "gnu_header.hpp"

#include "gnu_hunks.hpp"
#include "names.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

namespace slipway::patch {

namespace {

// "5d", "5,7c", "5a": the beginning of an ed command.
std::optional<char> command_of(std::string_view line, std::string_view& rest) {
    std::int64_t first = 0;
    std::int64_t last = 0;
    if (!take_line_numbers(line, first, last) || line.empty()) {
        return std::nullopt;
    }
    rest = line.substr(1);
    return line.front();
}

bool blank_to_the_end(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

bool is_ed_command(std::string_view line) {
    std::string_view rest;
    const auto command = command_of(line, rest);
    return command && std::string_view("acdi").find(*command) != std::string_view::npos
           && blank_to_the_end(rest);
}

bool is_normal_command(std::string_view line) {
    std::string_view rest;
    const auto command = command_of(line, rest);
    const auto after = rest.find_first_not_of("0123456789,");
    return command && std::string_view("acd").find(*command) != std::string_view::npos
           && blank_to_the_end(after == std::string_view::npos ? std::string_view() : rest.substr(after));
}

// What GNU patch takes for a hunk: a mark and line numbers.
bool looks_like_hunk(std::string_view line) {
    if (!line.starts_with("@@ -")) {
        return false;
    }
    line.remove_prefix(4);
    std::int64_t first = 0;
    std::int64_t count = 0;
    return take_line_numbers(line, first, count) && line.starts_with(" +");
}

// Six octal digits, or 0.
unsigned mode_of(std::string_view text) {
    constexpr std::size_t digits = 6;
    const auto begin = text.find_first_not_of(' ');
    text = begin == std::string_view::npos ? std::string_view() : text.substr(begin);
    if (text.size() < digits || !blank_to_the_end(text.substr(digits))
        || text.substr(0, digits).find_first_not_of("01234567") != std::string_view::npos) {
        return 0;
    }
    unsigned mode = 0;
    for (const char c : text.substr(0, digits)) {
        mode = mode * 8 + static_cast<unsigned>(c - '0');
    }
    return mode;
}

GnuSide::Exists exists_by_id(std::string_view id) {
    constexpr std::string_view empty = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";
    if (id.find_first_not_of('0') == std::string_view::npos) {
        return GnuSide::Exists::no;
    }
    return empty.starts_with(id) ? GnuSide::Exists::perhaps_empty : GnuSide::Exists::yes;
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
    const bool has = text.starts_with(prefix);
    text.remove_prefix(has ? prefix.size() : 0);
    return has;
}

// Looks for the next file of a patch.
class Finder {
public:
    Finder(GnuText& text, int strip) : text_(text), strip_(strip) {}

    // Nothing at the end. Reads the file's hunks too.
    Result<std::optional<GnuPatch>> find() {
        for (auto here = text_;; here = text_) {
            const auto line = text_.next({});
            if (!line) {
                return at_end();
            }
            const auto content = line->find_first_not_of(" \tX");
            std::string_view rest = *line;
            rest.remove_prefix(content == std::string::npos ? line->size() - 1 : content);
            indent_ = indentation(std::string_view(*line).substr(0, line->size() - rest.size()));
            note_command(rest, line->ends_with("\r\n"));
            if (rest.starts_with("diff --git ") && extended_) {
                text_ = here;
                return std::optional(std::move(patch_));  // the one before has no hunks
            }
            SLIPWAY_TRY(read_header(rest, line->ends_with("\r\n")));
            if (need_header_) {
                SLIPWAY_TRY(check_not_lost(rest));
                continue;
            }
            if (SLIPWAY_TRY(hunks_begin(rest, line->ends_with("\r\n"), here))) {
                return std::optional(std::move(patch_));
            }
            previous_ = here;
        }
    }

private:
    Result<std::optional<GnuPatch>> at_end() {
        if (ed_command_) {
            return ed_script();
        }
        return extended_ ? std::optional(std::move(patch_)) : std::nullopt;
    }

    static Error ed_script() {
        return Error(ErrorKind::unsupported, "the patch is an ed script, which could run anything")
            .with_help("make it a unified diff: diff -u");
    }

    static std::size_t indentation(std::string_view blanks) {
        std::size_t columns = 0;
        for (const char c : blanks) {
            columns = c == '\t' ? (columns + 8) / 8 * 8 : columns + 1;
        }
        return columns;
    }

    void note_command(std::string_view line, bool carriage_return) {
        if (!line.empty() && is_digit(line.front())) {
            normal_command_ = is_normal_command(line);
            ed_command_ = ed_command_ || (!need_header_ && is_ed_command(line));
            if (!need_header_ && !command_seen_ && (normal_command_ || ed_command_)) {
                command_seen_ = true;
                carriage_returns_ = carriage_return;
            }
        }
    }

    Error lost(std::string_view what) const {
        return malformed(text_.line() - 1,
                         fmt::format("{} that GNU patch would skip: it would be lost", what));
    }

    Result<void> check_not_lost(std::string_view line) const {
        return looks_like_hunk(line) ? Result<void>(lost("a hunk without a file header")) : Result<void>();
    }

    Result<void> read_header(std::string_view line, bool carriage_return) {
        if (!stars_before_ && take_prefix(line, "*** ")) {
            take_name(gnu_name(line, strip_, true), patch_.before);
        } else if (take_prefix(line, "+++ ")) {
            take_name(gnu_name(line, strip_, true),
                      patch_.before);  // changes places with the other at the hunk
            carriage_returns_ = carriage_return;
        } else if (take_prefix(line, "Index:")) {
            const auto index = gnu_name(line, strip_, false);
            patch_.index_name = index.name ? index.name : patch_.index_name;
            need_header_ = false;
            carriage_returns_ = carriage_return;
        } else if (take_prefix(line, "Prereq:")) {
            take_prerequisite(line);
        } else if (take_prefix(line, "diff --git ")) {
            begin_git(line);
        } else if (patch_.git) {
            SLIPWAY_TRY(read_extended(line, carriage_return));
        } else {
            read_new_name(line, carriage_return);
        }
        return {};
    }

    void take_name(GnuName name, GnuSide& side) {
        if (name.name) {
            side.name = std::move(name.name);
        }
        side.epoch = name.epoch;
        need_header_ = false;
    }

    void read_new_name(std::string_view line, bool carriage_return) {
        if (take_prefix(line, "--- ")) {
            take_name(gnu_name(line, strip_, true), patch_.after);
            carriage_returns_ = carriage_return;
        }
    }

    void take_prerequisite(std::string_view line) {
        const auto begin = line.find_first_not_of(" \t\r\n");
        if (begin != std::string_view::npos) {
            line.remove_prefix(begin);
            patch_.prerequisite = std::string(line.substr(0, line.find_first_of(" \t\r\n")));
        }
    }

    void begin_git(std::string_view line) {
        auto names = gnu_git_names(line, strip_);
        patch_.before.name = names ? std::optional(std::move(names->before)) : std::nullopt;
        patch_.after.name = names ? std::optional(std::move(names->after)) : std::nullopt;
        patch_.git = true;
        need_header_ = false;
    }

    Result<void> read_extended(std::string_view line, bool carriage_return) {
        if (take_prefix(line, "index ")) {
            read_index(line);
        } else if (take_prefix(line, "old mode ")) {
            patch_.before.mode = mode_of(line);
        } else if (take_prefix(line, "new mode ")) {
            patch_.after.mode = mode_of(line);
        } else if (take_prefix(line, "deleted file mode ")) {
            patch_.before.mode = mode_of(line);
            patch_.after.exists = GnuSide::Exists::no;
        } else if (take_prefix(line, "new file mode ")) {
            patch_.after.mode = mode_of(line);
            patch_.before.exists = GnuSide::Exists::no;
        } else if (!read_move(line)) {
            return read_other(line, carriage_return);
        }
        extended_ = true;
        return {};
    }

    bool read_move(std::string_view line) {
        const std::array<std::pair<std::string_view, bool*>, 4> moves = {{
            {"rename from ", &patch_.before.renamed},
            {"rename to ", &patch_.after.renamed},
            {"copy from ", &patch_.before.copied},
            {"copy to ", &patch_.after.copied},
        }};
        const auto* const move =
            std::ranges::find_if(moves, [&](const auto& known) { return line.starts_with(known.first); });
        if (move != moves.end()) {
            *move->second = true;
        }
        return move != moves.end();
    }

    Result<void> read_other(std::string_view line, bool carriage_return) {
        if (line.starts_with("GIT binary patch")) {
            return Error(ErrorKind::corrupt, "GNU patch cannot apply binary patches of git");
        }
        if (line.starts_with("Binary files ")) {
            return lost("a change of a binary file");
        }
        read_new_name(line, carriage_return);
        return {};
    }

    // "OLD..NEW MODE"
    void read_index(std::string_view line) {
        const auto dots = line.find("..");
        if (dots == std::string_view::npos) {
            return;
        }
        const auto old_id = line.substr(0, dots);
        auto rest = line.substr(dots + 2);
        const auto new_id = rest.substr(0, rest.find_first_not_of("0123456789abcdef"));
        rest.remove_prefix(new_id.size());
        if (old_id.empty() || old_id.find_first_not_of("0123456789abcdef") != std::string_view::npos
            || new_id.empty()) {
            return;
        }
        patch_.before.exists = exists_by_id(old_id);
        patch_.after.exists = exists_by_id(new_id);
        if (!blank_to_the_end(rest)) {
            patch_.before.mode = mode_of(rest);
            patch_.after.mode = patch_.before.mode;
        }
    }

    // Whether this line begins the hunks, and if so, reads them.
    Result<bool> hunks_begin(std::string_view line, bool carriage_return, const GnuText& here) {
        const bool stars = std::exchange(stars_before_, line.starts_with("********"));
        if (ed_command_ && line == ".\n") {
            return ed_script();
        }
        if (line.starts_with("@@ -")) {
            std::swap(patch_.before.name, patch_.after.name);
            std::swap(patch_.before.epoch, patch_.after.epoch);
            note_empty_sides(line.substr(4));
            return read_hunks(GnuKind::unified, here);
        }
        if (stars && line.starts_with("*** ")) {
            if (line.substr(4).starts_with('0') && !is_digit(line[5])) {
                patch_.before.exists = empty_or_none(patch_.before);
            }
            carriage_returns_ = carriage_return;  // as of no other line before
            return read_hunks(GnuKind::context, previous_);
        }
        if (normal_command_ && (line.starts_with("< ") || line.starts_with("> "))) {
            return read_hunks(GnuKind::normal, previous_);
        }
        return false;
    }

    static GnuSide::Exists empty_or_none(const GnuSide& side) {
        return side.epoch ? GnuSide::Exists::no : GnuSide::Exists::perhaps_empty;
    }

    // "0,0 +1,7 @@"
    void note_empty_sides(std::string_view ranges) {
        const auto is_zero = [](std::string_view text) {
            return text.starts_with('0') && text.size() > 1 && !is_digit(text[1]);
        };
        if (is_zero(ranges)) {
            patch_.before.exists = empty_or_none(patch_.before);
        }
        const auto plus = ranges.find(" +");
        if (plus != std::string_view::npos && is_zero(ranges.substr(plus + 2))) {
            patch_.after.exists = empty_or_none(patch_.after);
        }
    }

    Result<bool> read_hunks(GnuKind kind, const GnuText& from) {
        text_ = from;
        patch_.kind = kind;
        patch_.line = text_.line();
        patch_.hunks = SLIPWAY_TRY(read_gnu_hunks(text_, kind, {indent_, carriage_returns_}));
        const bool removes = kind == GnuKind::context && !patch_.hunks.empty()
                             && patch_.hunks.front().after.empty() && patch_.hunks.front().new_first == 1;
        if (removes) {
            patch_.after.exists = empty_or_none(patch_.after);
        }
        return true;
    }

    GnuText& text_;
    int strip_;
    GnuPatch patch_;
    GnuText previous_ = text_;  // at the line before
    std::size_t indent_ = 0;
    bool carriage_returns_ = false;
    bool need_header_ = true;
    bool extended_ = false;      // a header of git's that means something without hunks
    bool stars_before_ = false;  // the line before was one of stars
    bool normal_command_ = false;
    bool command_seen_ = false;  // of a normal diff or an ed script
    bool ed_command_ = false;
};

}  // namespace

Result<GnuPatchFile> read_gnu_patches(std::string_view patch, int strip) {
    GnuText text(patch);
    GnuPatchFile file;
    while (auto next = SLIPWAY_TRY(Finder(text, strip).find())) {
        file.patches.push_back(*std::move(next));
    }
    if (file.patches.empty()) {
        return Error(ErrorKind::corrupt, "there is no patch in it");
    }
    file.ignored = text.ignored();
    return file;
}

}  // namespace slipway::patch

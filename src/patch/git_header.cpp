#include "git_header.hpp"

#include "git_names.hpp"
#include "names.hpp"

#include <fmt/core.h>

#include <array>

namespace slipway::patch {

namespace {

// Reads the extended header lines of one file into its FilePatch.
class HeaderReader {
public:
    HeaderReader(FilePatch& patch, int strip) : patch_(patch), strip_(strip) {}

    // `rest`: what follows the keyword. True: the header ends before this line.
    using Field = Result<bool> (HeaderReader::*)(std::string_view rest);

    static Field field_of(std::string_view line, std::size_t& keyword);

    // NOLINTNEXTLINE(readability-convert-member-functions-to-static): a Field like the others
    Result<bool> end(std::string_view) { return true; }
    // NOLINTNEXTLINE(readability-convert-member-functions-to-static): a Field like the others
    Result<bool> score(std::string_view) { return false; }

    Result<bool> old_name(std::string_view rest) {
        return same_name(rest, patch_.creates == Answer::yes, patch_.old_name);
    }
    Result<bool> new_name(std::string_view rest) {
        return same_name(rest, patch_.removes == Answer::yes, patch_.new_name);
    }
    Result<bool> old_mode(std::string_view rest) { return mode(rest, patch_.old_mode); }
    Result<bool> new_mode(std::string_view rest) { return mode(rest, patch_.new_mode); }

    Result<bool> removed(std::string_view rest) {
        patch_.removes = Answer::yes;
        patch_.old_name = patch_.default_name;
        return mode(rest, patch_.old_mode);
    }
    Result<bool> created(std::string_view rest) {
        patch_.creates = Answer::yes;
        patch_.new_name = patch_.default_name;
        return mode(rest, patch_.new_mode);
    }

    Result<bool> copy_from(std::string_view rest) { return move(rest, patch_.copies, patch_.old_name); }
    Result<bool> copy_to(std::string_view rest) { return move(rest, patch_.copies, patch_.new_name); }
    Result<bool> rename_from(std::string_view rest) { return move(rest, patch_.renames, patch_.old_name); }
    Result<bool> rename_to(std::string_view rest) { return move(rest, patch_.renames, patch_.new_name); }

    // "OLD..NEW" or "OLD..NEW MODE"; anything else says nothing.
    Result<bool> index(std::string_view rest) {
        constexpr std::size_t id_length = 40;
        const auto line = rest.substr(0, rest.find('\n'));
        const auto dots = line.find('.');
        if (dots == std::string_view::npos || !line.substr(dots).starts_with("..") || dots > id_length) {
            return false;
        }
        patch_.old_id = line.substr(0, dots);
        const auto second = line.substr(dots + 2);
        const auto blank = second.find(' ');
        const auto id = second.substr(0, blank);
        if (id.size() > id_length) {
            return false;
        }
        patch_.new_id = id;
        return blank == std::string_view::npos ? Result<bool>(false)
                                               : mode(rest.substr(dots + 2 + blank + 1), patch_.old_mode);
    }

private:
    // A name of a "---" or "+++" line: the first that is said holds.
    Result<bool> same_name(std::string_view rest, bool none, std::optional<std::string>& name) const {
        if (none || name) {
            const bool agrees = none ? !name && is_dev_null(rest) : git_name(rest, strip_, true) == name;
            if (!agrees) {
                return Error(ErrorKind::corrupt, "this name is not the one that the header said before");
            }
            return false;
        }
        name = git_name(rest, strip_, true);
        return false;
    }

    Result<bool> move(std::string_view rest, bool& kind, std::optional<std::string>& name) const {
        kind = true;
        name = git_name(rest, strip_ > 0 ? strip_ - 1 : 0, false);
        return false;
    }

    static Result<bool> mode(std::string_view rest, GitMode& mode) {
        std::size_t length = 0;
        GitMode value = 0;
        for (; length < rest.size() && rest[length] >= '0' && rest[length] <= '7'; ++length) {
            value = value << 3U | static_cast<GitMode>(rest[length] - '0');
        }
        if (length == 0 || length == rest.size() || !is_space(rest[length])) {
            return Error(ErrorKind::corrupt, "a file mode in octal digits expected");
        }
        mode = value;
        return false;
    }

    FilePatch& patch_;
    int strip_;
};

struct Keyword {
    std::string_view text;
    HeaderReader::Field field;
};

// clang-format off
constexpr std::array keywords = {
    Keyword{"@@ -",                  &HeaderReader::end},
    Keyword{"--- ",                  &HeaderReader::old_name},
    Keyword{"+++ ",                  &HeaderReader::new_name},
    Keyword{"old mode ",             &HeaderReader::old_mode},
    Keyword{"new mode ",             &HeaderReader::new_mode},
    Keyword{"deleted file mode ",    &HeaderReader::removed},
    Keyword{"new file mode ",        &HeaderReader::created},
    Keyword{"copy from ",            &HeaderReader::copy_from},
    Keyword{"copy to ",              &HeaderReader::copy_to},
    Keyword{"rename old ",           &HeaderReader::rename_from},
    Keyword{"rename new ",           &HeaderReader::rename_to},
    Keyword{"rename from ",          &HeaderReader::rename_from},
    Keyword{"rename to ",            &HeaderReader::rename_to},
    Keyword{"similarity index ",     &HeaderReader::score},
    Keyword{"dissimilarity index ",  &HeaderReader::score},
    Keyword{"index ",                &HeaderReader::index},
};
// clang-format on

HeaderReader::Field HeaderReader::field_of(std::string_view line, std::size_t& keyword) {
    for (const auto& [text, field] : keywords) {
        if (line.starts_with(text)) {
            keyword = text.size();
            return field;
        }
    }
    keyword = 0;
    return &HeaderReader::end;
}

Error at_line(std::size_t line, std::string_view what) {
    return {ErrorKind::corrupt, fmt::format("line {} of the patch: {}", line, what)};
}

// A file is created, removed, renamed or copied: one of these at most.
bool contradicts_itself(const FilePatch& patch) {
    const int said = static_cast<int>(patch.creates == Answer::yes)
                     + static_cast<int>(patch.removes == Answer::yes) + static_cast<int>(patch.renames)
                     + static_cast<int>(patch.copies);
    return said > 1;
}

Answer answer(bool yes) { return yes ? Answer::yes : Answer::no; }

Result<void> settle_names(FilePatch& patch, std::size_t line) {
    if (!patch.old_name && !patch.new_name) {
        patch.old_name = patch.default_name;
        patch.new_name = patch.default_name;
    }
    if ((!patch.new_name && patch.removes != Answer::yes)
        || (!patch.old_name && patch.creates != Answer::yes)) {
        return at_line(line, "this header names no file at this strip level");
    }
    return {};
}

}  // namespace

Result<bool> read_git_header(PatchText& text, int strip, FilePatch& patch) {
    constexpr std::string_view start = "diff --git ";
    patch.creates = Answer::no;  // a git diff says so where it does
    patch.removes = Answer::no;
    patch.default_name = git_header_name(text.peek().substr(start.size()), strip);
    text.next();
    const auto first = text.line();
    HeaderReader reader(patch, strip);
    for (; text.peek().ends_with('\n'); text.next()) {
        std::size_t keyword = 0;
        const auto field = HeaderReader::field_of(text.peek(), keyword);
        auto ends = (reader.*field)(text.peek().substr(keyword));
        if (!ends) {
            return at_line(text.line(), ends.error().message());
        }
        if (contradicts_itself(patch)) {
            return at_line(text.line(), "this contradicts the header lines before it");
        }
        if (*ends) {
            break;
        }
    }
    SLIPWAY_TRY(settle_names(patch, text.line()));
    return text.line() > first;
}

bool is_traditional_header(std::string_view rest) {
    PatchText text(rest);
    if (!text.peek().starts_with("--- ")) {
        return false;
    }
    text.next();
    const auto second = text.peek();
    text.next();
    constexpr std::size_t shortest_hunk = 14;  // "@@ -0,0 +1 @@\n"
    return second.starts_with("+++ ") && rest.size() >= second.size() + shortest_hunk
           && text.rest().starts_with("@@ -");
}

Result<void> read_traditional_header(PatchText& text, int strip, FilePatch& patch) {
    const auto line = text.line();
    const auto old_header = text.peek().substr(4);
    text.next();
    const auto new_header = text.peek().substr(4);
    text.next();

    const bool from_nothing = is_dev_null(old_header);
    const bool to_nothing = !from_nothing && is_dev_null(new_header);
    const auto first = from_nothing ? std::nullopt : traditional_name(old_header, strip, std::nullopt);
    const auto name = to_nothing ? first : traditional_name(new_header, strip, first);
    if (!name) {
        return at_line(line, "this header names no file at this strip level");
    }
    const bool plain = !from_nothing && !to_nothing;
    const bool creates = from_nothing || (plain && has_epoch_stamp(old_header));
    const bool removes = !creates && (to_nothing || has_epoch_stamp(new_header));
    if (creates || removes) {
        patch.creates = answer(creates);
        patch.removes = answer(removes);
    }
    patch.old_name = creates ? patch.old_name : name;
    patch.new_name = removes ? patch.new_name : name;
    return {};
}

}  // namespace slipway::patch

#include "git_reader.hpp"

#include "git_header.hpp"
#include "names.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace slipway::patch {

namespace {

Error corrupt(std::size_t line, std::string_view what) {
    return {ErrorKind::corrupt, fmt::format("line {} of the patch: {}", line, what)};
}

// "12,7" or "12", then `end`; takes it off `text`.
bool take_range(std::string_view& text, std::string_view end, std::size_t& position, std::size_t& count) {
    const auto first = leading_number(text);
    text.remove_prefix(first.digits);
    position = first.value;
    count = 1;
    if (first.digits != 0 && text.starts_with(',')) {
        const auto second = leading_number(text.substr(1));
        if (second.digits == 0) {
            return false;
        }
        count = second.value;
        text.remove_prefix(second.digits + 1);
    }
    if (first.digits == 0 || !text.starts_with(end)) {
        return false;
    }
    text.remove_prefix(end.size());
    return true;
}

// "@@ -1,7 +1,8 @@ anything"
std::optional<Hunk> read_ranges(std::string_view line) {
    Hunk hunk;
    if (!line.starts_with("@@ -") || !line.ends_with('\n')) {
        return std::nullopt;
    }
    line.remove_prefix(4);
    const bool good = take_range(line, " +", hunk.old_position, hunk.old_count)
                      && take_range(line, " @@", hunk.new_position, hunk.new_count);
    return good ? std::optional(hunk) : std::nullopt;
}

bool is_no_newline_mark(std::string_view line) {
    constexpr std::size_t shortest = 12;  // in any language
    return line.size() >= shortest && line.starts_with("\\ ");
}

// Counts down what a hunk's header promised, line by line.
class HunkLines {
public:
    explicit HunkLines(const Hunk& hunk) : old_(hunk.old_count), new_(hunk.new_count) {}

    bool complete() const noexcept { return old_ == 0 && new_ == 0; }
    bool changes() const noexcept { return changes_; }

    bool take(std::string_view line, Hunk& hunk) {
        switch (line.front()) {
            case '\n':
            case ' ': return take_context(hunk);
            case '-': return take_change(old_, hunk);
            case '+': return take_change(new_, hunk);
            case '\\': return is_no_newline_mark(line);
            default: return false;
        }
    }

private:
    bool take_context(Hunk& hunk) {
        if (old_ == 0 || new_ == 0) {
            return false;
        }
        --old_;
        --new_;
        hunk.leading += changes_ ? 0 : 1;
        ++hunk.trailing;
        return true;
    }

    bool take_change(std::size_t& left, Hunk& hunk) {
        if (left == 0) {
            return false;
        }
        --left;
        changes_ = true;
        hunk.trailing = 0;
        return true;
    }

    std::size_t old_;
    std::size_t new_;
    bool changes_ = false;
};

class Reader {
public:
    Reader(std::string_view text, int strip) : text_(text), strip_(strip) {}

    Result<std::vector<FilePatch>> read() {
        std::vector<FilePatch> patches;
        for (;;) {
            FilePatch patch;
            if (!SLIPWAY_TRY(find_header(patch))) {
                break;
            }
            patch.line = text_.line();
            SLIPWAY_TRY(read_hunks(patch));
            if (patch.hunks.empty()) {
                SLIPWAY_TRY(read_without_hunks(patch));
            }
            patches.push_back(std::move(patch));
        }
        if (patches.empty()) {
            return Error(ErrorKind::corrupt, "there is no patch in it");
        }
        return patches;
    }

private:
    // Skips garbage to the next header and reads it; false: there is none.
    Result<bool> find_header(FilePatch& patch) {
        constexpr std::size_t shortest = 6;
        for (; !text_.done(); text_.next()) {
            const auto line = text_.peek();
            if (line.size() < shortest) {
                continue;
            }
            if (read_ranges(line)) {
                return corrupt(text_.line(), "a hunk without a file header before it");
            }
            if (text_.rest().size() < line.size() + shortest) {
                return false;
            }
            if (line.starts_with("diff --git ")) {
                auto header = text_;
                if (SLIPWAY_TRY(read_git_header(header, strip_, patch))) {
                    text_ = header;
                    return true;
                }
                continue;
            }
            if (is_traditional_header(text_.rest())) {
                SLIPWAY_TRY(read_traditional_header(text_, strip_, patch));
                return true;
            }
        }
        return false;
    }

    Result<void> read_hunks(FilePatch& patch) {
        std::size_t old_count = 0;
        std::size_t new_count = 0;
        while (text_.rest().size() > 4 && text_.rest().starts_with("@@ -")) {
            const auto hunk = SLIPWAY_TRY(read_hunk());
            old_count += hunk.old_count;
            new_count += hunk.new_count;
            patch.hunks.push_back(hunk);
        }
        // What has old lines creates nothing, what has new lines removes nothing, nor does what has several
        // hunks.
        const bool several = patch.hunks.size() > 1;
        if (patch.creates == Answer::unknown && (old_count != 0 || several)) {
            patch.creates = Answer::no;
        }
        if (patch.removes == Answer::unknown && (new_count != 0 || several)) {
            patch.removes = Answer::no;
        }
        if (patch.creates == Answer::yes && old_count != 0) {
            return corrupt(patch.line, fmt::format("'{}' is to be new but has old lines", patch.name()));
        }
        if (patch.removes == Answer::yes && new_count != 0) {
            return corrupt(patch.line, fmt::format("'{}' is to be removed but has new lines", patch.name()));
        }
        return {};
    }

    Result<Hunk> read_hunk() {
        const auto ranges = read_ranges(text_.peek());
        if (!ranges) {
            return corrupt(text_.line(), "'@@ -LINE,COUNT +LINE,COUNT @@' expected");
        }
        auto hunk = *ranges;
        hunk.line = text_.line();
        text_.next();
        const auto body = text_.rest();
        HunkLines lines(hunk);
        for (; !lines.complete(); text_.next()) {
            const auto line = text_.peek();
            if (!line.ends_with('\n')) {
                return corrupt(text_.line(), fmt::format("the hunk of line {} is cut short", hunk.line));
            }
            if (!lines.take(line, hunk)) {
                return corrupt(text_.line(),
                               fmt::format("this is no line of the hunk of line {}", hunk.line));
            }
        }
        if (!lines.changes()) {
            return corrupt(hunk.line, "this hunk changes nothing");
        }
        // A last line without newline says so only behind the counted lines.
        if (text_.rest().size() > 12 && text_.rest().starts_with("\\ ")) {
            text_.next();
        }
        hunk.body = body.substr(0, body.size() - text_.rest().size());
        return hunk;
    }

    Result<void> read_without_hunks(FilePatch& patch) {
        const auto line = text_.peek();
        if (line == "GIT binary patch\n") {
            text_.next();
            patch.data = SLIPWAY_TRY(read_binary_hunk());
            const auto reverse = SLIPWAY_TRY(read_binary_hunk());
            if (!patch.data) {
                return corrupt(text_.line(), "'literal SIZE' or 'delta SIZE' expected");
            }
            (void)reverse;  // only its form counts: we never go back
            patch.binary = true;
            return {};
        }
        if (line.ends_with(" differ\n")
            && (line.starts_with("Binary files ") || line.starts_with("Files "))) {
            text_.next();
            patch.binary = true;
            return {};
        }
        const bool says_something =
            patch.renames || patch.copies || patch.creates == Answer::yes || patch.removes != Answer::no
            || (patch.old_mode != 0 && patch.new_mode != 0 && patch.old_mode != patch.new_mode);
        if (!says_something) {
            return corrupt(text_.line(), "a file header without any change behind it");
        }
        return {};
    }

    // Nothing if there is none here.
    Result<std::optional<BinaryHunk>> read_binary_hunk() {
        const auto first = text_.peek();
        BinaryHunk hunk;
        if (first.starts_with("literal ")) {
            hunk.method = BinaryHunk::Method::literal;
        } else if (first.starts_with("delta ")) {
            hunk.method = BinaryHunk::Method::delta;
        } else {
            return std::optional<BinaryHunk>();
        }
        const auto size = leading_number(first.substr(first.find(' ') + 1)).value;
        const auto line = text_.line();
        if (size > most_bytes - inflated_) {
            return corrupt(line, "the binary data would be larger than 1 GiB");
        }
        inflated_ += size;
        std::string deflated;
        for (text_.next(); text_.peek() != "\n"; text_.next()) {
            const auto bytes = decode_binary_line(text_.peek());
            if (!bytes) {
                return corrupt(text_.line(), "this is no line of a binary patch");
            }
            deflated += *bytes;
        }
        text_.next();
        auto inflated = inflate_exactly(deflated, size);
        if (!inflated) {
            return corrupt(line, inflated.error().message());
        }
        hunk.bytes = *std::move(inflated);
        return std::optional(std::move(hunk));
    }

    // A letter that says how many bytes there are (A-Z: 1-26, a-z: 27-52), then base 85.
    static std::optional<std::string> decode_binary_line(std::string_view line) {
        if (line.size() < 7 || (line.size() - 2) % 5 != 0) {
            return std::nullopt;
        }
        const auto most = (line.size() - 2) / 5 * 4;
        const char letter = line.front();
        std::size_t size = 0;
        if (letter >= 'A' && letter <= 'Z') {
            size = static_cast<std::size_t>(letter - 'A') + 1;
        } else if (letter >= 'a' && letter <= 'z') {
            size = static_cast<std::size_t>(letter - 'a') + 27;
        }
        if (size == 0 || size > most || size + 4 <= most) {
            return std::nullopt;
        }
        return decode_base85(line.substr(1, line.size() - 2), size);
    }

    PatchText text_;
    int strip_;
    std::size_t inflated_ = 0;  // bytes, of all binary hunks
};

}  // namespace

Result<std::vector<FilePatch>> read_git_patches(std::string_view text, int strip) {
    return Reader(text, strip).read();
}

}  // namespace slipway::patch

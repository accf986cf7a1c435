#include "slipway/write/ini.hpp"

#include "ini_text.hpp"
#include "space.hpp"
#include "unwritable.hpp"

#include <slipway/makefile/parse.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace slipway::write {

namespace {

using document::Kind;
using document::Map;
using document::Value;

bool is_quote(char c) { return c == '"' || c == '\''; }

// Whether a bare text would look to a person as if something of it were a comment or a quote.
bool misleads_bare(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool begins_word = i == 0 || is_space(text[i - 1]);
        const bool ends = i + 1 == text.size();
        const auto c = text[i];
        if ((c >= '\0' && c < ' ') || (c == '#' && begins_word) || (c == ';' && (begins_word || ends))
            || (is_quote(c) && ends)) {
            return true;
        }
    }
    return false;
}

std::string shown_value(const Value& value) {
    switch (value.kind()) {
        case Kind::true_constant: return "TRUE";
        case Kind::false_constant: return "FALSE";
        case Kind::null_constant: return "NULL";
        case Kind::text:
        case Kind::map: break;
    }
    const auto text = value.written();
    const bool bare = reads_back_bare(text) && (!misleads_bare(text) || !can_be_quoted(text));
    return bare ? std::string(text) : ini_quoted(text);
}

bool is_one_line(const Value& value) {
    return !value.is_map() || (value.map().size() == 1 && is_one_line(value.map().entries().front().value));
}

class Writer {
public:
    explicit Writer(const Unwritable& unwritable) : unwritable_(unwritable) {}

    void write(const Map& map, std::size_t depth) {
        std::size_t written = 0;
        for (const auto& entry : map.entries()) {
            if (text_.size() > largest_ini) {
                return;
            }
            if (!unwritable_.contains(entry)) {
                write(entry, depth, written++);
            }
        }
    }

    std::size_t lines() const noexcept { return lines_; }
    std::string take() && { return std::move(text_); }

private:
    // `position`: the number of the entry in its map, which is what [] stands for.
    void write(const Map::Entry& entry, std::size_t depth, std::size_t position) {
        const auto length = prefix_.size();
        const bool is_map = entry.value.is_map();
        const bool next = !is_map && depth > 0 && entry.key.text == fmt::format_int(position).str();
        prefix_ += depth == 0 ? "" : "[";
        prefix_ += next ? std::string_view() : entry.key.text.view();
        prefix_ += depth == 0 ? "" : "]";
        if (is_map) {
            // All of `projects`, and all of one project.
            const bool paragraph = depth == 0 || (depth == 1 && !is_one_line(entry.value));
            gap_ = gap_ || paragraph;
            write(entry.value.map(), depth + 1);
            gap_ = gap_ || paragraph;
        } else {
            line(shown_value(entry.value));
        }
        prefix_.resize(length);
    }

    void line(std::string_view value) {
        text_ += gap_ && !text_.empty() ? "\n" : "";
        text_ += prefix_;
        text_ += " = ";
        text_ += value;
        text_ += '\n';
        gap_ = false;
        ++lines_;
    }

    const Unwritable& unwritable_;
    std::string text_;
    std::string prefix_;  // the keys above the entry at hand
    std::size_t lines_ = 0;
    bool gap_ = false;  // a blank line goes before the next line
};

// Without a line `core =`, readers look at all of a text to tell its format.
std::string told_from_yaml(std::string text, std::size_t lines, std::vector<Problem>& problems) {
    using makefile::detect_format;
    using makefile::Format;
    if (lines == 1 && !text.starts_with("core =")) {
        text.insert(0, "; Drush takes a file of a single line for YAML.\n");
    }
    if (detect_format(text) == Format::yaml) {
        text.insert(0, "; An INI makefile.\n");
    }
    if (detect_format(text) == Format::yaml) {
        problems.push_back(
            {.path = {}, .span = {}, .message = "a line in it begins with 'core:', so it reads as YAML"});
    }
    return text;
}

}  // namespace

Written to_ini(const Map& root) {
    Unwritable unwritable(root, ini_limits);
    Writer writer(unwritable);
    writer.write(root, 0);
    const auto lines = writer.lines();
    Written out{.text = std::move(writer).take(), .problems = std::move(unwritable).take_problems()};
    check_size(out, largest_ini, "makefile");
    if (!out.text.empty()) {
        out.text = told_from_yaml(std::move(out.text), lines, out.problems);
    }
    return out;
}

}  // namespace slipway::write

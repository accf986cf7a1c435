#include "slipway/write/ini.hpp"

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

constexpr std::size_t largest_text = std::size_t{64} << 20U;  // that makefile/parse.hpp reads

bool is_quote(char c) { return c == '"' || c == '\''; }

bool has_outer_space(std::string_view text) {
    return !text.empty() && (is_space(text.front()) || is_space(text.back()));
}

// Whether the reader takes a text for a constant, which quotes do not prevent.
bool reads_as_constant(std::string_view text) {
    std::string upper(text.substr(0, 6));
    std::ranges::transform(upper, upper.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return upper == "TRUE" || upper == "FALSE" || upper == "NULL";
}

bool reads_back_bare(std::string_view text) {
    return !text.empty() && !has_outer_space(text) && !is_quote(text.front())
           && text.find_first_of("\r\n") == std::string_view::npos;
}

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

// A quote that follows a backslash closes nothing for sure: whether it does depends on all the text below.
bool can_be_quoted(std::string_view text) { return !text.ends_with('\\'); }

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '\0') {
            out += "\\0";
            continue;
        }
        out += c == '"' || c == '\\' ? "\\" : "";
        out += c;
    }
    return out + '"';
}

const char* reason_against_key(std::string_view key, std::size_t depth) {
    if (key.empty()) {
        return "an empty key means the number of elements in INI";
    }
    if (key.find_first_of("[]") != std::string_view::npos) {
        return "a key in INI cannot hold brackets";
    }
    if (key.find_first_of("\r\n") != std::string_view::npos) {
        return "a key in INI stays on one line";
    }
    if (depth == 0 && (has_outer_space(key) || key.find_first_of("=;") != std::string_view::npos)) {
        return "a top-level key in INI cannot hold '=' or ';', nor space around it";
    }
    return nullptr;
}

const char* reason_against_value(const Value& value) {
    if (value.is_map()) {
        return value.map().empty() ? "INI cannot say that a list or map is empty" : nullptr;
    }
    if (!value.is_text()) {
        return nullptr;
    }
    const auto text = value.written();
    if (reads_as_constant(text)) {
        return "this text would be read as a constant in INI, quoted or not";
    }
    if (!reads_back_bare(text) && !can_be_quoted(text)) {
        return "a text in INI that needs quotes cannot end in a backslash";
    }
    return nullptr;
}

constexpr Limits ini_limits{.key = reason_against_key, .value = reason_against_value};

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
    return bare ? std::string(text) : quoted(text);
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
            if (text_.size() > largest_text) {
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
    check_size(out, largest_text, "makefile");
    if (!out.text.empty()) {
        out.text = told_from_yaml(std::move(out.text), lines, out.problems);
    }
    return out;
}

}  // namespace slipway::write

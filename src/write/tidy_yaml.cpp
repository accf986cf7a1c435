#include "tidy_yaml.hpp"

#include "paragraphs.hpp"
#include "space.hpp"
#include "yaml_line.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace slipway::write {

namespace {

constexpr std::size_t indentation = 2;

class Formatter {
public:
    // False if the line cannot be understood.
    bool add(std::string_view line) {
        const auto content = trimmed(line);
        if (content.empty() || content.front() == '#') {
            comments_.push_back(right_trimmed(line));
            return true;
        }
        if (content == "---" && columns_.empty()) {
            add_comments(0);
            out_.add(content);
            return true;
        }
        const auto understood = read_yaml_line(right_trimmed(line));
        if (understood) {
            add(*understood);
        }
        return understood.has_value();
    }

    std::string take() && {
        add_comments(0);
        return std::move(out_).take();
    }

private:
    void add(const YamlLine& line) {
        add_comments(line.columns.front());
        std::string text(indentation * levels_left_of(line.columns.front()), ' ');
        for (std::size_t i = 0; i < line.dashes; ++i) {
            enter(line.columns[i]);
            text += "- ";
        }
        if (line.has_key || !line.value.empty()) {
            enter(line.columns.back());
        }
        text += line.key;
        text += line.has_key ? ": " : "";
        text += line.value;
        out_.add(right_trimmed(text));
    }

    // Blank lines and comments, which are indented as what they stand before, or else as what they stand in.
    void add_comments(std::size_t next_column) {
        for (const auto line : comments_) {
            if (line.empty()) {
                out_.add_blank();
                continue;
            }
            const auto column = line.find_first_not_of(space);
            const auto around = std::max<std::size_t>(levels_left_of(column + 1), 1) - 1;
            const auto level = column == next_column ? levels_left_of(column) : around;
            out_.add(std::string(column == 0 ? 0 : indentation * level, ' ').append(trimmed(line)));
        }
        comments_.clear();
    }

    void enter(std::size_t column) {
        while (!columns_.empty() && columns_.back() > column) {
            columns_.pop_back();
        }
        if (columns_.empty() || columns_.back() < column) {
            columns_.push_back(column);
        }
    }

    std::size_t levels_left_of(std::size_t column) const {
        return static_cast<std::size_t>(std::ranges::lower_bound(columns_, column) - columns_.begin());
    }

    Paragraphs out_;
    std::vector<std::size_t> columns_;        // of the levels that are open, outermost first
    std::vector<std::string_view> comments_;  // and blank lines, above the line to come
};

// Without all of them: each by itself ends a line as well, so that one left over would be the next to go.
std::string_view without_returns(std::string_view line) {
    return line.substr(0, line.find_last_not_of('\r') + 1);
}

}  // namespace

std::optional<std::string> tidy_yaml(std::string_view text) {
    Formatter formatter;
    bool understood = true;
    for_each_line(text, [&](std::string_view line) { understood = understood && formatter.add(line); });
    if (!understood) {
        return std::nullopt;
    }
    return std::move(formatter).take();
}

std::string tidy_lines(std::string_view text) {
    Paragraphs out;
    for_each_line(text, [&](std::string_view line) {
        const auto content = right_trimmed(line);
        content.empty() ? out.add_blank() : out.add(content);
    });
    return std::move(out).take();
}

std::string tidy_line_ends(std::string_view text) {
    std::string out;
    for_each_line(text, [&](std::string_view line) {
        out += without_returns(line);
        out += '\n';
    });
    if (!text.ends_with('\n') && !out.empty()) {
        out.pop_back();
    }
    return out;
}

}  // namespace slipway::write

#include "outline.hpp"

#include "flow.hpp"
#include "line.hpp"
#include "mistake.hpp"
#include "scalar.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/diag/range.hpp>
#include <slipway/diag/slugs.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace slipway::yaml {

namespace {

using document::max_depth;
using document::Reporter;
using document::Value;

constexpr std::size_t most_mistakes = 10;  // then the file is something else
constexpr std::size_t longest_key = 1000;  // yaml-cpp knows no keys above 1024 bytes

class OutlineWriter {
public:
    OutlineWriter(const Source& source, Reporter& reporter)
        : source_(source), text_(source.text), reporter_(reporter) {}

    std::optional<Outline> run() && {
        blank_out();
        skip_header();
        while (at_ < text_.size() && mistakes_ < most_mistakes) {
            read_line();
        }
        return mistakes_ == 0 ? std::optional(std::move(outline_)) : std::nullopt;
    }

private:
    // The text's line ends alone.
    void blank_out() {
        outline_.text.assign(text_.size(), ' ');
        for (auto i = position_of<'\r', '\n'>(text_); i < text_.size();
             i = position_of<'\r', '\n'>(text_, i + 1)) {
            const bool pair = text_[i] == '\r' && text_.substr(i + 1).starts_with('\n');
            outline_.text[i] = pair ? ' ' : '\n';
        }
    }

    std::uint32_t line_end(std::size_t at) const {
        return static_cast<std::uint32_t>(std::min(position_of<'\r', '\n'>(text_, at), text_.size()));
    }

    std::uint32_t line_after(std::uint32_t end) const {
        const bool pair = text_.substr(end).starts_with("\r\n");
        return end + (end == text_.size() ? 0U : pair ? 2U : 1U);
    }

    std::string_view line_at(std::uint32_t at) const { return text_.substr(at, line_end(at) - at); }

    // %YAML, comments, and a line '---', whose rest Drush drops.
    void skip_header() {
        if (line_at(0).starts_with("%YAML")) {
            at_ = line_after(line_end(0));
        }
        while (line_at(at_).starts_with('#')) {
            at_ = line_after(line_end(at_));
        }
        const auto line = line_at(at_);
        if (!line.starts_with("---")) {
            return;
        }
        const auto rest = line.find_first_not_of(" \t", 3);
        if (rest != std::string_view::npos && line[rest] != '#') {
            reporter_.loss({.slug = slug::yaml_misread,
                            .span = source_.span({at_ + static_cast<std::uint32_t>(rest), line_end(at_)}),
                            .message = "Drush drops what stands beside '---'",
                            .notes = {},
                            .help = "write it on the next line"});
        }
        at_ = line_after(line_end(at_));
        has_start_ = true;
    }

    void read_line() {
        line_ = at_;
        end_ = line_end(at_);
        at_ = line_after(end_);
        const auto text =
            static_cast<std::uint32_t>(std::min<std::size_t>(text_.find_first_not_of(' ', line_), end_));
        if (text == end_ || text_[text] == '#') {
            return;
        }
        if (text_[text] == '\t') {
            mistake({text, text + 1}, "a tab is no indentation", "indent with spaces");
        } else if (!is_marker(text)) {
            end_ = content_end(text);
            read_content(text);
        }
    }

    // Without the blanks before the line's end.
    std::uint32_t content_end(std::uint32_t begin) const {
        auto end = end_;
        while (end > begin && is_blank(text_[end - 1])) {
            --end;
        }
        return end;
    }

    bool is_marker(std::uint32_t at) {
        const auto line = text_.substr(at, end_ - at);
        const bool starts = line == "---" || line.starts_with("--- ");
        const bool ends = line == "..." || line.starts_with("... ");
        if (at != line_ || (!starts && !ends)) {
            return false;
        }
        if (ends && has_start_ && text_.find_first_not_of(" \t\r\n", at + 3) == std::string_view::npos) {
            return true;
        }
        mistake(
            {at, at + 3},
            ends ? "Drush knows no '...' here" : "Drush reads one document, which begins on the first line",
            "remove this line");
        return true;
    }

    // The current line's text, at its own offsets.
    std::string_view line() const { return text_.substr(0, end_); }

    std::ptrdiff_t column_of(std::uint32_t at) const { return static_cast<std::ptrdiff_t>(at) - line_; }

    bool fits(std::uint32_t at) {
        const auto column = column_of(at);
        if (columns_.empty() && column > 0) {
            mistake({at, end_}, "the first line is indented", "begin it at the start of the line");
            return false;
        }
        if (!open_ && closed_column_ < 0) {
            no_entry(alone_);  // it is not alone, as it turns out
        }
        if (!open_ && column > closed_column_) {
            const bool beside = !alone_.empty() && alone_.begin == closed_at_ && alone_column_ == column;
            beside ? no_entry(alone_) : too_deep_below({at, end_});
            return false;
        }
        while (!columns_.empty() && columns_.back() >= column) {
            columns_.pop_back();
        }
        return enters(at);
    }

    // A line that is indented deeper than an entry which has its value already.
    void too_deep_below(Range where) {
        const bool list = is_dash(text_, closed_at_);
        mistake(
            where, "this line is indented deeper than the one above, which is complete",
            list ? "Drush takes '- - a' for a text: begin the inner list on the line below the dash"
                 : "Drush knows no texts of several lines: write each on one line, or mend the indentation");
    }

    bool enters(std::uint32_t at) {
        columns_.push_back(column_of(at));
        if (columns_.size() <= max_depth) {
            return true;
        }
        mistake(nested_too_deep({at, end_}));
        mistakes_ = most_mistakes;
        return false;
    }

    void read_content(std::uint32_t at) {
        const bool under_open = open_ && (columns_.empty() || column_of(at) > columns_.back());
        if (!fits(at)) {
            return;
        }
        while (is_dash(line(), at)) {
            const auto item = read_dash(at);
            if (!item) {
                return;
            }
            at = *item;
            if (!enters(map_anchor_.empty() ? at : map_anchor_.begin - 1)) {
                return;
            }
        }
        if (const auto key = key_at(line(), at)) {
            read_entry(*key);
        } else if (under_open) {
            columns_.pop_back();
            alone_ = {at, end_};
            alone_column_ = column_of(at);
            read_value(at, {}, columns_.empty() ? -1 : columns_.back());
        } else {
            no_entry({at, end_});
        }
    }

    // Where the item's own key or dash stands, if it begins with one; else the item is read.
    std::optional<std::uint32_t> read_dash(std::uint32_t dash) {
        const auto column = column_of(dash);
        outline_.text[dash] = '-';
        open_ = true;
        const auto begin = after_blanks(line(), dash + 1);
        const auto [anchor, at] = anchor_at(line(), begin);
        if (is_rest_empty(line(), at)) {
            add_anchor(begin, anchor);
            return std::nullopt;
        }
        if (!key_at(line(), at)) {
            read_value(at, anchor, column);
            return std::nullopt;
        }
        if (!anchor.empty() && is_dash(line(), at)) {
            mistake({begin, at}, "an anchor cannot stand before a dash", "write the list on the lines below");
            return std::nullopt;
        }
        map_anchor_ = anchor;
        return at;
    }

    // "&x", then the map or sequence on the lines below.
    void add_anchor(std::uint32_t at, Range anchor) {
        if (!anchor.empty()) {
            outline_.text.replace(at, 2, "&x");
            outline_.nodes.push_back({.style = Node::Style::anchored, .at = at, .anchor = anchor});
        }
    }

    void read_entry(KeyPlace place) {
        const auto first = text_[place.key.begin];
        if (first == '*' || (first == '?' && is_blank(text_[place.key.begin + 1]))) {
            mistake(place.key,
                    first == '*' ? "a key cannot be an alias" : "Drush knows no keys that begin with '?'",
                    {});
            return;
        }
        if (place.key.end - place.key.begin > longest_key) {
            mistake({place.key.begin, place.key.begin + 20},
                    fmt::format("a key is at most {} bytes long", longest_key), {});
            return;
        }
        const auto at = map_anchor_.empty() ? place.key.begin : map_anchor_.begin - 1;
        outline_.text[at] = 'x';
        outline_.text[place.colon] = ':';
        outline_.nodes.push_back({.style = is_quote(first) ? Node::Style::quoted : Node::Style::plain,
                                  .at = at,
                                  .written = place.key,
                                  .anchor = std::exchange(map_anchor_, {}),
                                  .begins_map = at != place.key.begin});
        const auto begin = after_blanks(line(), place.colon + 1);
        const auto [anchor, value] = anchor_at(line(), begin);
        open_ = true;
        if (is_rest_empty(line(), value)) {
            add_anchor(begin, anchor);
        } else {
            read_value(value, anchor, column_of(at));
        }
    }

    void read_value(std::uint32_t at, Range anchor, std::ptrdiff_t column) {
        open_ = false;
        closed_at_ = at;
        closed_column_ = column;
        const auto node_at = anchor.empty() ? at : anchor.begin - 1;
        Node node{.style = Node::Style::plain,
                  .at = node_at,
                  .written = {at, plain_end(line(), at)},
                  .anchor = anchor,
                  .column = column};
        bool good = true;
        if (is_block_header(node.written.of(text_))) {
            node.style = Node::Style::block_scalar;
            node.at = at;
            good = read_block_scalar(at, column);
        } else if (is_quote(text_[at])) {
            good = read_quoted(node);
        } else if (text_[at] == '[' || text_[at] == '{') {
            good = read_flow(node);
        } else if (text_[at] == '*') {
            node.style = Node::Style::alias;
            ++node.written.begin;
        }
        if (good) {
            if (node.style != Node::Style::block_scalar) {
                outline_.text[node_at] = 'x';
            }
            outline_.nodes.push_back(node);
        }
    }

    // yaml-cpp reads it, so its lines go into the outline as they are.
    bool read_block_scalar(std::uint32_t at, std::ptrdiff_t column) {
        not_in_drush({at, end_}, "block texts");
        copy_line(at, end_);
        while (at_ < text_.size()) {
            const auto end = line_end(at_);
            const auto first = std::min<std::size_t>(text_.find_first_not_of(' ', at_), end);
            if (first != end && static_cast<std::ptrdiff_t>(first - at_) <= column) {
                break;
            }
            if (!copy_line(at_, end)) {
                return false;
            }
            if (text_.substr(end).starts_with("\r\n")) {
                outline_.text[end] = '\r';  // a space would be part of the text
            }
            at_ = line_after(end);
        }
        return true;
    }

    bool copy_line(std::uint32_t begin, std::uint32_t end) {
        for (auto i = begin; i < end; ++i) {
            if (static_cast<unsigned char>(text_[i]) < ' ' && text_[i] != '\t') {
                mistake({i, i + 1}, "a control character cannot stand in a block text", {});
                return false;
            }
            outline_.text[i] = text_[i];
        }
        return true;
    }

    bool read_quoted(Node& node) {
        node.style = Node::Style::quoted;
        const auto begin = node.written.begin;
        auto size = quoted_size(text_.substr(begin, end_ - begin));
        if (size == 0) {
            size = quoted_over_lines(begin, node.column);
        }
        if (size == 0) {
            mistake({begin, end_}, "this text is not closed", fmt::format("close it with {}", text_[begin]));
            return false;
        }
        node.written.end = begin + static_cast<std::uint32_t>(size);
        return ends_line(node.written);
    }

    // The size of a quoted text whose other lines are indented below its key. Looked for once in vain, a file
    // is broken.
    std::size_t quoted_over_lines(std::uint32_t begin, std::ptrdiff_t column) {
        const auto size = mistakes_ == 0 ? quoted_size(text_.substr(begin)) : 0;
        if (size == 0) {
            return 0;
        }
        auto end = end_;
        while (end < begin + size) {
            const auto line = line_after(end);
            end = line_end(line);
            const auto first = std::min<std::size_t>(text_.find_first_not_of(' ', line), end);
            if (first != end && static_cast<std::ptrdiff_t>(first - line) <= column) {
                return 0;
            }
        }
        moves_to(begin, end);
        return size;
    }

    bool read_flow(Node& node) {
        node.style = Node::Style::flow;
        const auto a_map = [&](Range) { return std::optional(Value(source_.span({}))); };
        FlowReader reader(source_, a_map, nullptr);  // for its end alone
        const auto flow = reader.read(node.written.begin, node.column);
        if (!flow) {
            mistake(*reader.mistake());
            return false;
        }
        node.written.end = flow->end;
        if (flow->several_lines) {
            moves_to(node.written.begin, line_end(flow->end));
        }
        return ends_line(node.written);
    }

    // What began on this line ends on another.
    void moves_to(std::uint32_t begin, std::uint32_t end) {
        not_in_drush({begin, end_}, "lists, maps and quoted texts of several lines");
        std::replace(outline_.text.begin() + line_, outline_.text.begin() + end, '\n', ' ');
        at_ = line_after(end);
        end_ = end;
        end_ = content_end(begin);
    }

    // Whether nothing but a comment follows.
    bool ends_line(Range written) {
        const auto rest = after_blanks(line(), written.end);
        if (rest == end_ || (text_[rest] == '#' && rest > written.end)) {
            return true;
        }
        const auto more = text_.substr(rest, end_ - rest);
        const bool apostrophe = text_[written.begin] == '\'' && more.find('\'') != std::string_view::npos;
        mistake({rest, end_}, "nothing but a comment can follow here",
                apostrophe ? std::optional<std::string>("write '' for a quote inside single quotes")
                : more.starts_with('#') ? std::optional<std::string>("write a space before #")
                                        : std::nullopt);
        return false;
    }

    void not_in_drush(Range where, std::string_view what) {
        reporter_.warning({.slug = slug::yaml_not_in_drush,
                           .span = source_.span(where),
                           .message = fmt::format("Drush cannot read {}", what),
                           .notes = {},
                           .help = "write it on one line if Drush is to read this file"});
    }

    void no_entry(Range where) {
        const auto line = where.of(text_);
        const auto colon = line.find(':');
        if (line == "?" || line.starts_with("? ")) {
            mistake(where, "Drush knows no keys that begin with '?'", "write 'key: value'");
        } else if (line.starts_with("= ")) {
            mistake(where, "this is neither 'key: value' nor '- item'",
                    fmt::format("write '- {}' if it is an item of the list", trimmed(line.substr(1))));
        } else if (is_quote(line.front()) && quoted_size(line) == 0) {
            mistake(where, "this text is not closed", fmt::format("close it with {}", line.front()));
        } else if (colon != std::string_view::npos && !line.substr(colon).starts_with("://")) {
            mistake(where, "this is neither 'key: value' nor '- item'", "write a space after the colon");
        } else {
            mistake(where, "this is neither 'key: value' nor '- item'", {});
        }
    }

    void mistake(Range where, std::string message, std::optional<std::string> help) {
        mistake({where, std::move(message), std::move(help)});
    }

    void mistake(Mistake mistake) {
        ++mistakes_;
        open_ = true;  // what follows may be right
        map_anchor_ = {};
        report(source_, std::move(mistake), reporter_);
    }

    const Source& source_;
    std::string_view text_;
    Reporter& reporter_;
    Outline outline_;
    std::uint32_t at_ = 0;    // the next line
    std::uint32_t line_ = 0;  // the current one
    std::uint32_t end_ = 0;   // its end, without blanks
    bool has_start_ = false;
    bool open_ = true;             // the last entry waits for lines below it
    std::uint32_t closed_at_ = 0;  // the value that the last entry has, and the column of its key or dash
    std::ptrdiff_t closed_column_ = 0;
    Range alone_;  // a value on a line of its own
    std::ptrdiff_t alone_column_ = 0;
    std::vector<std::ptrdiff_t> columns_;  // of the maps and sequences that are open
    Range map_anchor_;                     // of the map whose first key comes next
    std::size_t mistakes_ = 0;
};

}  // namespace

std::optional<Outline> outline_of(const Source& source, Reporter& reporter) {
    return OutlineWriter(source, reporter).run();
}

}  // namespace slipway::yaml

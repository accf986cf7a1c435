#include "block_reader.hpp"

#include "flow.hpp"
#include "line.hpp"
#include "mapping.hpp"
#include "scalar.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/diag/slugs.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace slipway::yaml {

namespace {

using document::CompactText;
using document::Key;
using document::Kind;
using document::Map;
using document::max_depth;
using document::Mode;
using document::Policy;
using document::Reporter;
using document::Value;

constexpr std::size_t longest_key = 1000;  // with the space before its colon

// What can still be given back if a line turns up that is for others to read.
Policy unheard(const Policy& policy) {
    Policy out(Mode::drush);
    out.most_reported = policy.most_reported + 1;  // so that there is one to say that there are more
    return out;
}

// The quoted text, without a copy on the way if it can be.
CompactText inside(std::string_view written) {
    return is_literal(written) ? CompactText(written.substr(1, written.size() - 2))
                               : CompactText(unquoted(written));
}

class BlockReader {
public:
    BlockReader(const Source& source, Reporter& reporter)
        : source_(source),
          text_(source.text),
          reporter_(reporter),
          held_(unheard(reporter.policy()), lost_) {}

    BlockText run() && {
        if (!skip_header()) {
            return {.root = {}, .beyond = {line_, end_}};
        }
        while (at_ < text_.size()) {
            if (!read_line()) {
                return {.root = {}, .beyond = {line_, end_}};
            }
        }
        BlockText out{.root = take()};
        for (const auto& diagnostic : lost_.all()) {
            if (diagnostic.slug == slug::duplicate_key) {
                reporter_.loss(diagnostic);
            }
        }
        return out;
    }

private:
    enum class Shape : std::uint8_t { map, sequence };

    // A map or list that lines may still belong to.
    struct Frame {
        Shape shape;
        std::ptrdiff_t column;  // of its keys or dashes
        SourceSpan span;
        Mapping mapping;
        bool waits = false;  // its last entry, for a value on the lines below
        Key key = {};        // of that entry
        std::uint32_t after_colon = 0;
    };

    bool next_line() {
        line_ = at_;
        end_ = static_cast<std::uint32_t>(position_of<'\r', '\n'>(text_, at_));
        line_end_ = end_;
        const bool pair = text_.substr(end_).starts_with("\r\n");
        at_ = end_ + (end_ == text_.size() ? 0U : pair ? 2U : 1U);
        return line_ < text_.size();
    }

    // Comments and a line '---' with nothing beside it. False if something else is there.
    bool skip_header() {
        while (next_line() && text_[line_] == '#') {
        }
        const auto line = text_.substr(line_, end_ - line_);
        if (line.starts_with("%YAML")) {
            return false;
        }
        if (line.starts_with("---")) {
            return is_rest_empty(text_.substr(0, end_), after_blanks(text_.substr(0, end_), line_ + 3));
        }
        at_ = line_;
        return true;
    }

    // False if the line is for others to read.
    bool read_line() {
        next_line();
        auto first = line_;
        while (first < end_ && text_[first] == ' ') {
            ++first;
        }
        if (first == end_ || text_[first] == '#') {
            return true;
        }
        const auto content = text_.substr(first, end_ - first);
        const bool is_marker = first == line_ && (content.starts_with("---") || content.starts_with("..."));
        if (content.front() == '\t' || is_marker) {
            return false;
        }
        while (is_blank(text_[end_ - 1])) {
            --end_;
        }
        const bool dash = is_dash(line(), first);
        if (!finds_frame(first, dash ? Shape::sequence : Shape::map)) {
            return false;
        }
        if (dash) {
            return read_item(first);
        }
        const auto key = key_at(line(), first);
        return key && read_entry(*key);
    }

    // The current line's text, at its own offsets.
    std::string_view line() const { return text_.substr(0, end_); }

    std::ptrdiff_t column_of(std::uint32_t at) const { return static_cast<std::ptrdiff_t>(at) - line_; }

    // Opens or closes frames until the last one is that of the key or dash at an offset.
    bool finds_frame(std::uint32_t at, Shape shape) {
        const auto column = column_of(at);
        if (frames_.empty()) {
            return column == 0 && opens(shape, at);
        }
        const auto& last = frames_.back();
        // The items of a list may stand below the key without being indented.
        const bool list_of_key =
            column == last.column && shape == Shape::sequence && last.shape == Shape::map;
        if (last.waits && (column > last.column || list_of_key)) {
            return opens(shape, at);
        }
        while (frames_.back().column > column
               || (frames_.back().column == column && frames_.back().shape == Shape::sequence
                   && shape == Shape::map && frames_.size() > 1)) {
            close();
        }
        add_nothing_awaited();
        return frames_.back().column == column && frames_.back().shape == shape;
    }

    bool opens(Shape shape, std::uint32_t at) {
        const bool has_key = !frames_.empty() && frames_.back().shape == Shape::map;
        frames_.push_back({.shape = shape,
                           .column = column_of(at),
                           .span = has_key ? frames_.back().key.span : source_.span({at, line_end_}),
                           .mapping = Mapping(&held_)});
        return frames_.size() <= max_depth;
    }

    void close() {
        add_nothing_awaited();
        auto frame = std::move(frames_.back());
        frames_.pop_back();
        Value value(frame.span);
        value.map() = std::move(frame.mapping).take();
        add_awaited(std::move(value));
    }

    void add_nothing_awaited() {
        const auto& frame = frames_.back();
        if (frame.waits) {
            const auto where = frame.shape == Shape::map ? frame.after_colon : frame.span.begin;
            add_awaited(Value(Kind::null_constant, "", source_.span({where, where})));
        }
    }

    void add_awaited(Value value) {
        auto& frame = frames_.back();
        frame.waits = false;
        if (frame.shape == Shape::map) {
            frame.mapping.set(std::move(frame.key), std::move(value));
        } else {
            frame.mapping.append(std::move(value));
        }
    }

    bool read_item(std::uint32_t dash) {
        const auto column = column_of(dash);
        const auto at = after_blanks(line(), dash + 1);
        frames_.back().waits = true;
        if (is_rest_empty(line(), at)) {
            return true;
        }
        if (text_[at] == '&' || is_dash(line(), at)) {
            return false;
        }
        if (const auto key = key_at(line(), at)) {
            return opens(Shape::map, at) && read_entry(*key);
        }
        return read_value(at, column);
    }

    bool read_entry(const KeyPlace& place) {
        const auto first = text_[place.key.begin];
        if (is_one_of<'*', '?', '&'>(first) || place.colon - place.key.begin > longest_key) {
            return false;
        }
        const auto written = place.key.of(text_);
        auto& frame = frames_.back();
        frame.key = {is_quote(first) ? inside(written) : CompactText(written), source_.span(place.key)};
        frame.after_colon = place.colon + 1;
        frame.waits = true;
        if (frame.key.text == "<<") {
            return false;
        }
        const auto at = after_blanks(line(), place.colon + 1);
        return is_rest_empty(line(), at) || read_value(at, frame.column);
    }

    // `column` is that of the key or dash that the value belongs to.
    bool read_value(std::uint32_t at, std::ptrdiff_t column) {
        const auto first = text_[at];
        if (is_one_of<'[', '{'>(first)) {
            return read_flow(at, column);
        }
        if (is_quote(first)) {
            return read_quoted(at);
        }
        const Range written{at, plain_end(line(), at)};
        if (is_one_of<'&', '*'>(first) || is_block_header(written.of(text_))) {
            return false;
        }
        const auto [kind, text] = plain_scalar(written.of(text_));
        add_awaited(Value(kind, text, source_.span(written)));
        return true;
    }

    bool read_quoted(std::uint32_t at) {
        const auto size = quoted_size(text_.substr(at, end_ - at));
        const Range written{at, at + static_cast<std::uint32_t>(size)};
        if (size == 0 || !ends_line(written.end)) {
            return false;
        }
        add_awaited(Value(Kind::text, inside(written.of(text_)), source_.span(written)));
        return true;
    }

    bool read_flow(std::uint32_t at, std::ptrdiff_t column) {
        auto flow = flow_.read(at, column);
        if (!flow || flow->several_lines || !ends_line(flow->end)
            || frames_.size() + extent_of(flow->value).depth > max_depth) {
            return false;
        }
        add_awaited(std::move(flow->value));
        return true;
    }

    // Whether nothing but a comment follows.
    bool ends_line(std::uint32_t at) const {
        const auto rest = after_blanks(line(), at);
        return rest == end_ || (text_[rest] == '#' && rest > at);
    }

    Map take() {
        if (frames_.empty()) {
            return {};
        }
        while (frames_.size() > 1) {
            close();
        }
        add_nothing_awaited();
        return std::move(frames_.front().mapping).take();
    }

    const Source& source_;
    std::string_view text_;
    Reporter& reporter_;
    Diagnostics lost_;
    Reporter held_;
    FlowReader flow_{source_, [](Range) { return std::nullopt; }, &held_};
    std::uint32_t at_ = 0;        // the next line
    std::uint32_t line_ = 0;      // the current one
    std::uint32_t end_ = 0;       // its end, without blanks
    std::uint32_t line_end_ = 0;  // its end
    std::vector<Frame> frames_;
};

}  // namespace

BlockText read_blocks(const Source& source, Reporter& reporter) {
    return BlockReader(source, reporter).run();
}

}  // namespace slipway::yaml

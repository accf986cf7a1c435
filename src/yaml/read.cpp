#include "read.hpp"

#include "events.hpp"
#include "flow.hpp"
#include "mapping.hpp"
#include "mistake.hpp"
#include "outline.hpp"
#include "scalar.hpp"

#include <slipway/diag/range.hpp>
#include <slipway/diag/slugs.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace slipway::yaml {

namespace {

using document::Key;
using document::Kind;
using document::Map;
using document::max_depth;
using document::Reporter;
using document::Value;

constexpr std::size_t most_alias_values = 10'000;

// Puts together the tree that yaml-cpp's events tell of, with the nodes of the outline as leaves.
class TreeBuilder final : public Events {
public:
    TreeBuilder(const Source& source, const Outline& outline, Reporter& reporter)
        : source_(source), nodes_(outline.nodes), reporter_(reporter) {}

    bool failed() const noexcept { return failed_; }
    std::optional<Value> take() && { return std::move(root_); }

    void on_map(std::size_t at) override { open(Shape::map, at); }
    void on_sequence(std::size_t at) override { open(Shape::sequence, at); }

    void on_end() override {
        auto frame = std::move(frames_.back());
        frames_.pop_back();
        Value value(frame.span);
        value.map() = std::move(frame.mapping).take();
        add(std::move(value), frame.anchor);
    }

    void on_scalar(std::size_t at, const std::string& text) override {
        if (failed_) {
            return;
        }
        const auto* node = node_at(at);
        if (node == nullptr) {
            fail({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at)},
                 "expected a key or a value");
        } else if (!frames_.empty() && frames_.back().shape == Shape::map && !frames_.back().key) {
            frames_.back().key = key_of(*node);
        } else if (auto value = value_of(*node, text)) {
            add(std::move(*value), node->anchor);
        }
    }

    void on_nothing() override {
        const auto* frame = frames_.empty() ? nullptr : &frames_.back();
        if (frame != nullptr && frame->shape == Shape::map && !frame->key) {
            fail({frame->span.begin, frame->span.end}, "expected a key");
            return;
        }
        const auto where = frame == nullptr ? 0 : frame->key ? after_colon(*frame->key) : frame->span.begin;
        add(Value(Kind::null_constant, "", source_.span({where, where})), {});
    }

private:
    enum class Shape : std::uint8_t { map, sequence };

    struct Frame {
        Shape shape;
        SourceSpan span;
        Range anchor;
        Mapping mapping;
        std::optional<Key> key = {};
    };

    // Events come in the order of the text, so the search goes on where it ended.
    const Node* node_at(std::size_t at) {
        while (next_ < nodes_.size() && nodes_[next_].at < at) {
            ++next_;
        }
        return next_ < nodes_.size() && nodes_[next_].at == at ? &nodes_[next_] : nullptr;
    }

    // A map or sequence shows as the key that it belongs to; without one, as its first line.
    void open(Shape shape, std::size_t at) {
        const auto* node = node_at(at);
        const bool anchored = node != nullptr && (node->begins_map || node->style == Node::Style::anchored);
        const auto begin = static_cast<std::uint32_t>(at);
        const auto line_end =
            static_cast<std::uint32_t>(std::min(source_.text.find_first_of("\r\n", at), source_.text.size()));
        const bool has_key = !frames_.empty() && frames_.back().key;
        frames_.push_back({.shape = shape,
                           .span = has_key ? frames_.back().key->span : source_.span({begin, line_end}),
                           .anchor = anchored ? node->anchor : Range{},
                           .mapping = Mapping(&reporter_)});
        if (frames_.size() > max_depth) {
            fail(nested_too_deep({begin, line_end}));
        }
    }

    Key key_of(const Node& node) const {
        const auto written = node.written.of(source_.text);
        const bool quoted = node.style == Node::Style::quoted;
        return {quoted ? unquoted(written) : std::string(written), source_.span(node.written)};
    }

    std::uint32_t after_colon(const Key& key) const {
        const auto colon = source_.text.find(':', key.span.end);
        return static_cast<std::uint32_t>(std::min(colon, source_.text.size() - 1)) + 1;
    }

    std::optional<Value> value_of(const Node& node, const std::string& block_text) {
        const auto written = node.written.of(source_.text);
        const auto span = source_.span(node.written);
        switch (node.style) {
            case Node::Style::quoted: return Value(Kind::text, unquoted(written), span);
            case Node::Style::block_scalar: return Value(Kind::text, block_text, span);
            case Node::Style::flow: return flow(node);
            case Node::Style::alias: return alias_or_mistake(node.written);
            case Node::Style::plain:
            case Node::Style::anchored: break;
        }
        const auto [kind, text] = plain_scalar(written);
        return Value(kind, text, span);
    }

    std::optional<Value> flow(const Node& node) {
        FlowReader reader(
            source_, [&](Range name) { return alias(name); }, &reporter_);
        auto read = reader.read(node.written.begin, node.column);
        if (!read) {
            fail(*reader.mistake());
            return std::nullopt;
        }
        fits(read->value);
        return std::move(read->value);
    }

    std::optional<Value> alias_or_mistake(Range name) {
        auto value = alias(name);
        if (!value) {
            fail(name, fmt::format("there is no anchor '&{}' above", name.of(source_.text)));
        }
        return value;
    }

    // A copy of what an anchor names; nothing if there is no such anchor, or none that is complete.
    std::optional<Value> alias(Range name) {
        const auto anchor = anchors_.find(name.of(source_.text));
        if (anchor == anchors_.end()) {
            return std::nullopt;
        }
        alias_values_ += anchor->second.extent.values;
        if (alias_values_ > most_alias_values) {
            fail({.where = name,
                  .message =
                      fmt::format("the aliases of this file make more than {} values", most_alias_values),
                  .help = {},
                  .slug = slug::yaml_alias_limit});
            return Value(Kind::null_constant, "", source_.span(name));
        }
        fits(anchor->second.value);
        return anchor->second.value;
    }

    void fits(const Value& value) {
        if (frames_.size() + extent_of(value).depth > max_depth) {
            fail(nested_too_deep({value.span().begin, value.span().end}));
        }
    }

    void add(Value value, Range anchor) {
        if (failed_) {
            return;
        }
        if (!anchor.empty()) {
            anchors_.insert_or_assign(anchor.of(source_.text), Anchor{value, extent_of(value)});
        }
        if (frames_.empty()) {
            root_ = std::move(value);
            return;
        }
        auto& frame = frames_.back();
        if (frame.shape == Shape::sequence) {
            frame.mapping.append(std::move(value));
            return;
        }
        auto key = *std::exchange(frame.key, std::nullopt);
        if (key.text != "<<") {
            frame.mapping.set(std::move(key), std::move(value));
        } else if (!frame.mapping.merge(value)) {
            fail({key.span.begin, key.span.end}, "'<<' takes over a map or a list of maps");
        }
    }

    void fail(Range where, std::string message) { fail({where, std::move(message), {}}); }

    // Once: what comes after a mistake is no longer looked at.
    void fail(Mistake mistake) {
        if (!std::exchange(failed_, true)) {
            report(source_, std::move(mistake), reporter_);
        }
    }

    struct Anchor {
        Value value;
        Extent extent;
    };

    const Source& source_;
    const std::vector<Node>& nodes_;
    Reporter& reporter_;
    std::size_t next_ = 0;
    std::vector<Frame> frames_;
    std::map<std::string_view, Anchor> anchors_;
    std::size_t alias_values_ = 0;
    std::optional<Value> root_;
    bool failed_ = false;
};

// yaml-cpp gives up where lines do not fit together.
void report_failure(const Source& source,
                    const Outline& outline,
                    const Failure& failure,
                    Reporter& reporter) {
    const auto at = std::min(outline.text.find_first_not_of(" \n", failure.at), source.text.size());
    const auto end = std::min(source.text.find_first_of("\r\n", at), source.text.size());
    const bool item = outline.text.substr(at).starts_with('-');
    report(source,
           {{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)},
            item ? "this list item stands below no list of the same indentation"
                 : "this line stands below no 'key: value' of the same indentation",
            "what belongs together is indented alike, and lists and 'key: value' do not mix"},
           reporter);
}

}  // namespace

std::optional<Map> read(const Source& source, Reporter& reporter) {
    const auto outline = outline_of(source, reporter);
    if (!outline) {
        return std::nullopt;
    }
    TreeBuilder builder(source, *outline, reporter);
    if (const auto failure = read_events(outline->text, builder); failure && !builder.failed()) {
        report_failure(source, *outline, *failure, reporter);
        return std::nullopt;
    }
    if (builder.failed()) {
        return std::nullopt;
    }
    auto root = std::move(builder).take();
    if (!root || root->kind() == Kind::null_constant) {
        return Map{};
    }
    if (!root->is_map()) {
        report(source,
               {{root->span().begin, root->span().end}, "expected 'key: value' lines, found one text", {}},
               reporter);
        return std::nullopt;
    }
    return std::move(root->map());
}

}  // namespace slipway::yaml

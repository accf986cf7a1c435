#include "json.hpp"

#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

namespace slipway::lock {

namespace {

using Json = nlohmann::ordered_json;

// Reads a text and tells how much of it was read: the library itself does not say where values stand.
class Reading {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    Reading(const char* at, std::size_t& read) : at_(at), read_(&read) {}

    reference operator*() const { return *at_; }
    Reading& operator++() {
        ++at_;
        ++*read_;
        return *this;
    }
    Reading operator++(int) {
        auto before = *this;
        ++*this;
        return before;
    }
    bool operator==(const Reading& other) const { return at_ == other.at_; }
    bool operator!=(const Reading& other) const { return at_ != other.at_; }

private:
    const char* at_;
    std::size_t* read_;
};

// Builds the nodes. The names of its members are the library's.
class Builder {
public:
    Builder(FileId file, std::string_view text, const std::size_t& read)
        : file_(file), text_(text), read_(read) {}

    std::optional<Mistake> mistake;
    Node root;

    bool null() { return word({}); }
    bool boolean(bool /*value*/) { return word({}); }
    bool number_integer(std::int64_t /*value*/) { return word({}); }
    bool number_unsigned(std::uint64_t value) {
        return word({.kind = Node::Kind::number, .number = value, .members = {}});
    }
    bool number_float(double /*value*/, const std::string& /*written*/) { return word({}); }
    bool binary(std::vector<std::uint8_t>& /*value*/) { return word({}); }
    bool string(std::string& value) {
        return add(
            {.kind = Node::Kind::text, .span = span_to(read_), .text = std::move(value), .members = {}});
    }
    bool start_object(std::size_t /*size*/) { return open(Node::Kind::object); }
    bool end_object() { return close(); }
    bool start_array(std::size_t /*size*/) { return open(Node::Kind::list); }
    bool end_array() { return close(); }
    bool key(std::string& name) {
        open_.back().members.push_back({.key = std::move(name), .key_span = span_to(read_)});
        return true;
    }
    bool parse_error(std::size_t position,
                     const std::string& /*token*/,
                     const nlohmann::detail::exception& error) {
        const auto at = static_cast<std::uint32_t>(position == 0 ? 0 : position - 1);
        std::string_view reason = error.what();
        const auto dash = reason.find(" - ");
        reason.remove_prefix(dash == std::string_view::npos ? 0 : dash + 3);
        mistake = {{file_, at, at}, "this is no JSON: " + std::string(reason)};
        return false;
    }

private:
    // From behind what was read last.
    SourceSpan span_to(std::size_t end) {
        const auto begin = text_.find_first_not_of(" \t\r\n:,", last_);
        last_ = end;
        return {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    }

    // A number and its like: the library has read one byte more, unless the text ends.
    bool word(Node node) {
        const auto begin = text_.find_first_not_of(" \t\r\n:,", last_);
        const auto end = text_.find_first_of(" \t\r\n,]}", begin);
        node.span = span_to(end == std::string_view::npos ? text_.size() : end);
        return add(std::move(node));
    }

    bool open(Node::Kind kind) {
        Node node{.kind = kind, .span = span_to(read_), .members = {}};
        if (open_.size() == deepest_nesting) {
            mistake = {node.span, "this is nested deeper than anything in a lock is"};
            return false;
        }
        open_.push_back(std::move(node));
        return true;
    }

    bool close() {
        last_ = read_;
        auto node = std::move(open_.back());
        open_.pop_back();
        return add(std::move(node));
    }

    bool add(Node node) {
        if (open_.empty()) {
            root = std::move(node);
        } else if (open_.back().kind == Node::Kind::list) {
            open_.back().items.push_back(std::move(node));
        } else {
            open_.back().members.back().value = std::move(node);
        }
        return true;
    }

    FileId file_;
    std::string_view text_;
    const std::size_t& read_;
    std::size_t last_ = 0;
    std::vector<Node> open_;
};

Json json_of(const Node& node) {
    switch (node.kind) {
        case Node::Kind::text: return node.text;
        case Node::Kind::number: return node.number;
        case Node::Kind::list: {
            auto list = Json::array();
            for (const auto& item : node.items) {
                list.push_back(json_of(item));
            }
            return list;
        }
        case Node::Kind::object: {
            auto object = Json::object();
            for (const auto& member : node.members) {
                object[member.key] = json_of(member.value);
            }
            return object;
        }
        case Node::Kind::other: break;
    }
    return nullptr;
}

}  // namespace

std::variant<Node, Mistake> parse_json(FileId file, std::string_view text) {
    std::size_t read = 0;
    Builder builder(file, text, read);
    const Reading begin(text.data(), read);
    const Reading end(text.data() + text.size(), read);
    if (!Json::sax_parse(begin, end, &builder)) {
        return *std::move(builder.mistake);
    }
    return std::move(builder.root);
}

std::string dump_json(const Node& node) {
    return json_of(node).dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace slipway::lock

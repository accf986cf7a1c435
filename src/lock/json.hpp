// JSON in which every value knows where it stands. Private to lock.
#pragma once

#include <slipway/diag/span.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace slipway::lock {

struct Member;

struct Node {
    enum class Kind : std::uint8_t { text, number, list, object, other };

    Kind kind = Kind::other;
    SourceSpan span = {};
    std::string text = {};
    std::uint64_t number = 0;
    std::vector<Node> items = {};  // of a list
    // Of an object, as written: a key may stand there twice. No default here, as clang wants a whole Member
    // for it.
    std::vector<Member> members;
};

struct Member {
    std::string key;
    SourceSpan key_span = {};
    Node value = {};
};

struct Mistake {
    SourceSpan span;
    std::string message;
};

// The value, or why the text is no JSON that is nested at most `deepest_nesting` deep.
inline constexpr std::size_t deepest_nesting = 16;
std::variant<Node, Mistake> parse_json(FileId file, std::string_view text);

// Two spaces a level, ended by a line feed. Bytes that are not UTF-8 become U+FFFD.
std::string dump_json(const Node& node);

}  // namespace slipway::lock

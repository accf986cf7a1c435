#include "fields.hpp"

#include <slipway/document/nearest.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <set>

namespace slipway::lock {

Fields::Fields(const Node& node, Reporter& reporter, std::string_view what)
    : node_(node), reporter_(reporter), what_(what) {
    if (node.kind != Node::Kind::object) {
        reporter.report(node.span, fmt::format("{} is an object in braces", what));
    }
    std::set<std::string_view> seen;
    for (const auto& member : node.members) {
        if (!seen.insert(member.key).second) {
            reporter.report(member.key_span, fmt::format("'{}' stands here twice", member.key));
        }
    }
}

const Node* Fields::find(std::string_view key) {
    known_.push_back(key);
    const auto found = std::ranges::find(node_.members, key, &Member::key);
    return found == node_.members.end() ? nullptr : &found->value;
}

const Node* Fields::get(std::string_view key) {
    const auto* found = find(key);
    if (found == nullptr && node_.kind == Node::Kind::object) {
        reporter_.report(node_.span, fmt::format("{} has no '{}'", what_, key));
    }
    return found;
}

Digest Fields::digest(std::string_view key) {
    const auto* node = get(key);
    const auto digits = text_of(node, key);
    const auto digest = Digest::from_hex(digits);
    if (!digest && node != nullptr && node->kind == Node::Kind::text) {
        reporter_.report(node->span, fmt::format("'{}' is a SHA-256: 64 hexadecimal digits", key));
    }
    return digest.value_or(Digest{});
}

std::uint64_t Fields::number(std::string_view key) {
    const auto* node = get(key);
    if (node != nullptr && node->kind != Node::Kind::number) {
        reporter_.report(node->span, fmt::format("'{}' is a number, not below 0", key));
    }
    return node == nullptr ? 0 : node->number;
}

void Fields::refuse_others() {
    for (const auto& member : node_.members) {
        if (std::ranges::find(known_, member.key) != known_.end()) {
            continue;
        }
        const auto meant = document::nearest(member.key, known_);
        reporter_.report(member.key_span, fmt::format("{} has no '{}' in a lock", what_, member.key),
                         meant ? fmt::format("there is one called '{}'", *meant) : way_out);
    }
}

std::string Fields::text_of(const Node* node, std::string_view key) {
    if (node != nullptr && node->kind != Node::Kind::text) {
        reporter_.report(node->span, fmt::format("'{}' is a text in quotes", key));
    }
    return node == nullptr ? std::string() : node->text;
}

const std::vector<Node>& Fields::list(const Node* node, std::string_view key) {
    static const std::vector<Node> none;
    if (node != nullptr && node->kind != Node::Kind::list) {
        reporter_.report(node->span, fmt::format("'{}' is a list in brackets", key));
    }
    return node == nullptr ? none : node->items;
}

}  // namespace slipway::lock

// Plan: what has to be done to build a platform, and what waits for what.
//
// Append-only: nested makefiles appear once their project's tree exists, and add nodes. Every input of a node
// is older than the node, so a plan cannot hold a cycle. Equal work is one node, whoever asks for it. How far
// a build has got is the executor's affair (exec/executor.hpp).
//
// For one thread; a node, once added, stays where it is and never changes, so any thread may read it.
#pragma once

#include <slipway/plan/action.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

namespace slipway::plan {

enum class NodeId : std::uint32_t {};

constexpr std::size_t index(NodeId id) { return static_cast<std::size_t>(id); }

// What an action takes: the object that another node gives, or one that is there already.
using Input = std::variant<NodeId, Digest>;

struct Node {
    Action action;
    std::vector<Input> inputs;
    std::string label;  // for people: "unpack views 7.x-3.29"
};

class Plan {
public:
    // The node that does this: a new one, or the one that was added before for the same action and inputs.
    // Requires every input node to be of this plan.
    NodeId add(Action action, std::vector<Input> inputs, std::string label);

    const Node& operator[](NodeId id) const { return nodes_[index(id)]; }
    std::size_t size() const noexcept { return nodes_.size(); }

private:
    std::deque<Node> nodes_;
    std::unordered_map<std::string, NodeId> known_;
};

}  // namespace slipway::plan

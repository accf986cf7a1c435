#include "slipway/plan/plan.hpp"

#include <slipway/base/assert.hpp>

#include <fmt/core.h>

#include <utility>

namespace slipway::plan {

namespace {

std::string identity(const Action& action, const std::vector<Input>& inputs) {
    auto text = fingerprint(action);
    for (const auto& input : inputs) {
        if (const auto* node = std::get_if<NodeId>(&input)) {
            text += fmt::format("node {};", index(*node));
        } else {
            text += fmt::format("object {};", std::get<Digest>(input).hex());
        }
    }
    return text;
}

}  // namespace

NodeId Plan::add(Action action, std::vector<Input> inputs, std::string label) {
    const auto next = NodeId{static_cast<std::uint32_t>(nodes_.size())};
    for (const auto& input : inputs) {
        const auto* node = std::get_if<NodeId>(&input);
        SLIPWAY_ASSERT(node == nullptr || *node < next, "every input of a node is older than the node");
    }
    const auto [known, is_new] = known_.try_emplace(identity(action, inputs), next);
    if (is_new) {
        nodes_.push_back({std::move(action), std::move(inputs), std::move(label)});
    }
    return known->second;
}

}  // namespace slipway::plan

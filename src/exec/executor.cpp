#include "slipway/exec/executor.hpp"

#include "completion_queue.hpp"

#include <slipway/base/assert.hpp>
#include <slipway/cache/verify.hpp>

#include <algorithm>
#include <chrono>
#include <deque>
#include <utility>

namespace slipway::exec {

namespace {

using plan::NodeId;

constexpr std::chrono::milliseconds tick{50};

// How far a node has got.
struct Progress {
    std::size_t missing_inputs = 0;
    bool settled = false;
    NodeReport report;
    std::vector<NodeId> dependents;
    std::vector<Executor::Continuation> continuations;
};

}  // namespace

struct Executor::State {
    plan::Plan& plan;
    cache::Store& store;
    Runner& runner;
    Observer& observer;
    std::stop_token stop;
    Trust trust;

    std::deque<Progress> nodes = {};  // one for each node of the plan that was seen
    std::deque<NodeId> ready = {};
    std::size_t running = 0;
    CompletionQueue completions = {};

    Progress& operator[](NodeId id) { return nodes[index(id)]; }

    // Takes note of the nodes that were added to the plan since the last call.
    void notice_new_nodes() {
        while (nodes.size() < plan.size()) {
            const auto id = NodeId{static_cast<std::uint32_t>(nodes.size())};
            nodes.emplace_back();
            for (const auto& input : plan[id].inputs) {
                const auto* node = std::get_if<NodeId>(&input);
                if (node != nullptr && !(*this)[*node].settled) {
                    (*this)[*node].dependents.push_back(id);
                    ++nodes.back().missing_inputs;
                }
            }
            if (nodes.back().missing_inputs == 0) {
                ready.push_back(id);
            }
        }
    }

    // The ids of what the node takes; nothing if one of them failed.
    std::optional<std::vector<Digest>> inputs_of(NodeId id) {
        std::vector<Digest> inputs;
        for (const auto& input : plan[id].inputs) {
            const auto* node = std::get_if<NodeId>(&input);
            if (node == nullptr) {
                inputs.push_back(std::get<Digest>(input));
                continue;
            }
            const auto& report = (*this)[*node].report;
            if (report.outcome != Outcome::done) {
                return std::nullopt;
            }
            SLIPWAY_ASSERT(report.result.object, "a node that is an input gives an object");
            inputs.push_back(*report.result.object);
        }
        return inputs;
    }

    bool is_there(const cache::ActionResult& result) const {
        if (!result.object) {
            return true;
        }
        if (!store.has_tree(*result.object)) {
            return trust == Trust::bytes ? store.read_blob(*result.object).has_value()
                                         : store.has_blob(*result.object);
        }
        return trust == Trust::presence || cache::verify_tree(store, *result.object);
    }

    void start(NodeId id) {
        auto inputs = inputs_of(id);
        if (!inputs || stop.stop_requested()) {
            settle(id, {});
            return;
        }
        const auto& node = plan[id];
        const auto key = trust == Trust::nothing ? std::nullopt : plan::key_of(node.action, *inputs);
        if (key) {
            auto known = store.find_action(key->digest);
            if (known && is_there(*known)) {
                settle(id,
                       {.outcome = Outcome::done, .known = true, .result = *std::move(known), .error = {}});
                return;
            }
        }
        ++running;
        observer.started(node);
        runner.start(node, *std::move(inputs), [this, id](Result<RunResult> result) {
            completions.push({id, std::move(result)});
        });
    }

    void finish(Completion completion) {
        --running;
        const auto id = completion.node;
        if (!completion.result) {
            settle(id, {.outcome = Outcome::failed,
                        .known = false,
                        .result = {},
                        .error = std::move(completion.result).error()});
            return;
        }
        remember(id, completion.result->result);
        settle(id, {.outcome = Outcome::done,
                    .known = completion.result->known,
                    .result = std::move(completion.result->result),
                    .error = {}});
    }

    void remember(NodeId id, const cache::ActionResult& result) {
        const auto inputs = inputs_of(id);
        SLIPWAY_ASSERT(inputs, "a node runs only when its inputs are done");
        if (const auto key = plan::key_of(plan[id].action, *inputs)) {
            store.put_action(key->digest, result);
        }
    }

    void settle(NodeId id, NodeReport report) {
        auto& node = (*this)[id];
        node.settled = true;
        node.report = std::move(report);
        observer.settled(plan[id], node.report);
        for (const auto dependent : std::exchange(node.dependents, {})) {
            if (--(*this)[dependent].missing_inputs == 0) {
                ready.push_back(dependent);
            }
        }
        for (const auto& next : std::exchange(node.continuations, {})) {
            next(node.report);
        }
    }
};

Executor::Executor(plan::Plan& plan,
                   cache::Store& store,
                   Runner& runner,
                   Observer& observer,
                   std::stop_token stop,
                   Trust trust)
    : state_(new State{.plan = plan,
                       .store = store,
                       .runner = runner,
                       .observer = observer,
                       .stop = std::move(stop),
                       .trust = trust}) {}

Executor::~Executor() = default;

void Executor::when_settled(plan::NodeId id, Continuation next) {
    state_->notice_new_nodes();
    auto& node = (*state_)[id];
    if (node.settled) {
        next(node.report);
    } else {
        node.continuations.push_back(std::move(next));
    }
}

void Executor::run() {
    auto& state = *state_;
    for (state.notice_new_nodes(); !state.ready.empty() || state.running != 0; state.notice_new_nodes()) {
        if (!state.ready.empty()) {
            const auto id = state.ready.front();
            state.ready.pop_front();
            state.start(id);
            continue;
        }
        state.observer.waiting();
        for (auto& completion : state.completions.take(tick)) {
            state.finish(std::move(completion));
        }
    }
}

}  // namespace slipway::exec

// Executor: runs a plan that may grow while it runs: every node once, after its inputs, and not at all if the
// store knows its result.
//
// A node that fails stops what depends on it and nothing else, so one build reports every failure it can
// reach.
//
// One thread coordinates: it calls run(), owns the plan, looks up known actions and calls back. The work
// itself is done wherever the Runner puts it, and handed back through a queue. So nothing but that queue
// needs a lock, and callbacks may add nodes freely. The order in which nodes finish is not determined;
// whoever depends on an order sorts.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/plan/plan.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace slipway::exec {

enum class Outcome : std::uint8_t { done, failed, skipped };

struct NodeReport {
    Outcome outcome = Outcome::skipped;
    bool known = false;          // done, without running the action
    cache::ActionResult result;  // if done
    std::optional<Error> error;  // if failed
};

// What an action gave, and whether it had to do anything for it.
struct RunResult {
    cache::ActionResult result;
    bool known = false;  // found by other means than the key: the server said "not modified", the commit's
                         // tree is there
};

// Carries out one action. `start` is called on the coordinating thread and returns soon; `done` is called
// exactly once, from any thread. The node lives as long as the plan.
class Runner {
public:
    using Done = std::function<void(Result<RunResult>)>;

    virtual ~Runner() = default;
    virtual void start(const plan::Node& node, std::vector<Digest> inputs, Done done) = 0;
};

// Is told how the build goes, on the coordinating thread.
class Observer {
public:
    virtual ~Observer() = default;
    virtual void started(const plan::Node& node) = 0;
    virtual void settled(const plan::Node& node, const NodeReport& report) = 0;
    virtual void waiting() = 0;  // before each wait for work under way, several times a second
};

// How much a known action's result is trusted: that its object is there, or only once all of its bytes were
// read and found right; or not at all: everything is done anew. The second is for a store in which damage was
// found.
enum class Trust : std::uint8_t { presence, bytes, nothing };

class Executor {
public:
    // All must live as long as the executor. Once `stop` is requested no action is started any more; those
    // under way are waited for (whoever stops a build also stops its transfers).
    Executor(plan::Plan& plan,
             cache::Store& store,
             Runner& runner,
             Observer& observer,
             std::stop_token stop,
             Trust trust = Trust::presence);
    ~Executor();
    Executor(const Executor&) = delete;
    Executor& operator=(const Executor&) = delete;

    // Calls `next` once the node is settled, from run(). `next` may add nodes to the plan and call
    // when_settled.
    using Continuation = std::function<void(const NodeReport&)>;
    void when_settled(plan::NodeId id, Continuation next);

    // Until every node of the plan is settled, those that are added on the way included. May be called again
    // after nodes were added.
    void run();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace slipway::exec

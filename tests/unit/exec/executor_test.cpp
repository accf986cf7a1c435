#include <slipway/exec/executor.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <tests/support/temporary_directory.hpp>
#include <utility>
#include <vector>

using namespace slipway;
using exec::NodeReport;
using exec::Outcome;
using plan::NodeId;

namespace {

// Does nothing until told to, and then finishes one action at a time, the next chosen by a seed: every order
// in which work can end is some seed, and every seed an order that can be had again.
class SeededRunner final : public exec::Runner, public exec::Observer {
public:
    explicit SeededRunner(unsigned seed) : random_(seed) {}

    std::map<std::string, Result<cache::ActionResult>>
        results;  // by label; others give a blob named by their label
    std::vector<std::string> ran;

    void start(const plan::Node& node, std::vector<Digest> inputs, Done done) override {
        ran.push_back(node.label);
        last_inputs[node.label] = std::move(inputs);
        under_way_.emplace_back(node.label, std::move(done));
    }

    void started(const plan::Node&) override {}
    void settled(const plan::Node&, const NodeReport&) override {}
    void waiting() override {
        if (under_way_.empty()) {
            return;
        }
        std::swap(under_way_[random_() % under_way_.size()], under_way_.back());
        const auto [label, done] = std::move(under_way_.back());
        under_way_.pop_back();
        const auto result = results.find(label);
        if (result == results.end()) {
            done(exec::RunResult{.result = {.object = sha256(label), .facts = {}}, .known = false});
        } else if (result->second) {
            done(exec::RunResult{.result = *result->second, .known = false});
        } else {
            done(result->second.error());
        }
    }

    std::map<std::string, std::vector<Digest>> last_inputs;

private:
    std::mt19937 random_;
    std::vector<std::pair<std::string, Done>> under_way_;
};

struct Bench {
    explicit Bench(unsigned seed = 0) : runner(seed) {}

    NodeId add(const std::string& label, const std::vector<NodeId>& inputs = {}) {
        std::vector<plan::Input> taken(inputs.begin(), inputs.end());
        if (taken.empty()) {
            return plan.add(plan::CopyDirectory{.path = label}, {}, label);
        }
        return plan.add(plan::Unpack{.subtree = label}, std::move(taken), label);
    }

    void run(std::stop_token stop = {}) {
        exec::Executor executor(plan, store, runner, runner, std::move(stop));
        run(executor);
    }

    void run(exec::Executor& executor) {
        executor.run();
        for (std::size_t i = 0; i < plan.size(); ++i) {
            executor.when_settled(NodeId{static_cast<std::uint32_t>(i)},
                                  [this](const NodeReport& report) { reports.push_back(report); });
        }
    }

    std::vector<Outcome> outcomes() const {
        std::vector<Outcome> all;
        std::ranges::transform(reports, std::back_inserter(all),
                               [](const NodeReport& report) { return report.outcome; });
        return all;
    }

    test::TemporaryDirectory directory;
    cache::Store store = *cache::Store::open(directory / "store", cache::Durability::none);
    plan::Plan plan;
    SeededRunner runner;
    std::vector<NodeReport> reports;
};

}  // namespace

TEST_CASE("A failed node stops what depends on it and nothing else, in any order", "[exec]") {
    const auto seed = GENERATE(range(0U, 200U));
    CAPTURE(seed);
    Bench bench(seed);
    const auto core = bench.add("core");
    const auto views = bench.add("views");
    const auto patched = bench.add("patched", {views});
    const auto theme = bench.add("theme", {core});
    bench.add("platform", {patched, theme});
    bench.runner.results.insert_or_assign("views", Error(ErrorKind::timed_out, "no answer"));

    bench.run();

    REQUIRE(
        bench.outcomes()
        == std::vector{Outcome::done, Outcome::failed, Outcome::skipped, Outcome::done, Outcome::skipped});
    CHECK(bench.reports[1].error->kind() == ErrorKind::timed_out);
}

TEST_CASE("A node is given what its inputs gave, in their order", "[exec]") {
    const auto seed = GENERATE(range(0U, 20U));
    Bench bench(seed);
    const auto a = bench.add("a");
    const auto b = bench.add("b");
    bench.add("platform", {b, a, b});
    bench.run();
    CHECK(bench.runner.last_inputs.at("platform") == std::vector{sha256("b"), sha256("a"), sha256("b")});
}

TEST_CASE("A known action is not run again, in this build or a later one", "[exec]") {
    Bench bench;
    const auto blob = *bench.store.put_blob("content", cache::Mode::file);
    const auto source = plan::Input(sha256("an archive"));
    const auto unpack = bench.plan.add(plan::Unpack{}, {source}, "unpack");
    bench.runner.results.insert_or_assign("unpack",
                                          cache::ActionResult{.object = blob, .facts = {{"fact", "kept"}}});
    {
        exec::Executor executor(bench.plan, bench.store, bench.runner, bench.runner, {});
        executor.run();
    }
    REQUIRE(bench.runner.ran == std::vector<std::string>{"unpack"});

    exec::Executor executor(bench.plan, bench.store, bench.runner, bench.runner, {});
    executor.run();
    CHECK(bench.runner.ran.size() == 1);
    executor.when_settled(unpack, [&](const NodeReport& report) {
        CHECK(report.known);
        CHECK(report.result.object == blob);
        CHECK(report.result.facts.at("fact") == "kept");
    });
}

TEST_CASE("A known action whose object is gone is run again", "[exec]") {
    Bench bench;
    bench.plan.add(plan::Unpack{}, {sha256("an archive")}, "unpack");
    for (int build = 0; build < 2; ++build) {  // the fake's objects are never in the store
        exec::Executor executor(bench.plan, bench.store, bench.runner, bench.runner, {});
        executor.run();
    }
    CHECK(bench.runner.ran.size() == 2);
}

TEST_CASE("An action that gives what it gave before stops the wave: what depends on it is known", "[exec]") {
    Bench bench;
    const auto tree = *bench.store.put_tree({});
    const auto result = cache::ActionResult{.object = tree, .facts = {}};
    const auto first = bench.plan.add(plan::Unpack{}, {sha256("archive 1")}, "unpack 1");
    const auto second = bench.plan.add(plan::Unpack{}, {sha256("archive 2, the same files")}, "unpack 2");
    bench.plan.add(plan::Stamp{.patches_txt = "x"}, {first}, "stamp");
    for (const auto* label : {"unpack 1", "unpack 2", "stamp"}) {
        bench.runner.results.insert_or_assign(label, result);
    }
    exec::Executor executor(bench.plan, bench.store, bench.runner, bench.runner, {});
    executor.run();
    bench.plan.add(plan::Stamp{.patches_txt = "x"}, {second}, "stamp again");
    executor.run();
    CHECK(std::ranges::count(bench.runner.ran, "stamp") == 1);
    CHECK(std::ranges::count(bench.runner.ran, "stamp again") == 0);
}

TEST_CASE("A settled node may add nodes, and they are run too", "[exec]") {
    const auto seed = GENERATE(range(0U, 50U));
    CAPTURE(seed);
    Bench bench(seed);
    exec::Executor executor(bench.plan, bench.store, bench.runner, bench.runner, {});
    const auto profile = bench.add("profile");
    bench.add("core");
    executor.when_settled(profile, [&](const NodeReport&) {
        const auto nested = bench.add("nested", {profile});
        executor.when_settled(nested, [&](const NodeReport&) { bench.add("nested in nested"); });
    });
    bench.run(executor);
    CHECK(bench.outcomes() == std::vector(4, Outcome::done));
}

TEST_CASE("Once a stop is requested nothing is started, and what is under way is waited for", "[exec]") {
    Bench bench;
    std::stop_source stop;
    exec::Executor executor(bench.plan, bench.store, bench.runner, bench.runner, stop.get_token());
    const auto first = bench.add("first");
    bench.add("second", {first});
    executor.when_settled(first, [&](const NodeReport&) { stop.request_stop(); });
    bench.run(executor);
    CHECK(bench.outcomes() == std::vector{Outcome::done, Outcome::skipped});
    CHECK(bench.runner.ran == std::vector<std::string>{"first"});
}

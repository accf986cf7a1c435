#include "slipway/build/assessment.hpp"

#include "runner.hpp"

#include <slipway/plan/plan.hpp>

#include <fmt/core.h>

#include <map>
#include <utility>

namespace slipway::build {

namespace {

// Of one release history.
using Answer = Result<resolve::ReleaseHistory>;

Answer read_history(const cache::Store& store, const exec::NodeReport& settled) {
    if (settled.outcome == exec::Outcome::failed) {
        return *settled.error;
    }
    if (settled.outcome == exec::Outcome::skipped) {
        return Error(ErrorKind::cancelled, "interrupted");
    }
    return resolve::parse_release_history(SLIPWAY_TRY(store.read_blob(*settled.result.object)));
}

// By URL: what several ask for is fetched once.
std::map<std::string, Answer> ask(const std::vector<Subject>& subjects, int jobs, const World& world) {
    plan::Plan plan;
    const auto trust = exec::Trust::presence;
    ActionRunner runner(world.store, world.transport, {jobs, trust}, world.stop);
    exec::Executor executor(plan, world.store, runner, world.observer, world.stop, trust);
    std::map<std::string, Answer> answers;
    for (const auto& subject : subjects) {
        if (subject.feed.empty() || answers.contains(subject.feed)) {
            continue;
        }
        answers.emplace(subject.feed, Error(ErrorKind::cancelled, "interrupted"));
        const auto node = plan.add(plan::FetchFile{.url = subject.feed, .checksums = {}}, {},
                                   fmt::format("releases of {}", subject.name));
        executor.when_settled(node, [&, url = subject.feed](const exec::NodeReport& settled) {
            answers.at(url) = read_history(world.store, settled);
        });
    }
    executor.run();
    return answers;
}

Assessment assessment_of(Subject subject, const std::map<std::string, Answer>& answers) {
    Assessment out{.subject = std::move(subject), .outcome = Assessment::Outcome::without_feed};
    if (out.subject.feed.empty()) {
        return out;
    }
    if (const auto& answer = answers.at(out.subject.feed); answer) {
        out.outcome = Assessment::Outcome::assessed;
        out.status = resolve::update_status(*answer, out.subject.in_use);
    } else {
        out.outcome = Assessment::Outcome::failed;
        out.error = answer.error();
    }
    return out;
}

}  // namespace

Result<std::vector<Assessment>> assess(std::vector<Subject> subjects, int jobs, const World& world) {
    const auto answers = ask(subjects, jobs, world);
    if (world.stop.stop_requested()) {
        return Error(ErrorKind::cancelled, "interrupted");
    }
    SLIPWAY_TRY(world.store.commit());
    std::vector<Assessment> out;
    out.reserve(subjects.size());
    for (auto& subject : subjects) {
        out.push_back(assessment_of(std::move(subject), answers));
    }
    return out;
}

}  // namespace slipway::build

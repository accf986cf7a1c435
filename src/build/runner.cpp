#include "runner.hpp"

#include <slipway/assemble/content_hash.hpp>
#include <slipway/assemble/install.hpp>
#include <slipway/assemble/link.hpp>
#include <slipway/fetch/source.hpp>
#include <slipway/fetch/transform.hpp>

#include <utility>
#include <variant>

namespace slipway::build {

namespace {

// Transfers that block: enough to wait for several git servers at once.
constexpr int waiting_threads = 6;

Result<exec::RunResult> ran(Result<cache::ActionResult> result) {
    if (!result) {
        return std::move(result).error();
    }
    return exec::RunResult{.result = *std::move(result), .known = false};
}

Result<exec::RunResult> ran(Result<fetch::Fetched> fetched) {
    if (!fetched) {
        return std::move(fetched).error();
    }
    return exec::RunResult{.result = std::move(fetched->result), .known = fetched->known};
}

}  // namespace

ActionRunner::ActionRunner(cache::Store& store,
                           net::Transport& transport,
                           Settings settings,
                           std::stop_token stop)
    : store_(store),
      trust_(settings.trust),
      network_(network_of(transport)),
      stop_(std::move(stop)),
      compute_(exec::make_workers_on_demand([jobs = settings.jobs] { return exec::make_tbb_workers(jobs); })),
      waiting_(exec::make_workers_on_demand([] { return exec::make_waiting_workers(waiting_threads); })),
      files_(store,
             transport,
             *compute_,
             settings.trust == exec::Trust::nothing ? fetch::FileFetcher::Known::ignored
                                                    : fetch::FileFetcher::Known::used,
             stop_),
      commits_(store, trust_, network_, stop_) {}

ActionRunner::~ActionRunner() {
    waiting_->wait();
    compute_->wait();
}

// One line for each kind of action: where it is done, and by which function.
struct ActionRunner::Start {
    ActionRunner& runner;
    std::vector<Digest> inputs;
    Done done;

    template <class Work>
    void on(exec::Workers& workers, Work work) {
        workers.submit([done = std::move(done), work = std::move(work)] { done(work()); });
    }

    void operator()(const plan::FetchFile& action) {
        runner.files_.start(action, [done = std::move(done)](Result<fetch::Fetched> fetched) {
            done(ran(std::move(fetched)));
        });
    }
    void operator()(const plan::FetchGit& action) {
        on(*runner.waiting_, [&commits = runner.commits_, &action] { return ran(commits.fetch(action)); });
    }
    void operator()(const plan::FetchVcs& action) {
        on(*runner.waiting_, [&runner = runner, &action] {
            return ran(fetch::fetch_vcs(action, runner.store_, runner.trust_, runner.network_, runner.stop_));
        });
    }
    void operator()(const plan::CopyDirectory& action) {
        on(*runner.compute_,
           [&store = runner.store_, &action] { return ran(fetch::copy_directory(action, store)); });
    }
    void operator()(const plan::Unpack& action) {
        on(*runner.compute_, [&store = runner.store_, &action, blob = inputs[0]] {
            return ran(fetch::unpack(action, blob, store));
        });
    }
    void operator()(const plan::SelectRelease& action) {
        on(*runner.compute_, [&store = runner.store_, &action, history = inputs[0]] {
            return ran(fetch::select_release(action, history, store));
        });
    }
    void operator()(const plan::ApplyPatch& action) {
        on(*runner.compute_, [&store = runner.store_, &action, tree = inputs[0], patch = inputs[1]] {
            return ran(fetch::apply_patch(action, tree, patch, store));
        });
    }
    void operator()(const plan::Stamp& action) {
        on(*runner.compute_, [&store = runner.store_, &action, taken = std::move(inputs)] {
            return ran(fetch::stamp(action, taken, store));
        });
    }
    void operator()(const plan::AddFiles& action) {
        on(*runner.compute_, [&store = runner.store_, &action, taken = std::move(inputs)] {
            return ran(fetch::add_files(action, taken, store));
        });
    }
    void operator()(const plan::StampInfo& action) {
        on(*runner.compute_, [&store = runner.store_, &action, tree = inputs[0]] {
            return ran(fetch::stamp_info(action, tree, store));
        });
    }
    void operator()(const plan::ReadTranslationServer&) {
        on(*runner.compute_, [&store = runner.store_, document = inputs[0]] {
            return ran(fetch::read_translation_server(document, store));
        });
    }
    void operator()(const plan::Link& action) {
        on(*runner.compute_, [&store = runner.store_, &action, taken = std::move(inputs)] {
            return ran(assemble::link(action, taken, store));
        });
    }
    void operator()(const plan::PrepareInstall&) {
        on(*runner.compute_, [&store = runner.store_, platform = inputs[0]] {
            return ran(assemble::prepare_install(platform, store));
        });
    }
    void operator()(const plan::HashContent&) {
        on(*runner.compute_, [&store = runner.store_, platform = inputs[0]] {
            return ran(assemble::content_hash(platform, store));
        });
    }
};

void ActionRunner::start(const plan::Node& node, std::vector<Digest> inputs, Done done) {
    std::visit(Start{*this, std::move(inputs), std::move(done)}, node.action);
}

}  // namespace slipway::build

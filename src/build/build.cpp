#include "slipway/build/build.hpp"

#include "compilation.hpp"
#include "deliver.hpp"
#include "failure.hpp"
#include "link_check.hpp"
#include "locked_platform.hpp"
#include "makefile_options.hpp"
#include "root.hpp"
#include "runner.hpp"
#include "working_copies.hpp"

#include <slipway/assemble/install.hpp>
#include <slipway/build/makefile_source.hpp>
#include <slipway/cache/tree_builder.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/net/transport.hpp>
#include <slipway/sys/file.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

namespace slipway::build {

namespace {

namespace fs = std::filesystem;

// Tells the build's own observer, and counts.
class Counting final : public exec::Observer {
public:
    Counting(exec::Observer& next, Summary& summary) : next_(next), summary_(summary) {}

    void started(const plan::Node& node) override { next_.started(node); }
    void waiting() override { next_.waiting(); }
    void settled(const plan::Node& node, const exec::NodeReport& report) override {
        next_.settled(node, report);
        if (report.outcome != exec::Outcome::done) {
            return;
        }
        ++(report.known ? summary_.actions_known : summary_.actions_run);
        if (std::holds_alternative<plan::FetchFile>(node.action) && !report.known) {
            ++summary_.files_downloaded;
            summary_.bytes_downloaded += std::stoull(report.result.facts.at("bytes"));
        }
    }

private:
    exec::Observer& next_;
    Summary& summary_;
};

void count(const std::deque<Item>& items, Summary& summary) {
    std::vector<const Item*> incomplete;
    for (const auto& item : items) {
        if (item.missing || !item.left_out.empty()) {
            incomplete.push_back(&item);
        }
        if (!item.missing && !item.dropped) {
            ++(item.is_library() ? summary.libraries : summary.projects);
            summary.from_store += item.from_store ? 1U : 0U;
        }
    }
    std::ranges::sort(incomplete, {}, [](const Item* item) { return item->order; });
    for (const auto* item : incomplete) {
        if (item->missing) {
            summary.missing.push_back(item->label());
            continue;
        }
        for (const auto patch : item->left_out) {
            const auto url = net::display_url(item->asked->patches[patch].url.text);
            summary.missing.push_back(fmt::format("{} of {}", url, item->label()));
        }
    }
}

// The platform with its lock file in it; nothing if something was reported.
std::optional<Digest> with_lockfile(const Options& options,
                                    const World& world,
                                    const Digest& platform,
                                    const Resolution& resolution,
                                    Diagnostics& diagnostics) {
    const auto text = options.lock_text(resolution, diagnostics);
    if (!text) {
        return std::nullopt;
    }
    const auto add = [&]() -> Result<Digest> {
        auto tree = SLIPWAY_TRY(cache::TreeBuilder::from(world.store, platform));
        const auto place = SLIPWAY_TRY(RelativePath::parse(options.bundled_lockfile));
        const auto blob = SLIPWAY_TRY(world.store.put_blob(*text, cache::Mode::file));
        SLIPWAY_TRY(tree.replace(place, cache::Mode::file, blob));
        return tree.write(world.store);
    };
    auto added = add();
    if (!added) {
        report(diagnostics, slug::link_failed, std::nullopt,
               std::move(added).error().during("adding the lock file to the platform"));
        return std::nullopt;
    }
    return *added;
}

// What an action gives that the platform ends with; nothing if that was reported.
std::optional<cache::ActionResult> result_of(plan::NodeId node,
                                             const plan::Plan& plan,
                                             exec::Executor& executor,
                                             SourceSpan core_span,
                                             Diagnostics& diagnostics) {
    std::optional<cache::ActionResult> result;
    executor.when_settled(node, [&](const exec::NodeReport& settled) {
        if (settled.error) {
            diagnostics.report(failure(plan[node].action, *settled.error, "the platform", core_span));
        } else if (settled.outcome == exec::Outcome::done) {
            result = settled.result;
        } else {
            report_interruption(diagnostics);
        }
    });
    executor.run();
    return result;
}

// What a compilation begins with.
struct Root {
    makefile::Makefile makefile;
    LockNames& names;
};

// The platform, with its lock in the summary; nothing if something was reported.
std::optional<Digest> with_lock(const Compilation& compilation,
                                const Digest& platform,
                                Diagnostics& diagnostics,
                                Summary& summary) {
    auto lock = compilation.lock();
    if (!lock) {
        report(diagnostics, slug::link_failed, std::nullopt,
               std::move(lock).error().during("writing the platform's lock"));
        return std::nullopt;
    }
    summary.lock = *std::move(lock);
    return platform;
}

// Puts the lock's text into the store. False if something was reported.
bool keep_lock(const Digest& platform, const World& world, Diagnostics& diagnostics, Summary& summary) {
    summary.lock->platform = platform;
    summary.lock->missing = summary.missing;
    auto blob = world.store.put_blob(lock::to_text(*summary.lock), cache::Mode::file);
    if (!blob) {
        report(diagnostics, slug::publish_failed, std::nullopt,
               std::move(blob).error().during("writing the platform's lock"));
        return false;
    }
    summary.lock_blob = *blob;
    return true;
}

// Whether the platform may be published: nothing that is an error is wrong with what it is made of.
bool passes_link_check(const Options& options,
                       const World& world,
                       const Compilation& compilation,
                       SourceMap& sources,
                       Diagnostics& diagnostics,
                       Summary& summary) {
    Analyses analyses(world.store);
    const auto placed = compilation.placed();
    const LinkedPlatform linked{compilation.core_major(), placed, compilation.differences()};
    Diagnostics found;
    const auto checked = check_links(options, linked, world.store, analyses, sources, found);
    for (const auto& diagnostic : found.all()) {
        diagnostics.report(diagnostic);
    }
    if (!checked) {
        report(diagnostics, slug::link_failed, std::nullopt, checked.error());
        return false;
    }
    summary.links_checked = *checked;
    summary.sharing = compilation.sharing();
    return !found.has_errors();
}

// The platform, in the store; nothing if something was reported.
std::optional<Ready> compile(const Options& options,
                             const World& world,
                             exec::Trust trust,
                             Root root,
                             SourceMap& sources,
                             Diagnostics& diagnostics,
                             Summary& summary) {
    plan::Plan plan;
    Counting observer(world.observer, summary);
    ActionRunner runner(world.store, world.transport, {options.jobs, trust}, world.stop);
    exec::Executor executor(plan, world.store, runner, observer, world.stop, trust);
    Compilation compilation(options, world, sources, executor, plan);
    const auto core_span = root.makefile.core_span;
    compilation.add_root(std::move(root.makefile),
                         {.directory = directory_of(options.makefile), .remote = is_remote(options.makefile)},
                         root.names);
    executor.run();

    std::optional<Digest> platform;
    if (world.stop.stop_requested()) {
        report_interruption(diagnostics);
    } else if (const auto last = compilation.link()) {
        if (const auto linked = result_of(*last, plan, executor, core_span, diagnostics)) {
            platform = linked->object;
        }
    }
    if (platform && !passes_link_check(options, world, compilation, sources, diagnostics, summary)) {
        platform.reset();
    }
    if (platform && options.content_hash) {
        const auto hash = plan.add(plan::HashContent{}, {*platform}, "hash the platform");
        const auto hashed = result_of(hash, plan, executor, core_span, diagnostics);
        summary.content_hash = hashed ? hashed->facts.at("md5") : "";
        platform = hashed ? platform : std::nullopt;
    }
    for (auto& diagnostic : compilation.take_diagnostics()) {
        diagnostics.report(std::move(diagnostic));
    }
    count(compilation.items(), summary);
    if (platform) {
        platform = with_lock(compilation, *platform, diagnostics, summary);
    }
    summary.resolution = compilation.take_resolution();
    if (platform && !options.bundled_lockfile.empty()) {
        platform = with_lockfile(options, world, *platform, *summary.resolution, diagnostics);
    }
    if (!platform || !keep_lock(*platform, world, diagnostics, summary)) {
        return std::nullopt;
    }
    Ready ready{.platform = *platform, .core_span = core_span, .lock = summary.lock_blob};
    for (const auto& item : compilation.items()) {
        if (item.tree && !item.dropped && !item.missing) {
            ready.projects.push_back(item.path);
        }
    }
    if (options.prepare_install) {
        ready.finish = assemble::open_for_install;
    }
    add_working_copies(compilation.items(), world, ready);
    return ready;
}

// Whether the platform is what its lock says, and the lock is kept.
bool settle_lock(const Options& options, Diagnostics& diagnostics, const Summary& summary) {
    if (options.locked && options.lock != nullptr
        && !is_as_locked(*options.lock, *summary.lock, diagnostics)) {
        return false;
    }
    return !options.keep_lock || options.keep_lock(*summary.lock, diagnostics);
}

// One build, from the makefile's bytes to the destination. `summary.platform` says whether it went well.
Summary attempt(const Options& options,
                const World& world,
                exec::Trust trust,
                SourceMap& sources,
                Diagnostics& diagnostics) {
    Summary summary;
    summary.delivery = options.delivery;
    LockNames names(directory_of(options.makefile));
    auto makefile = read_root_makefile(options, world, names, sources, diagnostics);
    if (!makefile) {
        return summary;
    }
    const auto effective = with_options_of(*makefile, options, diagnostics);
    summary.delivery = effective.delivery;
    if (auto possible = check_delivery(effective, world.store); !possible) {
        report(diagnostics, slug::destination_exists, std::nullopt, possible.error());
        return summary;
    }
    const auto trusted = effective.read_store ? trust : exec::Trust::nothing;
    auto ready =
        compile(effective, world, trusted, {*std::move(makefile), names}, sources, diagnostics, summary);
    // What was done is kept even if the build failed: the next one goes on from there.
    if (auto kept = world.store.commit(); !kept) {
        report(diagnostics, slug::publish_failed, std::nullopt,
               std::move(kept).error().during("writing to the store"));
        return summary;
    }
    if (!ready || !settle_lock(effective, diagnostics, summary)) {
        return summary;
    }
    if (summary.sharing) {
        if (auto measured = measure(world.store, *summary.sharing); !measured) {
            report(diagnostics, slug::publish_failed, std::nullopt,
                   std::move(measured).error().during("measuring what the profiles share"));
            return summary;
        }
    }
    const auto platform = ready->platform;
    if (deliver(effective, world, *std::move(ready), diagnostics, summary)) {
        summary.platform = platform;
    }
    return summary;
}

}  // namespace

makefile::Input input_of(std::string path, std::string bytes, const Options& options) {
    const auto kind = is_remote(path) ? makefile::Place::Kind::url : makefile::Place::Kind::file;
    return {.path = std::move(path),
            .bytes = std::move(bytes),
            .policy = options.policy,
            .kind = kind,
            .includes = options.includes,
            .overrides = options.overrides,
            .only = options.only,
            .allowed_options = options.allowed_options};
}

Summary build(const Options& options, World world, SourceMap& sources, Diagnostics& diagnostics) {
    if (auto possible = check_delivery(options, world.store); !possible) {
        report(diagnostics, slug::destination_exists, std::nullopt, possible.error());
        return {};
    }
    const auto lost = world.store.objects_lost();
    Diagnostics found;
    auto summary = attempt(options, world, exec::Trust::presence, sources, found);
    if (!summary.platform && world.store.objects_lost() != lost && !world.stop.stop_requested()) {
        // The store met damage, and removed it. Whatever made the damaged objects is done again.
        diagnostics.report({.severity = Severity::warning,
                            .slug = slug::store_damage,
                            .span = {},
                            .message = "the store had damaged or missing objects; they are made again"});
        found = {};
        summary = attempt(options, world, exec::Trust::bytes, sources, found);
    }
    for (const auto& diagnostic : found.all()) {
        diagnostics.report(diagnostic);
    }
    return summary;
}

}  // namespace slipway::build

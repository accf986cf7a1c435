#include "slipway/build/build.hpp"

#include "compilation.hpp"
#include "failure.hpp"
#include "runner.hpp"

#include <slipway/diag/slugs.hpp>
#include <slipway/sys/file.hpp>

#include <filesystem>
#include <utility>

namespace slipway::build {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_makefile = std::size_t{16} << 20U;

void report(Diagnostics& diagnostics,
            std::string_view slug,
            std::optional<SourceSpan> span,
            const Error& error) {
    diagnostics.report({.slug = slug,
                        .span = span,
                        .message = error.to_string(),
                        .help = error.help().empty() ? std::nullopt : std::optional(error.help())});
}

std::optional<makefile::Makefile> read(const Options& options, SourceMap& sources, Diagnostics& diagnostics) {
    auto bytes = read_file(options.makefile, largest_makefile);
    if (!bytes) {
        report(diagnostics, slug::makefile_unreadable, std::nullopt, bytes.error());
        return std::nullopt;
    }
    return makefile::load(
        {.path = options.makefile, .bytes = *std::move(bytes), .mode = options.mode},
        [](const std::string& path) { return read_file(path, largest_makefile); }, sources, diagnostics);
}

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
    for (const auto& item : items) {
        if (!item.dropped) {
            ++(item.is_library() ? summary.libraries : summary.projects);
            summary.from_store += item.from_store ? 1U : 0U;
        }
    }
}

// The platform's tree, in the store; nothing if something was reported.
std::optional<Digest> compile(const Options& options,
                              const World& world,
                              makefile::Makefile makefile,
                              SourceMap& sources,
                              Diagnostics& diagnostics,
                              Summary& summary) {
    plan::Plan plan;
    Counting observer(world.observer, summary);
    ActionRunner runner(world.store, world.transport, options.jobs, world.stop);
    exec::Executor executor(plan, world.store, runner, observer, world.stop);
    Compilation compilation(options, world, sources, executor, plan);
    const auto core_span = makefile.core_span;
    compilation.add_root(std::move(makefile), fs::absolute(options.makefile).parent_path());
    executor.run();

    std::optional<Digest> platform;
    if (world.stop.stop_requested()) {
        diagnostics.report(
            {.slug = slug::interrupted, .span = {}, .message = "interrupted; nothing was published"});
    } else if (const auto link = compilation.link()) {
        executor.when_settled(*link, [&](const exec::NodeReport& settled) {
            platform = settled.result.object;
            if (settled.error) {
                diagnostics.report(failure(plan[*link].action, *settled.error, "the platform", core_span));
            }
        });
        executor.run();
    }
    for (auto& diagnostic : compilation.take_diagnostics()) {
        diagnostics.report(std::move(diagnostic));
    }
    count(compilation.items(), summary);
    return platform;
}

}  // namespace

Summary build(const Options& options, World world, SourceMap& sources, Diagnostics& diagnostics) {
    Summary summary;
    if (options.destination) {
        if (auto free = assemble::check_destination(*options.destination); !free) {
            report(diagnostics, slug::destination_exists, std::nullopt, free.error());
            return summary;
        }
    }
    auto makefile = read(options, sources, diagnostics);
    if (!makefile) {
        return summary;
    }
    const auto core_span = makefile->core_span;
    const auto platform = compile(options, world, *std::move(makefile), sources, diagnostics, summary);
    // What was done is kept even if the build failed: the next one goes on from there.
    if (auto kept = world.store.commit(); !kept) {
        report(diagnostics, slug::publish_failed, std::nullopt,
               std::move(kept).error().during("writing to the store"));
        return summary;
    }
    if (!platform) {
        return summary;
    }
    if (options.destination) {
        auto published =
            assemble::publish(world.store, *platform, *options.destination,
                              {.threads = 2 * options.jobs, .origin = options.makefile}, world.stop);
        if (!published) {
            const bool stopped = published.error().kind() == ErrorKind::cancelled;
            report(diagnostics, stopped ? slug::interrupted : slug::publish_failed,
                   stopped ? std::nullopt : std::optional(core_span),
                   std::move(published).error().during("publishing " + options.destination->native()));
            return summary;
        }
        summary.published = *std::move(published);
    }
    summary.platform = *platform;
    return summary;
}

}  // namespace slipway::build

// A makefile's versions, without its projects (spec §8.6).

#include "compilation.hpp"
#include "failure.hpp"
#include "makefile_options.hpp"
#include "root.hpp"
#include "runner.hpp"

#include <slipway/build/makefile_source.hpp>
#include <slipway/diag/slugs.hpp>

#include <utility>

namespace slipway::build {

std::optional<Resolution> resolve(
    const Options& options, Versions versions, World world, SourceMap& sources, Diagnostics& diagnostics) {
    LockNames names(directory_of(options.makefile));
    auto makefile = read_root_makefile(options, world, names, sources, diagnostics);
    if (!makefile) {
        return std::nullopt;
    }
    const auto effective = with_options_of(*makefile, options, diagnostics);
    plan::Plan plan;
    const auto trust = exec::Trust::presence;
    ActionRunner runner(world.store, world.transport, {options.jobs, trust}, world.stop);
    exec::Executor executor(plan, world.store, runner, world.observer, world.stop, trust);
    Compilation compilation(effective, world, sources, executor, plan);
    compilation.only_resolve(versions);
    compilation.add_root(*std::move(makefile),
                         {.directory = directory_of(options.makefile), .remote = is_remote(options.makefile)},
                         names);
    executor.run();
    for (auto& diagnostic : compilation.take_diagnostics()) {
        diagnostics.report(std::move(diagnostic));
    }
    if (auto kept = world.store.commit(); !kept) {
        report(diagnostics, slug::fetch_failed, std::nullopt,
               std::move(kept).error().during("writing to the store"));
    }
    if (world.stop.stop_requested()) {
        report_interruption(diagnostics);
    }
    if (diagnostics.has_errors()) {
        return std::nullopt;
    }
    return compilation.take_resolution();
}

}  // namespace slipway::build

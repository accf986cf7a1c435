#include "root.hpp"

#include "failure.hpp"

#include <slipway/build/makefile_source.hpp>
#include <slipway/diag/slugs.hpp>

#include <utility>

namespace slipway::build {

std::optional<makefile::Makefile> read_root_makefile(const Options& options,
                                                     const World& world,
                                                     LockNames& names,
                                                     SourceMap& sources,
                                                     Diagnostics& diagnostics) {
    const Remote remote{world.store, world.transport, world.stop};
    auto bytes = read_root(remote, options.makefile);
    if (!bytes) {
        report(diagnostics, slug::makefile_unreadable, std::nullopt, bytes.error());
        return std::nullopt;
    }
    auto input = input_of(options.makefile, *std::move(bytes), options);
    names.add({.kind = input.kind, .path = input.path}, input.bytes);
    return makefile::load(
        input,
        [&](const makefile::Place& place) {
            auto included = read_makefile(remote, place);
            if (included) {
                names.add(place, *included);
            }
            return included;
        },
        sources, diagnostics);
}

std::filesystem::path directory_of(const std::string& makefile) {
    return makefile == "-" ? std::filesystem::current_path()
                           : std::filesystem::absolute(makefile).parent_path();
}

}  // namespace slipway::build

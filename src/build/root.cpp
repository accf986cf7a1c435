#include "root.hpp"

#include "failure.hpp"
#include "pins.hpp"

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
    const Pins pins(options, names);
    auto bytes = read_root(remote, options.makefile, pins.makefile(names.of_file(options.makefile)));
    if (!bytes) {
        const bool drifted = bytes.error().kind() == ErrorKind::drifted;
        report(diagnostics, drifted ? slug::lock_drift : slug::makefile_unreadable, std::nullopt,
               bytes.error());
        return std::nullopt;
    }
    auto input = input_of(options.makefile, *std::move(bytes), options);
    names.add({.kind = input.kind, .path = input.path}, input.bytes);
    return makefile::load(
        input,
        [&](const makefile::Place& place) {
            auto included = read_makefile(remote, place, pins.makefile(names.of_place(place)));
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

#include "makefiles.hpp"

#include <slipway/diag/slugs.hpp>

namespace slipway::app {

Result<build::Remote> MakefileReader::remote() {
    if (!tools_) {
        tools_ = SLIPWAY_TRY(make_tools(store_));
    }
    return build::Remote{tools_->store, *tools_->transport, {}};
}

Result<std::string> MakefileReader::read(const std::string& path) {
    if (!build::is_remote(path)) {
        return build::read_local_makefile(path);
    }
    const auto from = SLIPWAY_TRY(remote());
    return build::read_root(from, path);
}

std::optional<makefile::Makefile> MakefileReader::load(const std::string& path,
                                                       const build::Options& selection,
                                                       SourceMap& sources,
                                                       Diagnostics& diagnostics) {
    auto bytes = read(path);
    if (!bytes) {
        diagnostics.report({.slug = slug::makefile_unreadable,
                            .span = {},
                            .message = bytes.error().to_string(),
                            .help = bytes.error().help()});
        return std::nullopt;
    }
    const auto read_include = [this](const makefile::Place& place) -> Result<std::string> {
        if (place.kind == makefile::Place::Kind::file) {
            return build::read_local_makefile(place.path);
        }
        const auto from = SLIPWAY_TRY(remote());
        return build::read_makefile(from, place);
    };
    return makefile::load(build::input_of(path, *std::move(bytes), selection), read_include, sources,
                          diagnostics);
}

}  // namespace slipway::app

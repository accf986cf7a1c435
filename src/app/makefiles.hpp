// Makefiles from wherever they are, for commands that build nothing. Private to app.
#pragma once

#include "environment.hpp"

#include <slipway/build/build.hpp>
#include <slipway/build/makefile_source.hpp>
#include <slipway/diag/diagnostic.hpp>
#include <slipway/diag/source_map.hpp>
#include <slipway/makefile/load.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>

namespace slipway::app {

// Opens the store and the network when the first remote makefile is asked for: what is on this host needs
// neither.
class MakefileReader {
public:
    // `store`: the directory that the user named, or empty.
    explicit MakefileReader(std::filesystem::path store) : store_(std::move(store)) {}

    // A file, "-" for standard input, or a URL.
    Result<std::string> read(const std::string& path);

    // With all that it includes. Nothing if something was reported as an error.
    std::optional<makefile::Makefile> load(const std::string& path,
                                           const build::Options& selection,
                                           SourceMap& sources,
                                           Diagnostics& diagnostics);

private:
    Result<build::Remote> remote();

    std::filesystem::path store_;
    std::optional<Tools> tools_;
};

}  // namespace slipway::app

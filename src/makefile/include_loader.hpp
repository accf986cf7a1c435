// One makefile with everything that it includes and that overrides it, merged (spec §2.4). Private to
// makefile.
#pragma once

#include "reporter.hpp"

#include <slipway/diag/diagnostic.hpp>
#include <slipway/diag/source_map.hpp>
#include <slipway/makefile/document.hpp>
#include <slipway/makefile/load.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace slipway::makefile {

class IncludeLoader {
public:
    // All outlive the loader.
    IncludeLoader(const FileReader& read, SourceMap& sources, Reporter& reporter, Diagnostics& diagnostics)
        : read_(read), sources_(sources), reporter_(reporter), diagnostics_(diagnostics) {}

    // Nothing if the file itself cannot be read as a makefile; what is wrong with included ones is reported
    // only.
    std::optional<Map> load(FileId file);

private:
    std::optional<Map> included(const Value& element, const std::string& from);
    std::optional<Map> open(const Value& element, const std::string& from);
    std::vector<Map> all_of(const Map& root, std::string_view attribute, const std::string& from);
    bool enters(const std::string& path, const Value& element);

    const FileReader& read_;
    SourceMap& sources_;
    Reporter& reporter_;
    Diagnostics& diagnostics_;
    std::vector<std::string> open_;  // the files being read, outermost first
    std::size_t files_ = 0;          // included so far
    std::size_t bytes_ = 0;
};

}  // namespace slipway::makefile

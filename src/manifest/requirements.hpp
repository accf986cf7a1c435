// From the lists of a manifest to what it requires. Private to manifest.
#pragma once

#include <slipway/diag/source_map.hpp>
#include <slipway/document/document.hpp>
#include <slipway/document/reporter.hpp>
#include <slipway/manifest/manifest.hpp>

#include <string_view>

namespace slipway::manifest {

// What all lists of one manifest are read with. Everything outlives it.
struct ListReader {
    std::string_view core;
    const SourceMap& sources;
    document::Reporter& reporter;
    FileId file;  // the manifest's own; a list may hold what its base says
};

// Appends the modules that data[key] lists, as Drupal takes them: every value, whatever its key.
void add_list(std::string_view key, ListedUnder listed_under, const ListReader& reader, Manifest& manifest);

// Appends the modules of data["dependencies"] as Profiler reduces them (spec §9.2).
void add_reduced_dependencies(const ListReader& reader, Manifest& manifest);

// Reports what the installer of Drupal 6 and 7 takes for the name of a module that is missing.
void check_bare_names(const ListReader& reader, const Manifest& manifest);

}  // namespace slipway::manifest

// JSON of diagnostics: what both the report of a build and single messages hold. Private to report.
#pragma once

#include <slipway/diag/diagnostic.hpp>
#include <slipway/diag/source_map.hpp>

#include <nlohmann/json_fwd.hpp>

namespace slipway::report {

nlohmann::ordered_json to_json(const Diagnostic& diagnostic, const SourceMap& sources);

// The text of a value; bytes that are not UTF-8 (a file name, a line of a makefile) do not make it fail.
std::string dump(const nlohmann::ordered_json& json, int indent);

}  // namespace slipway::report

// Link check: whether everything that is asked for by name on a platform is there, in a version that will do.
//
// The symbols are the extensions that a site finds; the references are what the manifests of its profile, and
// of whatever that leads to, depend on. docs/diagnostics.md explains what can be found ("What a platform is
// made of").
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/diag/diagnostic.hpp>
#include <slipway/diag/source_map.hpp>
#include <slipway/discover/platform.hpp>

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace slipway::discover {

struct LinkCheck {
    // Of what is an error: what a profile needs and cannot have.
    Severity severity = Severity::error;
    // Profiles that were asked for: what they lead to is checked as they see it. Others (the core's) are not
    // checked.
    std::vector<std::string> profiles = {};
    // The projects that the makefile asks for, by path: what the modules at their top lead to is checked too,
    // and reported as a warning: no profile enables them, but somebody wants them.
    std::set<std::string> projects = {};
    std::string core_version = {};  // "7.98", for modules that are the core's; empty if it is not known
    std::string php = {};           // of the server: "8.1"; empty: not checked
    // The text of a manifest, by its blob.
    std::function<Result<std::string>(const Digest& blob)> read = {};
};

// Reports what is wrong, at the manifest's line; the manifests that are shown come into `sources`. The
// platform must have a core. Each mistake is reported once, for the first profile by name that has it. Linear
// in what the profiles find and refer to, but for sorting and suggestions.
void check_links(const Platform& platform,
                 const LinkCheck& check,
                 SourceMap& sources,
                 Diagnostics& diagnostics);

// Whether a requirement of Composer's kind ("^9 || ^10") can be met by some version of a major version of the
// core; nothing if it cannot be read.
std::optional<bool> admits_core(std::string_view requirement, int core_major);

}  // namespace slipway::discover

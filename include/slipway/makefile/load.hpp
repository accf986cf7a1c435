// load: from a makefile's bytes to a Makefile: parse, options, includes, overrides, normalisation,
// validation, defaults, in the order of spec §0. Everything wrong is reported, as many mistakes as can be
// found in one run.
//
// Reads nothing itself: whatever includes name comes through a FileReader.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/diag/diagnostic.hpp>
#include <slipway/diag/source_map.hpp>
#include <slipway/document/mode.hpp>
#include <slipway/makefile/model.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace slipway::makefile {

// Where a makefile is: in a file, behind a URL, or in a commit of a repository.
struct Place {
    enum class Kind : std::uint8_t { file, url, repository };
    Kind kind = Kind::file;
    std::string path;                         // the file's; the URL; or the path within the repository
    std::optional<Download> repository = {};  // of a makefile in one: type git, with a url
};

// The bytes of the makefile at a place. Paths are composed: directory of the including file + what was
// written.
using FileReader = std::function<Result<std::string>(const Place&)>;

// root: needs core and api. nested: found inside a project; core may be missing and then is `Input::core`.
// part: what others include, checked alone: needs neither.
enum class Role : std::uint8_t { root, nested, part };

// --allow-override (spec §8.3): which `options` of makefiles count. Nothing: all of them.
using AllowedOptions = std::optional<std::set<std::string, std::less<>>>;

// What the command line says about one group (spec §8.4): names to keep, "*" for all.
struct Selection {
    std::vector<std::string> projects = {};
    std::vector<std::string> libraries = {};

    bool empty() const noexcept { return projects.empty() && libraries.empty(); }
};

struct Input {
    std::string path;  // what includes are relative to, and what diagnostics show
    std::string bytes;
    document::Policy policy = document::Mode::strict;
    Role role = Role::root;
    std::string core = {};  // for nested makefiles: the platform's, used when the makefile names none
    Place::Kind kind = Place::Kind::file;  // what `path` is: a file or a URL
    // Nothing will be built: remote includes are left out, with a warning, and what else a build would find
    // out is said.
    bool offline = false;
    // More of the same, below and above all others (--includes, --overrides): as written in a makefile.
    std::vector<std::string> includes = {};
    std::vector<std::string> overrides = {};
    Selection only = {};
    AllowedOptions allowed_options = {};
};

// Nothing if any error was reported. Never throws; linear in the size of its input.
std::optional<Makefile> load(const Input& input,
                             const FileReader& read,
                             SourceMap& sources,
                             Diagnostics& diagnostics);

}  // namespace slipway::makefile

// Manifest: what an install profile says about itself, read and typed (spec §9.1, §9.2): `P.info` of Drupal 6
// and 7, `P.info.yml` since Drupal 8, and the static part of Drupal 6's `P.profile`.
//
// Values; everything knows where it was written. Nothing here touches the world: what a profile builds on
// comes through a BaseReader. docs/manifests.md says what is read of each kind.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/diag/diagnostic.hpp>
#include <slipway/diag/source_map.hpp>
#include <slipway/document/document.hpp>
#include <slipway/document/mode.hpp>
#include <slipway/makefile/model.hpp>
#include <slipway/manifest/constraint.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::manifest {

enum class ManifestKind : std::uint8_t {
    info,      // P.info: Drupal 6 and 7, and Profiler's
    info_yml,  // P.info.yml: Drupal 8 and later
    php,       // P.profile: only that of Drupal 6 says anything
};

// By the name of the file alone; nothing if it is no manifest's.
std::optional<ManifestKind> manifest_kind_of(std::string_view path);

// The profile's machine name: "standard" of "profiles/standard/standard.info.yml". Requires a manifest's
// path.
std::string_view profile_name_of(std::string_view path);

// Where a profile lists a module.
enum class ListedUnder : std::uint8_t {
    dependencies,  // needed by the profile, and installed
    install,       // installed only (Drupal 8.6 and later)
    modules,       // P_profile_modules() of Drupal 6
};

struct Requirement {
    Dependency dependency;
    ListedUnder listed_under;
};

enum class ExtensionType : std::uint8_t { module, theme };

// Another place where a profile names an extension that has to be there: its theme, the module of a
// vocabulary.
struct Mention {
    ExtensionType type;
    makefile::Text name;
};

// `base = OTHER` (Profiler) or `base profile` (a core patch of Drupal 8).
struct Base {
    makefile::Text name;
    std::vector<makefile::Text> excluded_dependencies = {};  // of the Drupal 8 form alone
    std::vector<makefile::Text> excluded_themes = {};
};

// `distribution` of Drupal 8; of Drupal 7 the name alone.
struct Distribution {
    makefile::Text name;
    std::optional<makefile::Text> langcode = {};
    std::optional<makefile::Text> theme = {};       // of the installer
    std::optional<makefile::Text> finish_url = {};  // where it leads to
};

// users[key] of Profiler.
struct User {
    makefile::Text key;
    std::optional<makefile::Text> name = {};
    std::optional<makefile::Text> mail = {};
    std::vector<makefile::Text> roles = {};  // split at the commas
};

struct Manifest {
    ManifestKind kind{};
    std::string profile;  // its machine name, from the name of the file
    std::optional<makefile::Text> name = {};
    std::optional<makefile::Text> description = {};
    std::optional<makefile::Text> core = {};
    std::optional<makefile::Text> core_version_requirement = {};
    std::optional<makefile::Text> version = {};
    std::optional<makefile::Text> type = {};
    std::optional<makefile::Text> php = {};
    std::optional<Distribution> distribution = {};
    std::optional<Base> base = {};
    bool hidden = false;
    bool exclusive = false;

    // What is installed, the base's included, in the order of the installer; Profiler's reduction is applied,
    // and what it removed is in `removed`.
    std::vector<Requirement> requirements = {};
    std::vector<makefile::Text> removed = {};
    // Whether `requirements` is all of them: a list that a program makes cannot be read (which is reported).
    bool is_complete = true;

    std::vector<makefile::Text> themes = {};
    std::vector<Mention> mentions = {};
    std::vector<User> users = {};
    std::vector<makefile::Text> files = {};

    // Whether the Profiler library installs it: it has components of Profiler's.
    bool uses_profiler = false;
    // Everything, the base's text in front: variables, nodes, terms and whatever else is not typed above.
    document::Map data = {};
};

// The text of the `.info` of the profile of a machine name, and its name for people. Called at most once for
// a profile in one read_manifest.
using BaseReader = std::function<Result<SourceText>(const std::string& profile)>;

struct Reading {
    ManifestKind kind{};
    document::Policy policy = document::Mode::strict;
    std::string core = {};    // of the platform ("7.x"), for a manifest that names none
    BaseReader base_of = {};  // without it, a base is read by nobody and reported by nobody
};

// Reads a file that `sources` holds under its path; what it builds on is added to `sources`. Nothing if there
// is no data to speak of: the file is too large or its language cannot be read, which is reported. All other
// mistakes are reported and leave a Manifest of what could be read. Never throws but for want of memory;
// linear in the size of the texts.
std::optional<Manifest> read_manifest(FileId file,
                                      const Reading& reading,
                                      SourceMap& sources,
                                      Diagnostics& diagnostics);

}  // namespace slipway::manifest

// build: from a makefile to a platform: resolve, plan, execute, link, publish (design: the way of the data).
//
// Nested makefiles appear only once their project's tree exists, so resolving and executing take turns until
// nothing is left to do. What comes out does not depend on the order in which things were finished.
#pragma once

#include <slipway/assemble/publish.hpp>
#include <slipway/build/event.hpp>
#include <slipway/build/resolution.hpp>
#include <slipway/build/sharing.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/diag/diagnostic.hpp>
#include <slipway/diag/source_map.hpp>
#include <slipway/exec/executor.hpp>
#include <slipway/hash/digest.hpp>
#include <slipway/lock/lock.hpp>
#include <slipway/makefile/load.hpp>
#include <slipway/net/transport.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::build {

// Which of a git project's .info files are told their version (spec §7.1).
enum class InfoFiles : std::uint8_t { of_drupal_org, all, none };

// What becomes of a finished platform (spec §0.1, §7.8, §7.9).
enum class Delivery : std::uint8_t {
    publish,  // a new directory, immutable but for what a site writes to
    merge,    // laid over a directory that is there already
    archive,  // a .tar.gz (assemble::archive_path)
    none      // only the store is filled
};

// What is made of a platform on which something is missing that a manifest needs (discover/link_check.hpp).
enum class LinkChecking : std::uint8_t { off, warn, error };

inline constexpr int most_jobs = 256;
inline constexpr std::string_view default_bundled_lockfile = "sites/all/drush/platform.make";

struct Options {
    std::string makefile;                              // a path, a URL, or "-" for standard input
    std::optional<std::filesystem::path> destination;  // nothing: only the store is filled
    document::Policy policy = document::Mode::strict;
    std::vector<std::string> includes = {};   // makefiles below the root's own includes
    std::vector<std::string> overrides = {};  // and above its own overrides
    makefile::Selection only = {};            // here and in nested makefiles (spec §0.2)
    makefile::AllowedOptions allowed_options = {};
    std::string location;             // of release histories: URL; empty for the makefile's and Drupal's own
    std::string contrib_destination;  // empty: as the core version has it
    bool core = true;                 // false: a platform without its core
    bool recursion = true;            // whether makefiles found in projects are followed
    bool patches_txt = true;
    int jobs = 1;  // that compute at once
    // What the command line decided, by Drush's names: no makefile's `options` change it.
    std::set<std::string, std::less<>> given = {};

    // What `drush make` has besides, under its names there (spec §8.1).
    bool force_complete = false;    // failed downloads and patches are warnings; what is unsafe never is
    bool ignore_checksums = false;  // of the makefile; never those of a release history
    bool read_store = true;         // false: everything is fetched and made anew (--no-cache)
    bool working_copy = false;      // git projects keep a .git
    bool shallow_clone = false;     // and it has one commit
    InfoFiles info_files = InfoFiles::of_drupal_org;
    bool project_in_info = true;  // false: `core` in the .info files instead (--no-gitprojectinfo)
    std::vector<std::string> translations = {};  // languages, before those of the makefile
    bool prepare_install = false;                // a settings.php and a files directory in sites/default
    bool content_hash = false;                   // Drush's hash of all files (--md5)
    Delivery delivery = Delivery::publish;
    bool overwrite = false;  // for merge and archive: what is in the way is replaced (assemble::Existing)
    bool keep_temporary = false;  // for none: published in a new temporary directory (--test --no-clean)
    // For publish (assemble::PublishOptions).
    assemble::LinkMode link_mode = assemble::LinkMode::automatic;
    std::vector<std::string> mutable_paths = {};
    assemble::Occupied occupied = assemble::Occupied::refused;
    bool seal = false;
    LinkChecking link_check = LinkChecking::off;
    Share share = Share::separately;
    // Where in the platform its lock file goes; empty: it has none. Its text is made once everything is
    // resolved; an error is reported and fails the build.
    std::string bundled_lockfile = {};
    std::function<std::optional<std::string>(const Resolution&, Diagnostics&)> lock_text = {};

    // What is pinned (docs/lock.md): as long as the makefiles still ask for it, it is what is built, and
    // nobody is asked again. It outlives the build. Nothing: everything is resolved.
    const lock::Lock* lock = nullptr;
    bool locked =
        false;  // what the lock does not pin, or another platform than its own, is an error (--locked)
    // Names or keys whose pins do not count; none: no pin does. Nothing: all do.
    std::optional<std::vector<std::string>> upgrade = {};
    // Is given the new lock before anything is published; false, with a report, keeps it from being.
    std::function<bool(const lock::Lock&, Diagnostics&)> keep_lock = {};
};

// What these options make of the bytes of a root makefile.
makefile::Input input_of(std::string path, std::string bytes, const Options& options);

// What a build was made with: passed in, so that nothing here is global.
struct World {
    cache::Store& store;
    net::Transport& transport;
    exec::Observer& observer;
    std::stop_token stop;
    Listener listener = {};
};

struct Summary {
    Delivery delivery = Delivery::publish;  // that was asked for: by the caller, or by the makefile's options
    std::optional<Digest> platform;         // nothing if the build failed
    // What the root makefile turned out to ask for; nothing if it could not be read.
    std::optional<Resolution> resolution;
    // What the platform was made of; nothing if the build failed. The store has its text as a blob.
    std::optional<lock::Lock> lock = {};
    std::optional<Digest> lock_blob = {};
    std::optional<assemble::Published> published;
    std::filesystem::path delivered;  // where: a directory or an archive; empty if nothing was published
    std::string content_hash;         // Drush's, if it was asked for
    std::size_t projects = 0;         // core included
    std::size_t libraries = 0;
    std::size_t from_store = 0;  // of both: those for which nothing had to be done
    // "views 7.x-3.29": what failed, and the platform does without (--force-complete); in the order of the
    // makefiles.
    std::vector<std::string> missing = {};
    // Of a platform of several profiles, if they were to share.
    std::optional<Sharing> sharing = {};
    bool links_checked = false;
    std::size_t files_downloaded = 0;
    std::uint64_t bytes_downloaded = 0;
    std::size_t actions_run = 0;
    std::size_t actions_known = 0;
};

// Which releases the versions of a makefile stand for.
enum class Versions : std::uint8_t {
    as_written,
    updated  // what they should be updated to (resolve::select_update)
};

// What the makefile at `options.makefile` asks for, without bringing any of it: only release histories are
// fetched. Nothing if something was reported as an error.
std::optional<Resolution> resolve(
    const Options& options, Versions versions, World world, SourceMap& sources, Diagnostics& diagnostics);

// Asks the repositories that are named without a branch or a revision for them, as far as they are not known
// from a build (spec §8.6); false if something was reported.
bool resolve_branches(Resolution& resolution, const World& world, Diagnostics& diagnostics);

// Everything that is wrong is reported to `diagnostics`, each failure that can be reached; then nothing is
// published. Only what the makefile asks for can fail here: a World is whole or there is none.
Summary build(const Options& options, World world, SourceMap& sources, Diagnostics& diagnostics);

}  // namespace slipway::build

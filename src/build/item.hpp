// Level and Item: the makefiles of a build and what they ask for, as far as the build has got with each.
//
// The coordinating thread's alone.
#pragma once

#include <slipway/build/build.hpp>
#include <slipway/hash/digest.hpp>
#include <slipway/lock/lock.hpp>
#include <slipway/makefile/model.hpp>
#include <slipway/plan/action.hpp>
#include <slipway/plan/plan.hpp>

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace slipway::build {

// Where something stands in the whole of a build: the positions on the way from the root makefile to it.
// Compared part by part it gives the order in which Drush would come to it, whatever was finished first.
using Order = std::vector<std::size_t>;

// A language that a project is wanted in.
struct Translation {
    makefile::Text language;
    std::string address = {};         // where it is looked for; for people
    std::optional<Digest> file = {};  // once it is there
};

// One makefile: the root's, or one that was found in a project.
struct Level {
    makefile::Makefile makefile;
    Options options;   // in force for what it asks for
    std::string base;  // the contrib destination in force: "sites/all", "profiles/openatrium"
    // Where local files that it names are: in a directory of this host, or (nested) in a project's tree.
    std::filesystem::path directory = {};
    std::optional<Digest> tree = {};
    bool may_read_host = true;  // whether its URLs may name files of this host: not if it came from elsewhere
    // Likewise, for what is written at a place: also not if that is in a file that was included from
    // elsewhere.
    bool may_name_host_at(SourceSpan place) const {
        return may_read_host && !makefile.remote_files.contains(place.file);
    }
    std::set<std::string> pinned =
        {};  // what this makefile or one above it asks for: makefiles below leave it out (spec §6)
    // The languages that its projects are wanted in, unless they say otherwise: its own, or those of the
    // project that it was found in.
    std::vector<makefile::Text> translations = {};
    Order order = {};
    bool is_root = true;
    std::vector<std::string> through = {};  // the projects that brought it, outermost first
};

// What a release history said of the version that was asked for.
struct SelectedRelease {
    std::string url;
    std::string md5;  // may be empty
};

// One project or library of a level.
struct Item {
    const Level* level = nullptr;
    const makefile::Project* asked = nullptr;
    Order order;

    std::string type = {};     // once known
    std::string version = {};  // "7.x-3.29", once known; for people
    // "7.x-3.29": as releases are called, also where the version is a makefile's; empty if there is none.
    std::string full_version = {};
    // What fetching the source said of it, once it is there: "commit", "url" …
    std::map<std::string, std::string> source_facts = {};
    std::vector<Translation> translations = {};
    std::size_t expected = 0;           // of the source and the translations, how many are still to come
    std::optional<Digest> source = {};  // once it is there and patched
    std::optional<plan::Action> working_copy_of = {};  // what fetches it, if it is to stay a working copy
    std::optional<Digest> tree = {};                   // once finished
    std::string path = {};                             // in the platform, once placed
    std::string service_type = {};                     // of a release: what the update service says
    std::optional<SelectedRelease> release = {};       // once it is selected
    std::optional<plan::NodeId> unpatched = {};        // gives its tree before the patches
    std::optional<plan::NodeId> patched = {};          // and with them
    std::set<std::size_t> left_out = {};  // patches that failed, and it does without (--force-complete)
    std::set<plan::NodeId> seen = {};     // what was said of them was said
    bool is_single_file = false;          // its source is one file, no archive or repository
    bool dropped = false;                 // not built: a core that is not wanted
    bool missing = false;     // it failed, and the platform is complete without it (--force-complete)
    std::size_t awaited = 0;  // what has to happen until nothing more comes of it
    std::optional<Digest> latest_tree = {};  // of the steps so far
    bool from_store = true;                  // nothing had to be done so far
    bool from_host = false;                  // its source is on this host, not elsewhere

    // -- What a lock has for it (pins.hpp).
    const lock::Entry* locked = nullptr;
    bool pinned = false;       // and the makefile still asks for that source
    bool packed_anew = false;  // and its bytes are others now: it is the tree that has to be the same
    std::string amiss = {};    // what of it the lock does not have, though it has the source

    bool is_library() const { return asked->group == makefile::Group::libraries; }
    bool is_core() const { return type == "core"; }
    // The contrib destination in force for it, and for the makefile in it unless it is a profile (spec §6).
    const std::string& base() const {
        const auto& own = asked->contrib_destination;
        return own && !own->text.empty() ? own->text : level->base;
    }

    // "views 7.x-3.29", for messages and labels.
    std::string label() const { return version.empty() ? asked->name : asked->name + ' ' + version; }
};

}  // namespace slipway::build

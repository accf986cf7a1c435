// Lock: everything that one platform was made of, each part named by digest; and its text (docs/lock.md).
//
// Not Drush's lock files, which are makefiles (write/lock.hpp). Values; pure functions.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/diag/diagnostic.hpp>
#include <slipway/diag/source_map.hpp>
#include <slipway/hash/digest.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::lock {

// Of the format. A lock of a newer one is refused.
inline constexpr std::uint64_t version = 1;

// What `sha256sum` and `wc -c` say of some bytes. (Trees and blobs are named by git's object ids instead.)
struct Content {
    Digest sha256;
    std::uint64_t size = 0;

    bool operator==(const Content&) const = default;
};

// A makefile that was read: a path relative to the root makefile's directory, a URL, or for one that was
// found in a project its path in the platform.
struct Input {
    std::string path;
    Digest sha256;

    bool operator==(const Input&) const = default;
};

// Who wants something: the line of a makefile, and the projects through which that makefile came, outermost
// first; none for the root makefile and what it includes.
struct Asker {
    std::string file;  // as Input::path
    std::uint64_t line = 0;
    std::vector<std::string> through = {};

    bool operator==(const Asker&) const = default;
};

// Where something came from. URLs are without passwords; paths of the host are relative to the root
// makefile's directory.
struct Source {
    enum class Kind : std::uint8_t { release, file, git, svn, hg, bzr, copy };
    // What of a repository was asked for by name, if anything was.
    enum class Wanted : std::uint8_t { head, tag, branch, revision, refspec };

    Kind kind{};
    std::string url;
    std::string final_url = {};           // after redirects, if another
    std::optional<Content> content = {};  // of an archive or file
    std::string etag = {};                // that the server gave with it
    std::string date = {};                // likewise, as HTTP writes dates; of git the commit's, as ISO 8601
    std::string md5 = {};                 // as the release history has it
    // Of a release, what the makefile wrote, where that is not the version in full: "3", "3.x", or nothing.
    std::optional<std::string> requested = {};
    std::string variant = {};       // of a release of a profile or core, if the makefile says which
    std::string feed = {};          // where its release history is, if not at Drupal's own update service
    std::string service_type = {};  // what the release history says of its type, if the makefile has another
    std::string commit = {};        // of git; of the others the revision, in their own words
    Wanted wanted = Wanted::head;
    std::string name = {};        // of the tag, branch …
    std::string submodules = {};  // of git: "direct", "recursive", or empty
    // What `git describe --tags` said, if it was asked; empty if no tag leads to the commit.
    std::optional<std::string> describe = {};
    Digest tree;  // before patches, translations and everything else

    bool operator==(const Source&) const = default;
};

struct Patch {
    std::string url;  // a relative path is relative to the makefile that names it
    Content content;

    bool operator==(const Patch&) const = default;
};

struct Translation {
    std::string language;
    std::string url;
    std::optional<Content> content = {};  // nothing: it was looked for, and there was none

    bool operator==(const Translation&) const = default;
};

// What another makefile asked for under the same name, and does not get.
struct PassedOver {
    std::string version;  // as that makefile has it; may be empty
    Asker asker;

    bool operator==(const PassedOver&) const = default;
};

// A project or library at one place of the platform.
struct Entry {
    enum class Group : std::uint8_t { projects, libraries };

    Group group{};
    std::string name;
    std::string key;      // projects[KEY]
    std::string type;     // "core", "module", "theme", "profile", "library" …
    std::string version;  // "7.x-3.29"; what the makefile calls it for what is no release; may be empty
    std::string path;     // in the platform; empty: its root
    std::vector<Asker> asked_by = {};
    Source source;
    std::vector<Patch> patches = {};  // in the order in which they were applied
    std::vector<Translation> translations = {};
    std::vector<PassedOver> passed_over = {};
    Digest tree;  // as it was placed

    bool operator==(const Entry&) const = default;
};

struct Lock {
    Digest platform;
    std::string core;  // "7.x"
    std::vector<Input> inputs = {};
    std::vector<Entry> entries = {};
    // "views 7.x-3.29": what was asked for, failed, and was done without.
    std::vector<std::string> missing = {};

    bool operator==(const Lock&) const = default;
};

// The order in which everything stands in the text. Two locks of the same platform are equal once sorted.
void sort(Lock& lock);

// JSON, sorted, ended by a line feed. The same lock gives the same bytes.
std::string to_text(Lock lock);

// The lock without what tells only where and when: lines of makefiles, their digests, what servers said of
// what they sent, and how it was packed. Two locks that are equal so make the same platform of the same
// trees.
Lock substance(Lock lock);

// Nothing if something was reported: what is no lock, was edited into one that makes no sense, holds marks of
// a merge, or is of a newer version. Never half a lock.
std::optional<Lock> read(FileId file, const SourceMap& sources, Diagnostics& diagnostics);

// The same for a text that no person edited. ErrorKind::corrupt with the first that is wrong.
Result<Lock> parse(const std::string& name, std::string text);

}  // namespace slipway::lock

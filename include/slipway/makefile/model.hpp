// Makefile: what a makefile asks for, merged, checked and typed (spec §2). Values; nothing here touches the
// world.
//
// Strings are as the author wrote them unless a comment says otherwise. Every element knows where it was
// written, so that whatever fails because of it can be shown at its line.
#pragma once

#include <slipway/diag/span.hpp>
#include <slipway/document/document.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace slipway::makefile {

// A value and where it stands.
struct Text {
    std::string text;
    SourceSpan span;
};

// The checksums that an author gives for a URL: algorithm name ("md5", "sha1", "sha256", "sha512") to hex
// digits, unchecked.
using Checksums = std::map<std::string, Text>;

// projects[x][download], libraries[x][download] (spec §4).
struct Download {
    SourceSpan span;
    Text type;  // as written, or "git" where spec §4.1 says so; empty for no download at all
    std::optional<Text> url;
    std::optional<Text> filename;
    std::optional<Text> subtree;
    Checksums checksums;
    std::optional<Text> refspec;
    std::optional<Text> tag;
    std::optional<Text> revision;
    std::optional<Text> branch;
    std::vector<Text> submodule;
    std::optional<Text> working_copy;
    std::optional<Text> full_version;
    std::map<std::string, Text> others;  // wc_url, username, request_type …, by attribute name
};

// One patch[] of a project or library (spec §5). `url` is what the author wrote: a URL or a path.
struct Patch {
    Text url;
    Checksums checksums;
    std::string key = {};  // patch[KEY]: an index, or what the author calls it
};

enum class Group : std::uint8_t { projects, libraries };

// A project or a library (spec §2.5).
struct Project {
    Group group{};
    SourceSpan span;   // of the key that names it first
    std::string key;   // projects[KEY]
    std::string name;  // the key, or projects[KEY][name]
    std::optional<Text> type;
    std::optional<Text> version;  // empty text means "any", as no version does
    std::optional<Text> core;
    std::optional<Text> location;
    std::optional<Text> subdir;
    std::optional<Text> directory_name;
    std::optional<Text> contrib_destination;
    std::optional<Text> destination;
    std::optional<Text> variant;
    std::optional<Text> lock;
    std::optional<Text> l10n_path;
    std::optional<Text> l10n_url;
    std::optional<Download> download;
    std::vector<Patch> patches;  // in order
    std::vector<Text> translations;
    bool overwrite = true;
    bool do_recursion = true;
};

struct Makefile {
    std::string core;  // normalised: "7.x"
    SourceSpan core_span;
    std::vector<Project> projects;   // in build order (spec §2.4)
    std::vector<Project> libraries;  // likewise
    std::vector<Text> translations;
    // What counts of `options`, by name: the last file that was read wins, and included files are read after
    // the file that includes them (spec §2).
    std::map<std::string, Text> options;
    // slipway[fuzz]: the keys of projects and libraries whose patches may ignore context that differs.
    std::set<std::string> fuzz;
    // The files among those that were read that came from elsewhere: what is written there may not name files
    // of this host.
    std::set<FileId> remote_files;
    // The same as all of the above: merged, in the long form, defaults applied; with the keys that nobody
    // reads. Each value knows where it was written.
    document::Map data;

    // The leading number of `core`: 7 for "7.x", 10 for "10.x" (Drush takes the first character, spec §10.5).
    int core_major() const;
};

}  // namespace slipway::makefile

// Action: one cacheable step of a build, and the key that names its result before it has run.
//
// Two actions with one key do the same thing. So a key covers everything that changes the output (kind,
// format version, parameters, the ids of the inputs) and nothing else: no path of the host, no clock, no
// label, no order that a thread chose. Any change to what an action gives for the same parameters is a new
// version of its kind.
#pragma once

#include <slipway/hash/checksum.hpp>
#include <slipway/hash/digest.hpp>

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace slipway::plan {

struct ActionKey {
    Digest digest;
    auto operator<=>(const ActionKey&) const = default;
};

// Gives a blob. Without checksums the URL is asked again in each build (a conditional request), unless
// `known_is_enough` and it was seen before. `url` is http, https, or file:// with an absolute path. What a
// `form` is answered with is never taken for known. With a `pin`, the SHA-256 that a lock has, no other bytes
// are taken: ErrorKind::drifted.
struct FetchFile {
    std::string url;
    std::vector<Checksum> checksums = {};
    std::optional<Digest> pin = {};
    bool known_is_enough = false;
    std::optional<std::string> form = {};  // sent to a server; nothing: a plain download
};

// Gives a tree: what is committed, without a checkout; facts "commit", "time" (of the commit, in seconds
// since 1970), and with `describe`, unless no tag leads to the commit, "describe" (git/mirror.hpp). What the
// tags say is asked anew each time. Where the commit names submodules there is an empty directory each, or
// what they hold: those of the commit alone, or of submodules too. With a `pin`, the commit that a lock has,
// that one is given, whatever the branch is now; a tag that names another one is ErrorKind::drifted.
struct FetchGit {
    enum class Kind : std::uint8_t { head, branch, tag, revision, refspec };
    enum class Submodules : std::uint8_t { none, direct, recursive };
    std::string url;
    Kind kind = Kind::head;
    std::string name = {};
    bool describe = false;
    Submodules submodules = Submodules::none;
    std::string pin = {};
};

// Gives the tree of a directory in a repository of another version control system, without what that keeps
// there itself; fact "revision": the one that was taken, in the system's own words.
struct FetchVcs {
    enum class System : std::uint8_t { svn, hg, bzr };
    System system{};
    std::string url;
    std::string revision = {};  // empty: the newest
    std::string username = {};  // svn's, which are no part of the key
    std::string password = {};
};

// Gives the tree of a directory of this host, as it is now.
struct CopyDirectory {
    std::string path;
};

// Takes an archive's blob, or that of a single file; gives a tree.
struct Unpack {
    std::string subtree = {};    // from the archive's root; empty: all, with a single top directory stripped
    std::string file_name = {};  // what a blob that is no archive is called
};

// Takes a release history's blob; gives facts: type, version, url, md5 (resolve/release_history.hpp), and as
// "service type" the type that the history itself says.
struct SelectRelease {
    std::string core;
    std::string version = {};
    std::string type = {};     // what the makefile says, or empty
    std::string variant = {};  // what profiles are downloaded as
    bool update = false;       // the release to update that version to, instead
};

// Takes a tree and the blob of a patch; gives a tree, and as fact "remarks" what a person should know
// (offsets, fuzz). A node for each patch: when one changes, those before it are known still.
struct ApplyPatch {
    bool fuzz = false;      // whether a hunk may ignore context
    std::string name = {};  // of the patch, for messages; not in the key
};

// Takes a tree and blobs; adds files to the tree's root.
struct Stamp {
    std::string patches_txt;  // the content of PATCHES.txt; not written if the tree has one of its own
    std::vector<std::string> file_names =
        {};  // of the blobs, one each: local patches, kept beside PATCHES.txt
};

// Takes a tree and blobs; gives the tree with a blob at each path, in place of a file that is there.
struct AddFiles {
    std::vector<std::string> paths;  // of the blobs, one each
};

// Takes a tree; gives it with its .info files told which version they are (resolve/info_lines.hpp).
struct StampInfo {
    std::string version;
    std::string project = {};  // empty: the files are not told
    std::int64_t time = 0;     // of the commit, in seconds since 1970
};

// Takes the document of a translation server; gives fact "url", the template of its translations' addresses.
struct ReadTranslationServer {};

// Takes trees; gives the platform's tree.
struct Link {
    // Where each tree goes; "" is the root. Trees of one path are united.
    std::vector<std::string> paths;
};

// Takes the platform's tree; gives it with a settings.php and a directory for files.
struct PrepareInstall {};

// Takes the platform's tree; gives fact "md5", Drush's hash of it.
struct HashContent {};

using Action = std::variant<FetchFile,
                            FetchGit,
                            FetchVcs,
                            CopyDirectory,
                            Unpack,
                            SelectRelease,
                            ApplyPatch,
                            Stamp,
                            AddFiles,
                            StampInfo,
                            ReadTranslationServer,
                            Link,
                            PrepareInstall,
                            HashContent>;

// "fetch", "git", "unpack": the kind's stable name, in keys and for people.
std::string_view name_of(const Action& action);

// Everything in the action that distinguishes it from others of a plan, the host's paths included. Not a key:
// for finding equal work within one build.
std::string fingerprint(const Action& action);

// Empty for what must look at the world each time: a URL without checksums, a branch, a directory of the
// host.
std::optional<ActionKey> key_of(const Action& action, std::span<const Digest> inputs);

// Whether the text is a full commit id: then its tree is known once and for all.
bool is_commit_id(std::string_view text);

// The key of "these bytes, wherever they come from".
ActionKey content_key(const Digest& sha256);

// The key of "the tree of this commit", however the commit was found.
ActionKey commit_tree_key(std::string_view commit,
                          FetchGit::Submodules submodules = FetchGit::Submodules::none);

// Whether the text is a revision that stays what it is, in the system's own words: a number of svn's, a full
// id of hg's, a "revid:" of bzr's, whose numbers can come to mean another.
bool is_fixed_revision(FetchVcs::System system, std::string_view text);

}  // namespace slipway::plan

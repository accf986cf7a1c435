// Mirror: a bare local copy of a remote git repository, fetched as far as a build needs it. The only module
// that knows libgit2. There is never a checkout: trees are read from the object database.
#pragma once

#include <slipway/base/result.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::git {

// What a makefile asks for. Drush's order of precedence (refspec, tag, revision, branch) is settled by the
// caller.
//
// A `revision` is what `git checkout NAME` takes for a commit in a fresh clone: an id, also shortened, a tag,
// a branch, "origin/BRANCH", the words of `git describe`, any of them with "~2" or "^" behind it. A `refspec`
// is what `git fetch URL NAME` takes for one ref; its right side, a name in a clone that we do not have, is
// ignored.
struct Revision {
    enum class Kind : std::uint8_t { head, branch, tag, revision, refspec };
    Kind kind = Kind::head;
    std::string name;  // empty for head

    bool operator==(const Revision&) const = default;
};

// One file of a commit. `bytes` is a symlink's target text for links, and lives for the call only.
struct File {
    enum class Mode : std::uint8_t { regular, executable, symlink, submodule };
    std::string path;  // from the top of the repository, '/' between the parts
    Mode mode{};
    std::string_view bytes;  // for a submodule: its commit id in hex
};

// What a remote says of its branches, as `git ls-remote` lists them.
struct Branches {
    struct Branch {
        std::string name;    // without "refs/heads/"
        std::string commit;  // in hex
    };
    std::string head;              // the commit of HEAD; empty if the remote has none
    std::vector<Branch> branches;  // by name
};

// What a remote may cost us. Beyond a size: ErrorKind::unsupported.
struct Limits {
    std::uint64_t received_bytes = std::uint64_t{4} << 30U;  // by one fetch
    std::uint64_t file_bytes = std::uint64_t{1} << 30U;      // by one file: it is held in memory
    std::chrono::milliseconds stalled =
        std::chrono::seconds(60);  // without a byte; then it is ErrorKind::timed_out
};

// Is told who has a mirror that we wait for: "process 4711 (slipway build) since …". On the waiting thread.
using WaitingForMirror = std::function<void(const std::string& holder)>;

// Not for two threads at once. Two mirrors of one directory must not be open in one process at the same time;
// processes are kept apart by a lock file in the directory.
class Mirror {
public:
    // Opens the mirror of `url` (http, https, git, ssh, file, host:path, or a local path) below `directory`,
    // creating it if there is none or only a damaged one. Its name there is the SHA-256 of the URL. No
    // network.
    static Result<Mirror> open(const std::filesystem::path& directory,
                               const std::string& url,
                               Limits limits = {},
                               WaitingForMirror waiting = {});

    ~Mirror();
    Mirror(Mirror&&) noexcept;
    Mirror& operator=(Mirror&&) noexcept;

    // The full commit id, in hex, that the revision stands for on the remote now, with its objects in the
    // mirror. Fetches only the refs that are asked for where the protocol allows it. A full commit id that is
    // present needs no network; branches, tags and head are asked for anew each time. Hooks, filters and
    // configuration of the user have no influence. Errors name the URL (without credentials), the revision
    // and the nearest existing names: not_found, denied (never prompts), cancelled, timed_out, conflict (an
    // id shortened too far), corrupt, unsupported, io.
    Result<std::string> fetch(const Revision& revision, std::stop_token stop);

    // Asks the remote what it has now, and brings nothing of it. Errors as of fetch(); not_found for an empty
    // repository.
    Result<Branches> branches(std::stop_token stop);

    // Whether this commit and so its tree is in the mirror.
    bool has_commit(const std::string& commit) const;

    // When the commit was committed, in seconds since 1970. The commit must be in the mirror.
    Result<std::int64_t> time_of(const std::string& commit) const;

    // What `git describe --tags` says of the commit in a fresh clone of the remote: "1.0" for a tag's own,
    // else "1.0-3-g1234567", always with seven digits; nothing if no tag leads to it. Asks the remote, since
    // tags come and go. The commit must have been fetched. Errors as fetch().
    Result<std::optional<std::string>> describe(const std::string& commit, std::stop_token stop);

    // Every file of the commit in git's order, its bytes as they were committed: no filter, line ending or
    // export rule applies. Stops at the first error that `visit` returns. Names that git itself would not
    // check out (".git", "..") are ErrorKind::corrupt. A commit can name more files than anybody can hold:
    // counting them is the caller's part.
    using Visit = std::function<Result<void>(const File&)>;
    Result<void> read(const std::string& commit, const Visit& visit) const;

private:
    struct State;
    explicit Mirror(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace slipway::git

// Store: the content-addressed cache that all builds of a user share. It knows nothing of Drupal.
//
// Layout and invariants: docs/store-format.md. In short: an object is complete or absent; it is never written
// again once it has its name; what names objects (actions, refs) appears only after they are durable. New
// objects are staged in a directory of this process and moved into place, in batches, by commit(); until then
// this process alone sees them.
//
// Every member may be called from any thread, and any number of processes may use one store at once.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/object.hpp>
#include <slipway/hash/digest.hpp>
#include <slipway/sys/file.hpp>
#include <slipway/sys/file_lock.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::cache {

enum class Durability : std::uint8_t {
    none,   // survives the death of any process, not of the machine
    batch,  // two syncfs a commit: what is known after a crash of the machine is there
    full,   // besides, each file is synced alone, and all that was written is on the disk when commit()
            // returns
};

// How a store is opened.
struct StoreOptions {
    enum class Use : std::uint8_t {
        shared,  // beside any number of others
        alone,   // nobody else has it open: to remove what others could be using
    };

    Durability durability = Durability::batch;
    Use use = Use::shared;
    bool wait = true;           // for others to be done; false: ErrorKind::conflict, which names who has it
    std::stop_token stop = {};  // of waiting: ErrorKind::cancelled
    // Is told, from any thread, what the user should know: for whom we wait, and why; that the file system of
    // the store may not carry locks. One sentence, without a full stop.
    std::function<void(const std::string& sentence)> say = {};
};

// A named set of objects that garbage collection keeps, and facts about it. By roles of the owner's choice:
// {"platform": …}. Of trees, all that is below them is kept too.
struct Ref {
    std::map<std::string, Digest> trees = {};
    std::map<std::string, Digest> blobs = {};
    std::map<std::string, std::string> facts = {};

    bool operator==(const Ref&) const = default;
};

// What an action gave: the object, if it gives one, and facts about it that later steps read.
struct ActionResult {
    std::optional<Digest> object = {};  // a blob or a tree, by the action's kind
    std::map<std::string, std::string> facts = {};

    bool operator==(const ActionResult&) const = default;
};

// A remote document as it was last seen: to be revalidated, never trusted by age alone.
struct RemoteDocument {
    std::string url;
    std::string final_url;
    std::string etag;           // as the server sent it; empty if it did not
    std::string last_modified;  // likewise
    Digest blob;

    bool operator==(const RemoteDocument&) const = default;
};

// A new file of this store's file system, without a name and so without leftovers: for downloads.
class StagedFile {
public:
    int fd() const noexcept { return *file_; }

private:
    friend class Store;
    explicit StagedFile(Fd file) : file_(std::move(file)) {}

    Fd file_;
};

// What another process downloaded and has not committed yet, or what this one did.
struct OfferedDownload {
    RemoteDocument document;
    std::filesystem::path file;  // where the blob was staged; it may have its place by now, or be gone
};

class Store {
public:
    // Creates what is missing. Errors, each with what to do: a format of a newer version, a directory that is
    // no store, not writable, another user's (root may use it). A process that has the store open must not
    // open it again: somebody who waits to be alone would wait for the first, and the second for them.
    static Result<Store> open(const std::filesystem::path& root, const StoreOptions& options);
    static Result<Store> open(const std::filesystem::path& root, Durability durability);

    // Drops what was staged and not committed.
    ~Store();
    Store(Store&&) noexcept;
    Store& operator=(Store&&) noexcept;

    // -- Blobs. `mode` is file or executable (twins of one content: hard links share mode bits) or symlink.

    Result<Digest> put_blob(std::string_view bytes, Mode mode);
    Result<StagedFile> stage_file();
    // Reads the file back to name it; the file must not be written to any more.
    Result<Digest> put_blob(StagedFile file, Mode mode);
    // not_found; corrupt, and removed, if the bytes are not those of the id.
    Result<std::string> read_blob(const Digest& id) const;
    bool has_blob(const Digest& id) const;
    // The path of the blob's file with that mode (file or executable), made from its twin, or committed
    // alone, if need be; for linking. A file whose mode or mtime does not belong to the id is found here
    // (somebody wrote through a hard link) and read: corrupt, and removed, if its bytes are not those of the
    // id; else repaired.
    Result<std::filesystem::path> linkable(const Digest& id, Mode mode);
    // Gives that file a name in an open directory too: a hard link, checked as by linkable(). 0, or the errno
    // value with which the file system refuses (EMLINK, EXDEV, EPERM …).
    Result<int> link_blob(const Digest& id, Mode mode, int directory, const char* name);
    // Puts a new file of the same content in the place of one that takes no more links (EMLINK): the links
    // that it has stay its own.
    Result<void> renew_blob(const Digest& id, Mode mode);

    // -- Trees.

    Result<Digest> put_tree(const Tree& tree);
    Result<Tree> read_tree(const Digest& id) const;  // errors as read_blob
    bool has_tree(const Digest& id) const;

    // -- Known actions: key -> result. A damaged record counts as none and is removed.

    std::optional<ActionResult> find_action(const Digest& key) const;
    // Seen by this process at once, by others after commit().
    void put_action(const Digest& key, const ActionResult& result);

    // -- Remote documents, by URL.

    std::optional<RemoteDocument> find_document(std::string_view url) const;
    void put_document(const RemoteDocument& document);  // visible as put_action

    // -- Downloads that processes share (docs/store-format.md). Whoever has a URL's turn downloads it;
    // whoever gets it next looks first what was offered meanwhile.

    // Nothing while somebody else has the turn, in this process or another. Waiting for it must not keep
    // anybody from giving back the turns that they have.
    Result<std::optional<FileLock>> try_turn(std::string_view url);
    std::string holder_of_turn(std::string_view url) const;
    // Seen by others at once, until this Store is gone. Only a help: that it cannot be written is no error.
    void offer_download(const RemoteDocument& document);
    std::optional<OfferedDownload> find_offer(std::string_view url) const;
    // Puts the offered blob into this store, without copying it; its bytes are checked. not_found if it is
    // gone.
    Result<void> adopt(const OfferedDownload& offer);

    // Tells StoreOptions::say.
    void say(const std::string& sentence) const;

    // -- Refs, by names that are RelativePaths: "platforms/…", "tags/…", "leases/…".

    // Commits, and then writes the ref; what it names is durable before it is seen. Whether the ref itself
    // must survive the machine is the caller's to say: a tag must, a note of what lies where need not.
    Result<void> put_ref(std::string_view name, const Ref& ref, Durability durability = Durability::batch);
    // Nothing if there is none; corrupt if it is damaged: it is left, as nobody can make it again.
    Result<std::optional<Ref>> find_ref(std::string_view name) const;
    Result<void> remove_ref(std::string_view name);  // nothing there is success
    // The names of all refs, sorted; or an error: what cannot be read must not pass for what is not there.
    Result<std::vector<std::string>> refs() const;

    // Makes everything put before this call durable and visible to others.
    Result<void> commit();

    // How often an object that was asked for was damaged or gone. While it grows, what failed may be tried
    // again: damaged objects are removed when they are found, so that what made them is done again. From the
    // first on, has_blob and has_tree read an object before they say yes, and putting one replaces it if it
    // is damaged.
    std::uint64_t objects_lost() const;

    Durability durability() const;

    // Where git mirrors live: git/. Owned by the git module.
    std::filesystem::path git_directory() const;
    const std::filesystem::path& root() const;

private:
    struct State;
    explicit Store(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace slipway::cache

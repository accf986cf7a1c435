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

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::cache {

enum class Durability : std::uint8_t {
    none,   // survives the death of any process, not of the machine
    batch,  // one syncfs a commit
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

class Store {
public:
    // Creates what is missing. Errors: a format of a newer version, not writable (both with what to do).
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

    // Where git mirrors live: git/. Owned by the git module.
    std::filesystem::path git_directory() const;
    const std::filesystem::path& root() const;

private:
    struct State;
    explicit Store(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace slipway::cache

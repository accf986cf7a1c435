// ObjectFiles: objects/ and trees/, and the objects that are staged for them.
//
// An object is first a complete file in the staging directory, known to this process by the staged set;
// publish() moves it to its place and then forgets it. So whoever looks into the staged set first and into
// the final place second finds it at every moment, whatever is published meanwhile. Thread-safe; publish() by
// one thread at a time.
#pragma once

#include "guarded.hpp"
#include "staging.hpp"

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>
#include <slipway/sys/file.hpp>

#include <array>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace slipway::cache {

enum class Kind : std::uint8_t {
    blob,        // 0444, with the mtime that belongs to its id
    executable,  // likewise, 0555
    tree,        // 0444
};

struct ObjectName {
    Digest id;
    Kind kind{};

    bool operator==(const ObjectName&) const = default;
};

// An object's file, open for reading.
struct ObjectFile {
    Fd file;
    std::filesystem::path path;
};

class ObjectFiles {
public:
    // Creates what is missing of objects/ and trees/. `staging` outlives this.
    static Result<ObjectFiles> open(const std::filesystem::path& root,
                                    Staging& staging,
                                    Durability durability);

    // Whether the object is there, staged or in its place.
    bool has(const ObjectName& name) const;

    Result<void> put(const ObjectName& name, std::string_view bytes);
    // The bytes of `file`, one of Staging::create_unnamed, must be those of the id.
    Result<void> put(const ObjectName& name, Fd file);
    // Likewise `file`, one of Staging::adopt.
    Result<void> put(const ObjectName& name, NewFile file);

    // not_found if it is neither staged nor in its place.
    Result<ObjectFile> open(const ObjectName& name) const;

    // Removes an object whose bytes are not those of its id, if the file is still the one that was read.
    void remove(const ObjectName& name, const ObjectFile& read) const;

    std::filesystem::path path_of(const ObjectName& name) const;
    // Whether mode and mtime of the object in its place are what they were set to; not_found.
    Result<bool> untouched(const ObjectName& name) const;
    // Links the object in its place into a directory. An errno value, or 0.
    int link(const ObjectName& name, int directory, const char* as) const;
    // Whether that gave a file with the mode and mtime of the object. An error if it is gone again.
    Result<bool> is_untouched_link(const ObjectName& name, int directory, const char* as) const;
    // Gives an object in its place the mode and mtime that belong to it.
    Result<void> seal(const ObjectName& name, int fd) const;

    using StagedList = std::vector<std::pair<ObjectName, std::string>>;
    // What is staged now, in an order that goes through the directories one by one.
    StagedList staged() const;
    std::optional<std::string> find_staged(const ObjectName& name) const;
    // Moves those objects to their places. What fails stays staged, with all after it.
    Result<void> publish(const StagedList& objects);
    // Puts a file of Staging::create_unnamed, with the bytes of the id, in the place of the one there.
    Result<void> replace(const ObjectName& name, Fd file);

private:
    struct NameHash {
        std::size_t operator()(const ObjectName& name) const noexcept {
            return std::hash<Digest>()(name.id) ^ static_cast<std::size_t>(name.kind);
        }
    };
    using StagedSet =
        std::unordered_map<ObjectName, std::string, NameHash>;  // to its name in the staging directory

    // Sixteen, so that threads that put at once seldom wait for each other.
    using Shards = std::array<Guarded<StagedSet>, 16>;

    ObjectFiles(std::filesystem::path root, Fd objects, Fd trees, Staging& staging, Durability durability);

    Guarded<StagedSet>& shard_of(const ObjectName& name) const;
    int directory_of(Kind kind) const noexcept { return kind == Kind::tree ? *trees_ : *objects_; }
    Result<void> stage(const ObjectName& name, NewFile file);
    Result<void> publish_one(const ObjectName& name, const std::string& staged_name);

    std::filesystem::path root_;
    Fd objects_;
    Fd trees_;
    Staging* staging_;
    Durability durability_;
    std::unique_ptr<Shards> shards_;
};

}  // namespace slipway::cache

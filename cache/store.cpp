#include "slipway/cache/store.hpp"

#include "content.hpp"
#include "format.hpp"
#include "layout.hpp"
#include "object_hasher.hpp"
#include "place.hpp"
#include "record.hpp"
#include "store_state.hpp"

#include <slipway/base/assert.hpp>

#include <fmt/core.h>

#include <system_error>
#include <utility>

namespace slipway::cache {

namespace fs = std::filesystem;

namespace {

Kind kind_of(Mode mode) {
    SLIPWAY_ASSERT(mode != Mode::directory, "a blob is no directory");
    return mode == Mode::executable ? Kind::executable : Kind::blob;
}

}  // namespace

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::~Store() = default;
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;

Result<Store> Store::open(const fs::path& root, Durability durability) {
    return open(root, StoreOptions{.durability = durability});
}

Result<Store> Store::open(const fs::path& root, const StoreOptions& options) {
    SLIPWAY_TRY(slipway::create_directories(root));
    std::error_code code;
    const auto absolute = fs::absolute(root, code);
    if (code) {
        return errno_error(code.value(), root, "find");
    }
    SLIPWAY_TRY(check_place(absolute, options));
    SLIPWAY_TRY(claim_format(absolute, options.durability != Durability::none));
    auto use = SLIPWAY_TRY(begin_use(absolute, options));
    for (const auto* name : {"tmp", "refs", "git"}) {
        SLIPWAY_TRY(open_subdirectory(absolute, name));
    }
    auto staging = std::make_unique<Staging>(SLIPWAY_TRY(Staging::create(absolute / "tmp")));
    auto objects = SLIPWAY_TRY(ObjectFiles::open(absolute, *staging, options.durability));
    auto actions = SLIPWAY_TRY(RecordFiles::open(absolute, "actions", *staging, options.durability));
    auto documents = SLIPWAY_TRY(RecordFiles::open(absolute, "feeds", *staging, options.durability));
    // NOLINTNEXTLINE(modernize-make-unique): it cannot make an aggregate (clang 14)
    return Store(std::unique_ptr<State>(new State{.root = absolute,
                                                  .options = options,
                                                  .use = std::move(use),
                                                  .staging = std::move(staging),
                                                  .objects = std::move(objects),
                                                  .actions = std::move(actions),
                                                  .documents = std::move(documents),
                                                  .refs = RefFiles(absolute / "refs"),
                                                  .publishing = {},
                                                  .lost = 0}));
}

Result<Digest> Store::put_blob(std::string_view bytes, Mode mode) {
    const ObjectName name{blob_id(bytes), kind_of(mode)};
    state_->distrust(name);
    SLIPWAY_TRY(state_->objects.put(name, bytes));
    return name.id;
}

Result<StagedFile> Store::stage_file() { return StagedFile(SLIPWAY_TRY(state_->staging->create_unnamed())); }

Result<Digest> Store::put_blob(StagedFile file, Mode mode) {
    const ObjectName name{SLIPWAY_TRY(blob_id_of(file.fd(), state_->staging->path())), kind_of(mode)};
    state_->distrust(name);
    SLIPWAY_TRY(state_->objects.put(name, std::move(file.file_)));
    return name.id;
}

Result<std::string> Store::read_blob(const Digest& id) const {
    const auto found = SLIPWAY_TRY(state_->open_blob(id));
    auto bytes = SLIPWAY_TRY(read_all(*found.file, found.path, no_limit));
    if (blob_id(bytes) != id) {
        state_->objects.remove({id, Kind::blob}, found);
        state_->objects.remove({id, Kind::executable}, found);
        return state_->damaged(found.path);
    }
    return bytes;
}

bool Store::has_blob(const Digest& id) const {
    for (const auto kind : {Kind::blob, Kind::executable}) {
        state_->distrust({id, kind});
    }
    return state_->objects.has({id, Kind::blob}) || state_->objects.has({id, Kind::executable});
}

Result<fs::path> Store::linkable(const Digest& id, Mode mode) {
    const ObjectName name{id, kind_of(mode)};
    const auto untouched = state_->objects.untouched(name);
    if (!untouched && untouched.error().kind() != ErrorKind::not_found) {
        return untouched.error();
    }
    if (!untouched) {
        SLIPWAY_TRY(state_->bring(name));
    } else if (!*untouched) {
        SLIPWAY_TRY(state_->recheck(name));
    }
    return state_->objects.path_of(name);
}

Result<int> Store::link_blob(const Digest& id, Mode mode, int directory, const char* name) {
    const ObjectName object{id, kind_of(mode)};
    int refused = state_->objects.link(object, directory, name);
    if (refused == ENOENT) {
        SLIPWAY_TRY(state_->bring(object));
        refused = state_->objects.link(object, directory, name);
    }
    // The link is checked, not the object before it: one look-up less, and of what was really linked.
    if (refused != 0 || SLIPWAY_TRY(state_->objects.is_untouched_link(object, directory, name))) {
        return refused;
    }
    ::unlinkat(directory, name, 0);
    SLIPWAY_TRY(state_->recheck(object));
    return state_->objects.link(object, directory, name);
}

Result<void> Store::renew_blob(const Digest& id, Mode mode) {
    const ObjectName object{id, kind_of(mode)};
    const auto full = SLIPWAY_TRY(state_->objects.open(object));
    auto copy = SLIPWAY_TRY(state_->copy_of(full, object));
    if (state_->durable() && ::fsync(*copy) < 0) {
        return errno_error(errno, state_->objects.path_of(object), "sync");
    }
    return state_->objects.replace(object, std::move(copy));
}

Result<Digest> Store::put_tree(const Tree& tree) {
    const ObjectName name{tree.id(), Kind::tree};
    state_->distrust(name);
    SLIPWAY_TRY(state_->objects.put(name, tree.serialize()));
    return name.id;
}

Result<Tree> Store::read_tree(const Digest& id) const {
    const ObjectName name{id, Kind::tree};
    const auto found = state_->objects.open(name);
    if (!found) {
        return found.error().kind() == ErrorKind::not_found ? state_->no_such_object("tree", id)
                                                            : found.error();
    }
    const auto bytes = SLIPWAY_TRY(read_all(*found->file, found->path, no_limit));
    if (tree_id(bytes) != id) {
        state_->objects.remove(name, *found);
        return state_->damaged(found->path);
    }
    return Tree::parse(bytes);
}

bool Store::has_tree(const Digest& id) const {
    state_->distrust({id, Kind::tree});
    return state_->objects.has({id, Kind::tree});
}

std::optional<ActionResult> Store::find_action(const Digest& key) const {
    const auto text = state_->actions.find(key);
    if (!text) {
        return std::nullopt;
    }
    auto result = parse_action(*text);
    if (!result) {
        state_->actions.remove(key);
        say(fmt::format(
            "the store's record of an action, {}, was damaged, and is removed; the action is done again",
            key.hex()));
    }
    return result;
}

void Store::put_action(const Digest& key, const ActionResult& result) {
    state_->actions.put(key, serialize(result));
}

std::optional<RemoteDocument> Store::find_document(std::string_view url) const {
    const auto key = sha256(url);
    const auto text = state_->documents.find(key);
    if (!text) {
        return std::nullopt;
    }
    auto document = parse_document(*text);
    if (!document || document->url != url) {
        state_->documents.remove(key);
        return std::nullopt;
    }
    return document;
}

void Store::put_document(const RemoteDocument& document) {
    state_->documents.put(sha256(document.url), serialize(document));
}

Result<void> Store::put_ref(std::string_view name, const Ref& ref, Durability durability) {
    SLIPWAY_TRY(commit());  // what it names must be there before it is
    const bool durable = state_->fully_durable() || (state_->durable() && durability != Durability::none);
    return state_->refs.put(name, serialize(ref), durable);
}

Result<std::optional<Ref>> Store::find_ref(std::string_view name) const {
    const auto text = SLIPWAY_TRY(state_->refs.find(name));
    if (!text) {
        return std::nullopt;
    }
    auto ref = parse_ref(*text);
    if (!ref) {
        return Error(ErrorKind::corrupt, fmt::format("the store's ref '{}' is damaged", name))
            .with_help(fmt::format("remove the file '{}', and make it again: nobody else knows what it named",
                                   SLIPWAY_TRY(state_->refs.path_of(name)).string()));
    }
    return ref;
}

Result<void> Store::remove_ref(std::string_view name) { return state_->refs.remove(name); }

Result<std::vector<std::string>> Store::refs() const { return state_->refs.names(); }

Result<void> Store::commit() {
    const std::lock_guard lock(state_->publishing);
    // Records first: what they name was put before them, and so is among the objects listed after.
    const auto actions = state_->actions.pending();
    const auto documents = state_->documents.pending();
    const auto objects = state_->objects.staged();
    if (actions.empty() && documents.empty() && objects.empty()) {
        return {};
    }
    // Even with no object of our own: a record may name one that another process moved into place a moment
    // ago.
    SLIPWAY_TRY(state_->sync());
    if (!objects.empty()) {
        SLIPWAY_TRY(state_->objects.publish(objects));
        SLIPWAY_TRY(state_->sync());
    }
    SLIPWAY_TRY(state_->actions.publish(actions));
    SLIPWAY_TRY(state_->documents.publish(documents));
    return state_->fully_durable() ? state_->sync() : Result<void>();
}

Durability Store::durability() const { return state_->options.durability; }

std::uint64_t Store::objects_lost() const { return state_->lost; }

fs::path Store::git_directory() const { return state_->root / "git"; }

const fs::path& Store::root() const { return state_->root; }

}  // namespace slipway::cache

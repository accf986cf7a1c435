#include "slipway/git/mirror.hpp"

#include "address.hpp"
#include "choice.hpp"
#include "connection.hpp"
#include "library.hpp"
#include "objects.hpp"
#include "repository.hpp"
#include "transfer.hpp"
#include "tree_reader.hpp"

#include <slipway/sys/file.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace slipway::git {

namespace {

// Garbage collection goes by the time of a mirror's directory. One whose time cannot be set may be fetched
// again.
void note_use(const std::filesystem::path& path) {
    static_cast<void>(::utimensat(AT_FDCWD, path.c_str(), nullptr, 0));
}

}  // namespace

struct Mirror::State {
    Address address;
    std::filesystem::path path;
    Limits limits;
    WaitingForMirror waiting;
    Repository repository;

    Result<FileLock> lock(const std::stop_token& stop) const {
        return lock_for_fetch(path, {.told = waiting, .stop = stop});
    }
};

Mirror::Mirror(std::unique_ptr<State> state) : state_(std::move(state)) {}
Mirror::~Mirror() = default;
Mirror::Mirror(Mirror&&) noexcept = default;
Mirror& Mirror::operator=(Mirror&&) noexcept = default;

Result<Mirror> Mirror::open(const std::filesystem::path& directory,
                            const std::string& url,
                            Limits limits,
                            WaitingForMirror waiting) {
    start_libgit2();
    auto state = std::make_unique<State>();
    state->address = SLIPWAY_TRY(Address::parse(url));
    state->path = mirror_path(directory, state->address);
    state->limits = limits;
    state->waiting = std::move(waiting);
    SLIPWAY_TRY(slipway::create_directories(directory));
    state->repository = SLIPWAY_TRY(open_or_create(state->path));
    note_use(state->path);
    return Mirror(std::move(state));
}

Result<std::string> Mirror::fetch(const Revision& revision, std::stop_token stop) {
    auto& repository = *state_->repository;
    if (revision.kind == Revision::Kind::revision && git::has_commit(repository, revision.name)) {
        return peel_to_commit(repository, revision.name);
    }
    const auto lock = SLIPWAY_TRY(state_->lock(stop));
    const Transfer transfer{repository, state_->address, state_->limits, std::move(stop)};
    auto commit = state_->address.protocol == Address::Protocol::local
                      ? fetch_from_disk(transfer, revision)
                      : fetch_from_network(transfer, revision);
    if (!commit) {
        return std::move(commit).error().during(
            fmt::format("fetching {} of {}", git::describe(revision), state_->address.display));
    }
    return commit;
}

Result<std::optional<std::string>> Mirror::describe(const std::string& commit, std::stop_token stop) {
    const auto lock = SLIPWAY_TRY(state_->lock(stop));
    const Transfer transfer{*state_->repository, state_->address, state_->limits, std::move(stop)};
    auto description = state_->address.protocol == Address::Protocol::local
                           ? describe_from_disk(transfer, commit)
                           : describe_from_network(transfer, commit);
    if (!description) {
        return std::move(description)
            .error()
            .during(fmt::format("describing {} of {} by its tags", commit, state_->address.display));
    }
    return description;
}

Result<std::int64_t> Mirror::time_of(const std::string& commit) const {
    return git::time_of(*state_->repository, commit);
}

Result<Branches> Mirror::branches(std::stop_token stop) {
    constexpr std::string_view heads = "refs/heads/";
    const Transfer transfer{*state_->repository, state_->address, state_->limits, std::move(stop)};
    const auto refs = state_->address.protocol == Address::Protocol::local ? refs_from_disk(transfer)
                                                                           : refs_from_network(transfer);
    if (!refs) {
        return Error(refs.error()).during(fmt::format("asking {} for its branches", state_->address.display));
    }
    Branches out;
    for (const auto& ref : *refs) {
        const std::string_view name = ref.name;
        if (name == "HEAD") {
            out.head = ref.peeled;
        } else if (name.starts_with(heads)) {
            out.branches.push_back({std::string(name.substr(heads.size())), ref.peeled});
        }
    }
    std::ranges::sort(out.branches, {}, &Branches::Branch::name);
    return out;
}

bool Mirror::has_commit(const std::string& commit) const {
    return git::has_commit(*state_->repository, commit);
}

Result<void> Mirror::read(const std::string& commit, const Visit& visit) const {
    return read_files(*state_->repository, commit, state_->limits.file_bytes, visit);
}

}  // namespace slipway::git

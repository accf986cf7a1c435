#include "connection.hpp"

#include "failure.hpp"
#include "socket_stream.hpp"

#include <slipway/base/handle.hpp>

#include <git2.h>

#include <fmt/core.h>

#include <string_view>
#include <utility>

namespace slipway::git {

namespace {

using Remote = Handle<git_remote, git_remote_free>;  // closes the connection, too

constexpr int go_on = 0;
constexpr int end = GIT_EUSER;

// What libgit2's callbacks look at while something runs.
struct Watch {
    const Transfer& transfer;
    bool too_much = false;
    bool key_offered = false;
};

int on_progress(const git_indexer_progress* progress, void* payload) noexcept {
    auto& watch = *static_cast<Watch*>(payload);
    watch.too_much = progress->received_bytes > watch.transfer.limits.received_bytes;
    return watch.too_much || watch.transfer.stop.stop_requested() ? end : go_on;
}

int on_words(const char* /*text*/, int /*length*/, void* payload) noexcept {
    return static_cast<Watch*>(payload)->transfer.stop.stop_requested() ? end : go_on;
}

// For ssh: http takes its credentials out of the URL. Nobody is ever asked. The agent's keys are offered
// once: libgit2 would go on for as long as it is given some.
int on_credentials(git_credential** credential,
                   const char* /*url*/,
                   const char* user,
                   unsigned allowed,
                   void* payload) noexcept {
    const char* const name = user == nullptr ? "git" : user;
    if ((allowed & GIT_CREDENTIAL_USERNAME) != 0) {
        return git_credential_username_new(credential, name);
    }
    auto& watch = *static_cast<Watch*>(payload);
    if ((allowed & GIT_CREDENTIAL_SSH_KEY) != 0 && !std::exchange(watch.key_offered, true)) {
        return git_credential_ssh_key_from_agent(credential, name);
    }
    return GIT_PASSTHROUGH;
}

git_remote_callbacks callbacks_for(Watch& watch) {
    git_remote_callbacks callbacks = GIT_REMOTE_CALLBACKS_INIT;
    callbacks.transfer_progress = on_progress;
    callbacks.sideband_progress = on_words;
    if (watch.transfer.address.protocol == Address::Protocol::ssh) {
        callbacks.credentials = on_credentials;
    }
    callbacks.payload = &watch;
    return callbacks;
}

std::string hex(const git_oid& id) {
    std::string text(GIT_OID_HEXSZ, '\0');
    git_oid_fmt(text.data(), &id);
    return text;
}

Error failure(int code, const Watch& watch) {
    const auto& transfer = watch.transfer;
    if (transfer.stop.stop_requested()) {
        return {ErrorKind::cancelled,
                fmt::format("stopped while fetching from {}", transfer.address.display)};
    }
    if (watch.too_much) {
        return {ErrorKind::unsupported,
                fmt::format("{} sent more than {} bytes at once", transfer.address.display,
                            transfer.limits.received_bytes)};
    }
    return remote_error(code, transfer.address);
}

// A tag comes in two lines, "refs/tags/x" and "refs/tags/x^{}".
std::vector<RemoteRef> refs_of(const git_remote_head* const* heads, std::size_t count) {
    constexpr std::string_view peeled = "^{}";
    std::vector<RemoteRef> refs;
    refs.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto& head = *heads[i];
        const std::string_view name = head.name;
        auto id = hex(head.oid);
        if (name.ends_with(peeled)) {
            if (!refs.empty() && refs.back().name == name.substr(0, name.size() - peeled.size())) {
                refs.back().peeled = std::move(id);
            }
            continue;
        }
        refs.push_back({.name = std::string(name),
                        .id = id,
                        .peeled = id,
                        .target = head.symref_target == nullptr ? "" : head.symref_target});
    }
    return refs;
}

}  // namespace

struct Connection::State {
    Watch watch;
    Remote remote;
    std::vector<RemoteRef> refs;
};

Connection::Connection(std::unique_ptr<State> state) : state_(std::move(state)) {}
Connection::~Connection() = default;
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;

Result<Connection> Connection::open(const Transfer& transfer) {
    auto state = std::make_unique<State>(State{.watch = {transfer}, .remote = {}, .refs = {}});
    const auto failed = [&state](int code) { return failure(code, state->watch); };

    if (transfer.stop.stop_requested()) {
        return failed(end);
    }
    const auto* const url = transfer.address.url.c_str();
    if (const int code = git_remote_create_anonymous(out(state->remote), &transfer.mirror, url); code < 0) {
        return failed(code);
    }
    const Patience patience(transfer.stop, transfer.limits.stalled);
    git_remote_connect_options options = GIT_REMOTE_CONNECT_OPTIONS_INIT;
    options.callbacks = callbacks_for(state->watch);
    options.proxy_opts.type = GIT_PROXY_AUTO;  // the environment's: the configuration names none
    if (const int code = git_remote_connect_ext(state->remote.get(), GIT_DIRECTION_FETCH, &options);
        code < 0) {
        return failed(code);
    }
    const git_remote_head** heads = nullptr;
    std::size_t count = 0;
    if (const int code = git_remote_ls(&heads, &count, state->remote.get()); code < 0) {
        return failed(code);
    }
    state->refs = refs_of(heads, count);
    return Connection(std::move(state));
}

const std::vector<RemoteRef>& Connection::refs() const { return state_->refs; }

Result<void> Connection::download(const std::vector<std::string>& wanted) {
    std::vector<std::string> specs(wanted);
    std::vector<char*> pointers;
    pointers.reserve(specs.size());
    for (auto& spec : specs) {
        pointers.push_back(spec.data());
    }
    const git_strarray names{.strings = pointers.data(), .count = pointers.size()};
    git_fetch_options options = GIT_FETCH_OPTIONS_INIT;
    options.callbacks = callbacks_for(state_->watch);
    options.proxy_opts.type = GIT_PROXY_AUTO;
    options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
    options.update_fetchhead = 0;
    const auto& transfer = state_->watch.transfer;
    const Patience patience(transfer.stop, transfer.limits.stalled);
    if (const int code = git_remote_download(state_->remote.get(), &names, &options); code < 0) {
        return failure(code, state_->watch);
    }
    return {};
}

}  // namespace slipway::git

#include "slipway/fetch/file.hpp"

#include "turns.hpp"

#include <slipway/fetch/content.hpp>
#include <slipway/sys/file.hpp>
#include <slipway/sys/mapped_file.hpp>

#include <fcntl.h>
#include <fmt/core.h>

#include <cerrno>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace slipway::fetch {

namespace {

constexpr std::string_view file_scheme = "file://";

cache::ActionResult result_of(const cache::RemoteDocument& document, std::uint64_t bytes) {
    cache::ActionResult out{.object = document.blob,
                            .facts = {{"url", document.final_url}, {"bytes", std::to_string(bytes)}}};
    if (!document.etag.empty()) {
        out.facts.emplace("etag", document.etag);
    }
    if (!document.last_modified.empty()) {
        out.facts.emplace("date", document.last_modified);
    }
    return out;
}

bool has_promises(const plan::FetchFile& action) { return !action.checksums.empty() || action.pin; }

Result<void> check_pin(const plan::FetchFile& action, std::string_view bytes) {
    const auto found = action.pin ? sha256(bytes) : Digest();
    if (!action.pin || found == *action.pin) {
        return {};
    }
    return Error(
        ErrorKind::drifted,
        fmt::format("{} is another file than the one that was locked: sha256 {} of {} bytes, and not {}",
                    net::display_url(action.url), found.hex(), bytes.size(), action.pin->hex()));
}

Result<void> check(const plan::FetchFile& action, std::string_view bytes) {
    auto verified = action.checksums.empty() ? Result<void>() : verify(action.checksums, bytes);
    if (!verified) {
        return std::move(verified)
            .error()
            .during(fmt::format("checking {}", net::display_url(action.url)))
            .with_help(
                "if the new content is what you want, write its checksum into the makefile; if not, the file "
                "was changed or damaged on its way");
    }
    return check_pin(action, bytes);
}

// Checks what was promised, and stores the bytes; the document gets its blob.
Result<cache::ActionResult> keep(const plan::FetchFile& action,
                                 cache::StagedFile file,
                                 std::uint64_t received,
                                 cache::RemoteDocument& document,
                                 cache::Store& store) {
    const auto mapped = SLIPWAY_TRY(MappedFile::of(file.fd(), store.root()));
    SLIPWAY_TRY(check(action, mapped.bytes()));
    document.blob = SLIPWAY_TRY(store.put_blob(std::move(file), cache::Mode::file));
    auto result = result_of(document, received);
    remember_content(store, result, mapped.bytes());
    return result;
}

// Whether what the URL gives depends on the URL alone.
bool is_a_document(const plan::FetchFile& action) { return !action.form; }

}  // namespace

// A file on its way, before it is known how it is had.
struct FileFetcher::Wanted {
    const plan::FetchFile& action;
    cache::RemoteDocument known;  // what is asked for only if it changed; no URL: nothing
    std::shared_ptr<Turn> turn;   // to download it; nothing for what is not shared
    Done done;
};

// One transfer: what must live until it is over. Shared by the transport, which writes to the file, and the
// worker that stores it: which of them ends last is not known.
struct FileFetcher::Transfer {
    Wanted wanted;
    cache::StagedFile file;
};

FileFetcher::FileFetcher(
    cache::Store& store, net::Transport& transport, exec::Workers& workers, Known known, std::stop_token stop)
    : store_(store),
      transport_(transport),
      workers_(workers),
      known_(known),
      turns_(std::make_unique<Turns>(store, std::move(stop))) {}

FileFetcher::~FileFetcher() {
    std::unique_lock lock(mutex_);
    left_.wait(lock, [this] { return transfers_ == 0; });
}

void FileFetcher::start(const plan::FetchFile& action, Done done) {
    if (action.pin && known_ == Known::used) {
        if (auto content = find_content(store_, *action.pin)) {
            workers_.submit([this, &action, content = *std::move(content), done = std::move(done)] {
                done(taken(action, content));
            });
            return;
        }
    }
    if (action.url.starts_with(file_scheme)) {
        workers_.submit([this, &action, done = std::move(done)] { done(read_local(action)); });
        return;
    }
    if (action.known_is_enough || transport_.is_offline()) {
        if (const auto known = known_document(action)) {
            if (!action.known_is_enough) {
                store_.say(fmt::format("{} is taken as it was last seen", net::display_url(action.url)));
            }
            done(Fetched{.result = result_of(*known, 0), .known = true});
            return;
        }
    }
    if (!is_a_document(action) || known_ == Known::ignored) {
        transfer({action, {}, {}, std::move(done)});
        return;
    }
    turns_->take(action.url, [this, &action, done = std::move(done)](Result<Turn> turn) {
        if (!turn) {
            done(std::move(turn).error());
            return;
        }
        begin({action, {}, std::make_shared<Turn>(*std::move(turn)), done});
    });
}

std::optional<cache::RemoteDocument> FileFetcher::known_document(const plan::FetchFile& action) const {
    if (has_promises(action) || !is_a_document(action) || known_ == Known::ignored) {
        return std::nullopt;
    }
    auto document = store_.find_document(action.url);
    return document && store_.has_blob(document->blob) ? std::move(document) : std::nullopt;
}

// Of a download that a checksum vouches for: what the one for whom we waited had of it.
std::optional<cache::ActionResult> FileFetcher::committed_meanwhile(const Wanted& wanted) const {
    const auto key = plan::key_of(wanted.action, {});
    if (!wanted.turn->waited || !has_promises(wanted.action) || !key) {
        return std::nullopt;
    }
    auto made = store_.find_action(key->digest);
    return made && made->object && store_.has_blob(*made->object) ? std::move(made) : std::nullopt;
}

// With the turn: whatever another process had to do with this URL is done.
void FileFetcher::begin(Wanted wanted) {
    if (auto made = committed_meanwhile(wanted)) {
        wanted.turn.reset();
        wanted.done(Fetched{.result = *std::move(made), .known = true});
        return;
    }
    wanted.known = known_document(wanted.action).value_or(cache::RemoteDocument{});
    auto offer = store_.find_offer(wanted.action.url);
    if (!offer) {
        transfer(std::move(wanted));
        return;
    }
    workers_.submit([this, wanted = std::move(wanted), offer = *std::move(offer)]() mutable {
        consider(std::move(wanted), offer);
    });
}

// What another has downloaded is taken if it is what asking the server now would give: it was asked after we
// came, or a checksum says so. Else it is worth as much as a document of the store.
void FileFetcher::consider(Wanted wanted, const cache::OfferedDownload& offer) {
    if (!store_.adopt(offer)) {
        transfer(std::move(wanted));  // gone, with the process that had it
        return;
    }
    if (wanted.turn->waited || has_promises(wanted.action)) {
        if (auto fetched = taken(wanted, offer.document); fetched) {
            wanted.turn.reset();
            wanted.done(std::move(fetched));
            return;
        }
    } else {
        wanted.known = offer.document;
    }
    transfer(std::move(wanted));
}

Result<Fetched> FileFetcher::taken(const Wanted& wanted, const cache::RemoteDocument& document) {
    if (has_promises(wanted.action)) {
        const auto bytes = SLIPWAY_TRY(store_.read_blob(document.blob));
        SLIPWAY_TRY(check(wanted.action, bytes));
    } else {
        store_.put_document(document);
    }
    return Fetched{.result = result_of(document, 0), .known = true};
}

// The bytes that are pinned, had by whatever way: what else was promised of them holds too, or not.
Result<Fetched> FileFetcher::taken(const plan::FetchFile& action, cache::ActionResult content) const {
    const auto bytes = SLIPWAY_TRY(store_.read_blob(*content.object));
    SLIPWAY_TRY(check(action, bytes));
    return Fetched{.result = std::move(content), .known = true};
}

// What follows a transfer.
Result<Fetched> FileFetcher::received(Transfer& transfer, Result<net::Response> response) {
    if (!response) {
        return std::move(response).error();
    }
    const auto& wanted = transfer.wanted;
    const auto& action = wanted.action;
    if (response->not_modified) {
        if (store_.find_document(action.url) != wanted.known) {  // it was another process's
            store_.put_document(wanted.known);
        }
        store_.offer_download(wanted.known);
        return Fetched{.result = result_of(wanted.known, 0), .known = true};
    }
    cache::RemoteDocument document{.url = action.url,
                                   .final_url = net::display_url(response->final_url),
                                   .etag = response->etag,
                                   .last_modified = response->last_modified,
                                   .blob = {}};
    auto result = SLIPWAY_TRY(keep(action, std::move(transfer.file), response->bytes, document, store_));
    if (!has_promises(action) && is_a_document(action)) {
        store_.put_document(document);
    }
    if (wanted.turn) {
        store_.offer_download(document);
    }
    return Fetched{.result = std::move(result), .known = false};
}

void FileFetcher::transfer(Wanted wanted) {
    auto file = store_.stage_file();
    if (!file) {
        wanted.done(std::move(file).error());
        return;
    }
    {
        const std::lock_guard lock(mutex_);
        ++transfers_;
    }
    net::Request request{.url = wanted.action.url,
                         .etag = wanted.known.etag,
                         .last_modified = wanted.known.last_modified,
                         .form = wanted.action.form,
                         .written_to = "the store, " + store_.root().native()};
    const int fd = file->fd();
    auto transfer = std::make_shared<Transfer>(Transfer{std::move(wanted), *std::move(file)});
    transport_.start(std::move(request), fd, [this, transfer](Result<net::Response> response) {
        workers_.submit([this, transfer, response = std::move(response)]() mutable {
            auto fetched = received(*transfer, std::move(response));
            transfer->wanted.turn.reset();
            transfer->wanted.done(std::move(fetched));
        });
        const std::lock_guard lock(mutex_);
        --transfers_;
        left_.notify_all();
    });
}

Result<Fetched> FileFetcher::read_local(const plan::FetchFile& action) {
    const auto path = action.url.substr(file_scheme.size());
    const Fd source(
        ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));  // a FIFO must not hold the build up
    if (!source) {
        return errno_error(errno, path, "read");
    }
    const auto bytes = SLIPWAY_TRY(read_all(*source, path, std::size_t{2} << 30U));
    auto file = SLIPWAY_TRY(store_.stage_file());
    SLIPWAY_TRY(write_all(file.fd(), bytes, store_.root()));
    cache::RemoteDocument document{
        .url = action.url, .final_url = action.url, .etag = {}, .last_modified = {}, .blob = {}};
    return Fetched{.result = SLIPWAY_TRY(keep(action, std::move(file), 0, document, store_)), .known = true};
}

}  // namespace slipway::fetch

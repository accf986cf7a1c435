#include "slipway/fetch/file.hpp"

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

cache::ActionResult result_of(const Digest& blob, std::string url, std::uint64_t bytes) {
    return {.object = blob, .facts = {{"url", std::move(url)}, {"bytes", std::to_string(bytes)}}};
}

// Checks what was promised, and stores the bytes.
Result<Digest> keep(const plan::FetchFile& action, cache::StagedFile file, cache::Store& store) {
    const auto mapped = SLIPWAY_TRY(MappedFile::of(file.fd(), action.url));
    if (!action.checksums.empty()) {
        auto verified = verify(action.checksums, mapped.bytes());
        if (!verified) {
            return std::move(verified)
                .error()
                .during(fmt::format("checking {}", net::display_url(action.url)))
                .with_help(
                    "if the new content is what you want, write its checksum into the makefile; if not, the "
                    "file "
                    "was changed or damaged on its way");
        }
    }
    const auto blob = SLIPWAY_TRY(store.put_blob(std::move(file), cache::Mode::file));
    remember_content(store, blob, mapped.bytes());
    return blob;
}

// One transfer: what must live until it is over. Shared by the transport, which writes to the file, and the
// worker that stores it: which of them ends last is not known.
struct Transfer {
    const plan::FetchFile& action;
    cache::RemoteDocument known;
    cache::StagedFile file;
    FileFetcher::Done done;
};

// What follows a transfer.
Result<Fetched> received(Transfer& transfer, Result<net::Response> response, cache::Store& store) {
    if (!response) {
        return std::move(response).error();
    }
    const auto& known = transfer.known;
    if (response->not_modified) {
        return Fetched{.result = result_of(known.blob, known.final_url, 0), .known = true};
    }
    const auto& action = transfer.action;
    const auto blob = SLIPWAY_TRY(keep(action, std::move(transfer.file), store));
    const auto url = net::display_url(response->final_url);
    if (action.checksums.empty() && !action.form) {
        store.put_document({.url = action.url,
                            .final_url = url,
                            .etag = response->etag,
                            .last_modified = response->last_modified,
                            .blob = blob});
    }
    return Fetched{.result = result_of(blob, url, response->bytes), .known = false};
}

}  // namespace

void FileFetcher::start(const plan::FetchFile& action, Done done) {
    if (action.url.starts_with(file_scheme)) {
        workers_.submit([this, &action, done = std::move(done)] { done(read_local(action)); });
        return;
    }
    cache::RemoteDocument known;
    if (action.checksums.empty() && !action.form && known_ == Known::used) {
        if (auto document = store_.find_document(action.url); document && store_.has_blob(document->blob)) {
            known = *std::move(document);
        }
    }
    if (action.known_is_enough && !known.url.empty()) {
        done(Fetched{.result = result_of(known.blob, known.final_url, 0), .known = true});
        return;
    }
    transfer(action, std::move(known), std::move(done));
}

FileFetcher::~FileFetcher() {
    std::unique_lock lock(mutex_);
    left_.wait(lock, [this] { return transfers_ == 0; });
}

void FileFetcher::transfer(const plan::FetchFile& action, cache::RemoteDocument known, Done done) {
    auto file = store_.stage_file();
    if (!file) {
        done(std::move(file).error());
        return;
    }
    {
        const std::lock_guard lock(mutex_);
        ++transfers_;
    }
    net::Request request{.url = action.url,
                         .etag = known.etag,
                         .last_modified = known.last_modified,
                         .form = action.form,
                         .written_to = "the store, " + store_.root().native()};
    const int fd = file->fd();
    auto transfer =
        std::make_shared<Transfer>(Transfer{action, std::move(known), *std::move(file), std::move(done)});
    transport_.start(std::move(request), fd, [this, transfer](Result<net::Response> response) {
        workers_.submit([this, transfer, response = std::move(response)]() mutable {
            transfer->done(received(*transfer, std::move(response), store_));
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
    SLIPWAY_TRY(write_all(file.fd(), bytes, path));
    const auto blob = SLIPWAY_TRY(keep(action, std::move(file), store_));
    return Fetched{.result = result_of(blob, action.url, 0), .known = true};
}

}  // namespace slipway::fetch

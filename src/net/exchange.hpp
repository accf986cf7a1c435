// Exchange: a Transfer and, while it runs, the libcurl handle that does it. What libcurl reports goes to the
// Transfer.
//
// Used by one thread. libcurl knows its address: it stays where it is. (libcurl's CURL is void, so no type of
// its own appears here but curl_slist.)
#pragma once

#include "failure.hpp"
#include "transfer.hpp"

#include <slipway/base/handle.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

struct curl_slist;

namespace slipway::net {

void release_easy(void* easy) noexcept;
void release_list(curl_slist* list) noexcept;

class Exchange {
public:
    using Ticket = std::uint64_t;

    Exchange(Ticket ticket, Transfer transfer, std::atomic<std::uint64_t>& received)
        : ticket_(ticket), transfer_(std::move(transfer)), received_(received) {}

    Ticket ticket() const noexcept { return ticket_; }
    Transfer& transfer() noexcept { return transfer_; }

    // The handle: there from prepare() to close(), else null.
    void* easy() const noexcept { return easy_.get(); }

    // Makes the handle ready for what the transfer asks for next. Returns a CURLcode. Requires options that
    // stay.
    int prepare(const TransportOptions& options);
    void close() { easy_.reset(); }

    Failure failure(int curl_code, const TransportOptions& options) const;

    // The exchange that a handle belongs to.
    static Exchange& of(void* easy);

private:
    static constexpr std::size_t detail_size = 256;  // CURL_ERROR_SIZE

    static std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* self);
    static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* self);

    Ticket ticket_;
    Transfer transfer_;
    std::atomic<std::uint64_t>& received_;
    // What the handle points at goes after it.
    Handle<curl_slist, release_list> headers_;
    std::array<char, detail_size> detail_{};
    Handle<void, release_easy> easy_;
};

}  // namespace slipway::net

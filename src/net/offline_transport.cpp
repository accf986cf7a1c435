// What --offline puts in the place of a network.

#include <slipway/net/transport.hpp>

#include <fmt/core.h>

#include <utility>

namespace slipway::net {

namespace {

class OfflineTransport final : public Transport {
public:
    void start(Request request, int /*fd*/, Done done) override {
        done(offline_error(display_url(request.url)));
    }
    void cancel() override {}
    bool is_offline() const override { return true; }
    std::uint64_t bytes_received() const override { return 0; }
};

}  // namespace

std::unique_ptr<Transport> make_offline_transport() { return std::make_unique<OfflineTransport>(); }

Error offline_error(const std::string& what) {
    return Error(ErrorKind::denied, fmt::format("{} is not in the store, and {}", what, offline_words))
        .with_help("build once without --offline; a lock says what that brings");
}

// "host:path" is ssh's way to write an address; a path has a slash before any colon.
bool is_remote_repository(const std::string& url) {
    if (url.starts_with("file://")) {
        return false;
    }
    return url.find("://") != std::string::npos || url.find(':') < url.find('/');
}

}  // namespace slipway::net

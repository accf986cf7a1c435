// A transport that is set up when it is first needed: most builds transfer nothing, and libcurl takes its
// time.

#include "curl_transport.hpp"

#include <slipway/net/transport.hpp>

#include <mutex>
#include <utility>

namespace slipway::net {

namespace {

class TransportOnDemand final : public Transport {
public:
    explicit TransportOnDemand(TransportOptions options) : options_(std::move(options)) {}

    void start(Request request, int fd, Done done) override {
        if (const auto ready = transport()) {
            (*ready)->start(std::move(request), fd, std::move(done));
        } else {
            done(ready.error());
        }
    }

    void cancel() override {
        const std::lock_guard lock(mutex_);
        cancelled_ = true;
        if (transport_) {
            transport_->cancel();
        }
    }

    std::uint64_t bytes_received() const override {
        const std::lock_guard lock(mutex_);
        return transport_ ? transport_->bytes_received() : 0;
    }

private:
    Result<Transport*> transport() {
        const std::lock_guard lock(mutex_);
        if (!transport_) {
            transport_ = SLIPWAY_TRY(make_curl_transport(options_));
            if (cancelled_) {
                transport_->cancel();
            }
        }
        return transport_.get();
    }

    const TransportOptions options_;
    mutable std::mutex mutex_;  // for what follows; never held over a callback
    std::unique_ptr<Transport> transport_;
    bool cancelled_ = false;
};

}  // namespace

Result<std::unique_ptr<Transport>> make_transport(TransportOptions options) {
    return std::make_unique<TransportOnDemand>(std::move(options));
}

}  // namespace slipway::net

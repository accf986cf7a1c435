#include "client.hpp"

#include <slipway/base/assert.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>

namespace slipway::net {

TransportOptions fast() {
    TransportOptions options;
    options.first_retry_milliseconds = 1;
    return options;
}

Client::Client(const TransportOptions& options) {
    // Whoever runs the tests may be behind a proxy; the servers of the tests are not.
    // NOLINTNEXTLINE(concurrency-mt-unsafe): before the transport's thread exists
    setenv("no_proxy", "127.0.0.1", 1);
    transport_ = std::move(make_transport(options)).value();
}

Client::Pending Client::start(Request request, const std::string& before) {
    const auto path = directory_ / std::to_string(files_++);
    Pending pending;
    pending.promise_ = std::make_shared<std::promise<Result<Response>>>();
    pending.file_ = Fd(open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    SLIPWAY_ASSERT(write_all(*pending.file_, before, path), "the test's own file can be written");
    // A second call throws std::future_error, which ends the program: done is called exactly once.
    transport_->start(
        std::move(request), *pending.file_,
        [promise = pending.promise_](Result<Response> result) { promise->set_value(std::move(result)); });
    return pending;
}

Fetched Client::Pending::wait() {
    auto result = promise_->get_future().get();
    struct stat status {};
    fstat(*file_, &status);
    std::string content(static_cast<std::size_t>(status.st_size), '\0');
    const auto size = pread(*file_, content.data(), content.size(), 0);
    content.resize(static_cast<std::size_t>(size));
    return {std::move(result), std::move(content)};
}

}  // namespace slipway::net

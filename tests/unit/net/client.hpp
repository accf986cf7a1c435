// Client: a transport with fast retries that fetches into files of its own and waits for the end.
#pragma once

#include <slipway/net/transport.hpp>
#include <slipway/sys/file.hpp>

#include <future>
#include <memory>
#include <string>
#include <tests/support/temporary_directory.hpp>

namespace slipway::net {

struct Fetched {
    Result<Response> result;
    std::string content;  // of the file, whatever the result
};

TransportOptions fast();

class Client {
public:
    explicit Client(const TransportOptions& options = fast());

    class Pending {
    public:
        Fetched wait();

    private:
        friend class Client;
        std::shared_ptr<std::promise<Result<Response>>> promise_;
        Fd file_;
    };

    Pending start(Request request, const std::string& before = {});
    Pending start(const std::string& url) { return start(Request{.url = url}); }
    Fetched fetch(Request request) { return start(std::move(request)).wait(); }
    Fetched fetch(const std::string& url) { return fetch(Request{.url = url}); }

    Transport& transport() { return *transport_; }
    void close() { transport_.reset(); }

private:
    test::TemporaryDirectory directory_;
    std::unique_ptr<Transport> transport_;
    int files_ = 0;
};

}  // namespace slipway::net

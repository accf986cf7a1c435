// ScriptedServer: an HTTP server in this process that says what the test tells it to, also what no real
// server would. For everything that nginx can do, use nginx.hpp.
//
// One thread, one connection at a time, closed after each answer. Answers are given in the order of the
// script; the last one again and again.
#pragma once

#include <slipway/sys/file.hpp>

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace slipway::test {

struct Answer {
    enum class Then {
        close,
        reset,  // the connection breaks (RST) where a close would have been
        go_on,  // the body's last byte again and again, until the client leaves
    };

    // "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc": goes out as it is.
    std::string bytes = {};
    Then then = Then::close;
    bool after_release = false;  // not before ScriptedServer::release()
};

// An answer with a right Content-Length. `headers`: "Name: value\r\n" each.
Answer answer(std::string_view status, std::string_view body, std::string_view headers = {});

class ScriptedServer {
public:
    // The script: the answer for the request (its head, as received) with this number, from 0. On the
    // server's thread.
    using Script = std::function<Answer(const std::string& request, std::size_t number)>;

    explicit ScriptedServer(Script script);
    explicit ScriptedServer(std::vector<Answer> answers);
    ~ScriptedServer();
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;

    std::string url(std::string_view path) const;

    // The heads of all requests so far.
    std::vector<std::string> requests() const;
    void wait_for_requests(std::size_t count) const;

    // Lets answers go that were held back by after_release.
    void release();

private:
    void serve();
    void converse(const Fd& connection);
    bool wait_for_release();
    void send_endlessly(const Fd& connection, char byte) const;

    Script script_;
    Fd listener_;
    Fd stop_;  // an eventfd, readable once the server is to end
    std::uint16_t port_;

    mutable std::mutex mutex_;  // guards all below
    mutable std::condition_variable changed_;
    std::vector<std::string> requests_;
    bool released_ = false;
    bool stopping_ = false;

    std::thread thread_;  // last: uses all above
};

}  // namespace slipway::test

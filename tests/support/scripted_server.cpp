#include "scripted_server.hpp"

#include "loopback.hpp"

#include <fmt/core.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

namespace slipway::test {

namespace {

// Waits until `socket` is ready or the server is to stop; false for the latter.
bool ready(int socket, short events, const Fd& stop) {
    std::array<pollfd, 2> both{{{socket, events, 0}, {*stop, POLLIN, 0}}};
    poll(both.data(), both.size(), -1);
    return both[1].revents == 0;
}

std::string read_head(const Fd& connection, const Fd& stop) {
    std::string head;
    std::array<char, 4096> buffer{};
    while (head.find("\r\n\r\n") == std::string::npos) {
        if (!ready(*connection, POLLIN, stop)) {
            return {};
        }
        const auto received = recv(*connection, buffer.data(), buffer.size(), 0);
        if (received <= 0) {
            return {};
        }
        head.append(buffer.data(), static_cast<std::size_t>(received));
    }
    return head;
}

// False once the client is gone.
bool send_all(const Fd& connection, std::string_view bytes, const Fd& stop) {
    while (!bytes.empty()) {
        if (!ready(*connection, POLLOUT, stop)) {
            return false;
        }
        const auto sent = send(*connection, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void reset_on_close(const Fd& connection) {
    const linger now{1, 0};
    setsockopt(*connection, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
}

}  // namespace

Answer answer(std::string_view status, std::string_view body, std::string_view headers) {
    return {.bytes = fmt::format("HTTP/1.1 {}\r\n{}Content-Length: {}\r\nConnection: close\r\n\r\n{}", status,
                                 headers, body.size(), body)};
}

ScriptedServer::ScriptedServer(Script script)
    : script_(std::move(script)),
      listener_(listen_on_loopback()),
      stop_(eventfd(0, EFD_CLOEXEC)),
      port_(port_of(listener_)),
      thread_([this] { serve(); }) {}

ScriptedServer::ScriptedServer(std::vector<Answer> answers)
    : ScriptedServer([answers = std::move(answers)](const std::string&, std::size_t number) {
          return answers.at(std::min(number, answers.size() - 1));
      }) {}

ScriptedServer::~ScriptedServer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    eventfd_write(*stop_, 1);
    thread_.join();
}

std::string ScriptedServer::url(std::string_view path) const {
    return fmt::format("http://127.0.0.1:{}{}", port_, path);
}

std::vector<std::string> ScriptedServer::requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
}

void ScriptedServer::wait_for_requests(std::size_t count) const {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return requests_.size() >= count; });
}

void ScriptedServer::release() {
    {
        const std::lock_guard lock(mutex_);
        released_ = true;
    }
    changed_.notify_all();
}

void ScriptedServer::serve() {
    while (ready(*listener_, POLLIN, stop_)) {
        const Fd connection(accept4(*listener_, nullptr, nullptr, SOCK_CLOEXEC));
        if (connection) {
            converse(connection);
        }
    }
}

void ScriptedServer::converse(const Fd& connection) {
    auto head = read_head(connection, stop_);
    if (head.empty()) {
        return;
    }
    std::size_t number = 0;
    {
        const std::lock_guard lock(mutex_);
        number = requests_.size();
        requests_.push_back(head);
    }
    changed_.notify_all();

    const auto reply = script_(head, number);
    if (reply.after_release && !wait_for_release()) {
        return;
    }
    if (!send_all(connection, reply.bytes, stop_)) {
        return;
    }
    switch (reply.then) {
        case Answer::Then::close: break;  // the head was read in full, so this resets nothing
        case Answer::Then::reset: reset_on_close(connection); break;
        case Answer::Then::go_on: send_endlessly(connection, reply.bytes.back()); break;
    }
}

bool ScriptedServer::wait_for_release() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return released_ || stopping_; });
    return !stopping_;
}

void ScriptedServer::send_endlessly(const Fd& connection, char byte) const {
    const std::string block(std::size_t{64} << 10U, byte);
    while (send_all(connection, block, stop_)) {
    }
}

}  // namespace slipway::test

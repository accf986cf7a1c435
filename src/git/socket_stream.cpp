#include "socket_stream.hpp"

#include <slipway/base/assert.hpp>
#include <slipway/base/handle.hpp>

#include <git2.h>
#include <git2/sys/stream.h>

#include <netdb.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <memory>
#include <string>
#include <system_error>

namespace slipway::git {

static_assert(LIBGIT2_VER_MAJOR == 1 && LIBGIT2_VER_MINOR < 7,
              "libgit2 1.7 has time-outs of its own: use those, and see whether it still reads our Socket");

namespace {

using Addresses = Handle<addrinfo, freeaddrinfo>;

// libgit2 hands a new connection its host and port and nothing else, on the thread of whoever fetches.
thread_local const Patience* patience = nullptr;

// The first four members are those of libgit2's own: its ssh reads the number behind our back.
struct Socket {
    git_stream parent{};
    const char* host = nullptr;
    const char* port = nullptr;
    int number = -1;
    std::string host_text;
    std::string port_text;
    Fd owner;
};

Socket& socket_of(git_stream* stream) noexcept { return *reinterpret_cast<Socket*>(stream); }

int fail(const std::string& text) noexcept {
    git_error_set_str(GIT_ERROR_NET, text.c_str());
    return -1;
}

bool wait_for(int descriptor, short events) noexcept {
    return patience != nullptr
           && patience->wait_for(descriptor, events);  // without one: nobody waits for a farewell
}

// Whether the connection came about; else errno says why, or is 0 if it took too long.
bool connected(int number, const addrinfo& address) noexcept {
    if (::connect(number, address.ai_addr, address.ai_addrlen) == 0) {
        return true;
    }
    if (errno != EINPROGRESS) {
        return false;
    }
    if (!wait_for(number, POLLOUT)) {
        errno = 0;
        return false;
    }
    socklen_t size = sizeof errno;
    int problem = 0;
    ::getsockopt(number, SOL_SOCKET, SO_ERROR, &problem, &size);
    errno = problem;
    return problem == 0;
}

int connect_stream(git_stream* stream) noexcept {
    auto& socket = socket_of(stream);
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    Addresses addresses;
    if (const int code = ::getaddrinfo(socket.host, socket.port, &hints, out(addresses)); code != 0) {
        return fail("cannot find the host " + socket.host_text + ": " + ::gai_strerror(code));
    }
    int problem = 0;
    for (const auto* address = addresses.get(); address != nullptr; address = address->ai_next) {
        Fd fd(::socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, address->ai_protocol));
        if (fd && connected(*fd, *address)) {
            socket.owner = std::move(fd);
            socket.number = *socket.owner;
            return 0;
        }
        problem = errno;
    }
    const auto why = problem == 0 ? std::string(no_answer) : std::generic_category().message(problem);
    return fail(problem == 0 ? why : "cannot connect to " + socket.host_text + ": " + why);
}

// Repeats `transfer` until it moved something or cannot any more.
template <class Transfer>
ssize_t moved(const Socket& socket, short events, Transfer transfer) noexcept {
    for (;;) {
        const ssize_t count = transfer(socket.number);
        if (count >= 0) {
            return count;
        }
        if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) {
            return fail("the connection broke: " + std::generic_category().message(errno));
        }
        if (errno != EINTR && !wait_for(socket.number, events)) {
            return fail(std::string(no_answer));
        }
    }
}

ssize_t read_stream(git_stream* stream, void* bytes, std::size_t size) noexcept {
    return moved(socket_of(stream), POLLIN,
                 [=](int number) { return ::recv(number, bytes, size, MSG_DONTWAIT); });
}

ssize_t write_stream(git_stream* stream, const char* bytes, std::size_t size, int /*flags*/) noexcept {
    return moved(socket_of(stream), POLLOUT,
                 [=](int number) { return ::send(number, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL); });
}

int close_stream(git_stream* stream) noexcept {
    auto& socket = socket_of(stream);
    socket.owner = Fd();
    socket.number = -1;
    return 0;
}

void free_stream(git_stream* stream) noexcept { const std::unique_ptr<Socket> owner(&socket_of(stream)); }

int new_stream(git_stream** stream, const char* host, const char* port) noexcept {
    auto socket = std::make_unique<Socket>();
    socket->host_text = host;
    socket->port_text = port;
    socket->host = socket->host_text.c_str();
    socket->port = socket->port_text.c_str();
    socket->parent.version = GIT_STREAM_VERSION;
    socket->parent.connect = connect_stream;
    socket->parent.read = read_stream;
    socket->parent.write = write_stream;
    socket->parent.close = close_stream;
    socket->parent.free = free_stream;
    *stream = &socket.release()->parent;
    return 0;
}

}  // namespace

Patience::Patience(const std::stop_token& stop, std::chrono::milliseconds stalled)
    : stalled_(stalled), stopped_(::eventfd(0, EFD_CLOEXEC)), on_stop_(stop, [this] {
          if (stopped_) {
              ::eventfd_write(*stopped_, 1);
          }
      }) {
    SLIPWAY_ASSERT(patience == nullptr, "a thread fetches one thing at a time");
    patience = this;
}

Patience::~Patience() { patience = nullptr; }

bool Patience::wait_for(int descriptor, short events) const {
    std::array<pollfd, 2> waiting = {pollfd{descriptor, events, 0}, pollfd{*stopped_, POLLIN, 0}};
    const auto end = std::chrono::steady_clock::now() + stalled_;
    for (;;) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        const int ready =
            ::poll(waiting.data(), waiting.size(), static_cast<int>(std::max<std::int64_t>(0, left.count())));
        if (ready < 0 && errno == EINTR) {
            continue;
        }
        return ready > 0 && waiting[1].revents == 0;
    }
}

void use_own_sockets() {
    git_stream_registration registration{};
    registration.version = GIT_STREAM_VERSION;
    registration.init = new_stream;
    git_stream_register(GIT_STREAM_STANDARD, &registration);
}

}  // namespace slipway::git

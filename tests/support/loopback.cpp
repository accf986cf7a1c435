#include "loopback.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace slipway::test {

namespace {

void check(bool success, const char* what) {
    if (!success) {
        throw std::system_error(errno, std::generic_category(), what);
    }
}

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

template <class Address>
const sockaddr* generic(const Address& address) {
    return reinterpret_cast<const sockaddr*>(&address);
}

template <class Address>
Fd listen_on(const Address& address) {
    Fd socket(::socket(generic(address)->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    check(*socket >= 0, "socket");
    check(bind(*socket, generic(address), sizeof(address)) == 0, "bind");
    check(listen(*socket, SOMAXCONN) == 0, "listen");
    return socket;
}

}  // namespace

Fd listen_on_loopback() { return listen_on(loopback(0)); }

Fd listen_on_unix_socket(const std::filesystem::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const auto& text = path.native();
    if (text.size() >= sizeof(address.sun_path)) {
        throw std::length_error("too long for a socket: " + text);
    }
    std::copy(text.begin(), text.end(), std::begin(address.sun_path));
    return listen_on(address);
}

std::uint16_t port_of(const Fd& socket) {
    sockaddr_in address{};
    socklen_t size = sizeof(address);
    check(getsockname(*socket, reinterpret_cast<sockaddr*>(&address), &size) == 0, "getsockname");
    return ntohs(address.sin_port);
}

Fd connect_to_loopback(std::uint16_t port) {
    Fd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    check(*socket >= 0, "socket");
    const auto address = loopback(port);
    check(connect(*socket, generic(address), sizeof(address)) == 0, "connect");
    return socket;
}

std::string ask(std::uint16_t port, std::string_view request) {
    const auto socket = connect_to_loopback(port);
    check(send(*socket, request.data(), request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request.size()),
          "send");
    std::string answer;
    std::array<char, 4096> buffer{};
    for (;;) {
        const auto received = recv(*socket, buffer.data(), buffer.size(), 0);
        check(received >= 0, "recv");
        if (received == 0) {
            return answer;
        }
        answer.append(buffer.data(), static_cast<std::size_t>(received));
    }
}

}  // namespace slipway::test

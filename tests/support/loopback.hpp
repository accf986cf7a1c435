// Sockets on 127.0.0.1 for the test servers. Functions throw std::system_error.
#pragma once

#include <slipway/sys/file.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace slipway::test {

// Listens on a port that the kernel chose, so no two servers can want the same.
Fd listen_on_loopback();
Fd listen_on_unix_socket(const std::filesystem::path& path);

std::uint16_t port_of(const Fd& socket);

Fd connect_to_loopback(std::uint16_t port);

// What the server sends until it closes. Requires a request after whose answer it does.
std::string ask(std::uint16_t port, std::string_view request);

}  // namespace slipway::test

// The transport over libcurl's multi interface, on a thread of its own.
#pragma once

#include <slipway/net/transport.hpp>

#include <memory>

namespace slipway::net {

// ErrorKind::io if libcurl or its thread cannot be set up.
Result<std::unique_ptr<Transport>> make_curl_transport(TransportOptions options);

}  // namespace slipway::net

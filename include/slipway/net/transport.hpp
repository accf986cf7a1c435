// Transport: brings what is behind an http(s) URL into a file. Transfers run side by side on one event loop.
#pragma once

#include <slipway/base/result.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::net {

struct Request {
    std::string url;
    // Validators of what is known already; empty for none. With them the server may answer "not modified".
    std::string etag = {};
    std::string last_modified = {};
    // Sent as a web page's form is (POST, application/x-www-form-urlencoded), as it is; nothing: a GET.
    std::optional<std::string> form = {};
    std::string written_to = "the file it goes to";     // what the descriptor is, for messages
    std::uint64_t max_bytes = std::uint64_t{2} << 30U;  // a larger body is refused
};

struct Response {
    bool not_modified = false;  // then nothing was written
    std::string final_url;      // after redirects, without user and password
    std::string etag;
    std::string last_modified;
    std::uint64_t bytes = 0;  // of the body, as received
};

// Called once a request, on the transport's thread: hand over, do not work there.
using Done = std::function<void(Result<Response>)>;

class Transport {
public:
    virtual ~Transport() = default;

    // Writes the body to `fd` from its beginning; the caller keeps `fd` open until `done` was called. On
    // failure what was written is to be thrown away. From any thread.
    //
    // Errors name the URL (without credentials), what the server or the network said, and the way out:
    // not_found (404, 410), denied (401, 403, 407, a certificate), timed_out, cancelled, corrupt (shorter
    // than promised, or not HTTP), unsupported (not http or https, a redirect out of them or out of
    // encryption, larger than max_bytes), io (the rest).
    virtual void start(Request request, int fd, Done done) = 0;

    // Ends all transfers, running and to come, with `cancelled`. From any thread.
    virtual void cancel() = 0;

    // Whether it refuses everything, by the user's wish. Then what was seen before is as good as it gets.
    virtual bool is_offline() const { return false; }

    // Body bytes received so far by all transfers, also those of attempts that failed, for the progress
    // display. From any thread.
    virtual std::uint64_t bytes_received() const = 0;
};

struct TransportOptions {
    int max_connections = 50;  // in all
    int max_connections_per_host = 16;
    int attempts = 4;                    // a transfer, the first included; 401, 403, 404 and 410 are final
    int first_retry_milliseconds = 250;  // doubled each time, with jitter; a Retry-After header wins
    int connect_timeout_seconds = 30;
    int stalled_seconds = 60;  // without a byte
    std::string user_agent = "slipway";
};

// libcurl's multi interface on a thread of its own. curl_global_init and its end are its affair. The
// destructor cancels what still runs and joins the thread: not to be called from a Done. Proxies come from
// http_proxy, https_proxy and no_proxy; certificates are always checked. What was cut short is resumed if the
// server vouches for the rest (RFC 9110 §14.2, If-Range), and else begun again.
Result<std::unique_ptr<Transport>> make_transport(TransportOptions options);

// Transfers nothing: each request fails with `denied`, naming the URL.
std::unique_ptr<Transport> make_offline_transport();

// The error for what only a network could bring, in which these words stand. `what` is a URL, without
// credentials, or what is to be asked of one.
inline constexpr std::string_view offline_words = "--offline asks nobody";
Error offline_error(const std::string& what);

// Whether a repository at this address is reached over a network.
bool is_remote_repository(const std::string& url);

// The URL as it may be shown and stored: without user, password and the values of query parameters that look
// like secrets.
std::string display_url(const std::string& url);

}  // namespace slipway::net

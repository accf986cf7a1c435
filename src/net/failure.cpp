#include "failure.hpp"

#include "retry.hpp"

#include <curl/curl.h>

#include <fmt/core.h>

#include <system_error>

namespace slipway::net {

namespace {

constexpr auto* later = "try again later";

Failure timed_out(const NetworkTrouble& trouble) {
    if (!trouble.connected) {
        return {ErrorKind::timed_out,
                fmt::format("{} did not answer within {} s", trouble.origin, trouble.connect_timeout_seconds),
                "check that the host can be reached from here (firewall, proxy), or try again later", true};
    }
    return {ErrorKind::timed_out, fmt::format("no data came for {} s", trouble.stalled_seconds), later, true};
}

Failure not_connected(const NetworkTrouble& trouble) {
    const auto why = trouble.system_error == 0
                         ? std::string("it cannot be reached")
                         : std::generic_category().message(static_cast<int>(trouble.system_error));
    return {ErrorKind::io, fmt::format("no connection to {}: {}", trouble.origin, why),
            "check that the host can be reached from here (firewall, proxy), or try again later", true};
}

Failure broken(const NetworkTrouble& trouble) {
    const auto why = trouble.system_error == 0
                         ? std::string()
                         : ": " + std::generic_category().message(static_cast<int>(trouble.system_error));
    return {ErrorKind::io, "the connection broke" + why, later, true};
}

Failure untrusted(const NetworkTrouble& trouble) {
    return {ErrorKind::denied,
            fmt::format("the certificate of {} is not accepted: {}", trouble.origin, trouble.detail),
            "if the server is yours, install its CA certificate on this machine (update-ca-certificates)",
            false};
}

}  // namespace

Failure failure_of_status(int status, const std::string& status_text, bool had_credentials) {
    switch (status) {
        case 401:
            return {ErrorKind::denied, status_text,
                    had_credentials ? "check the user and password in the URL"
                                    : "the server wants to know who asks: https://user:password@host/...",
                    false};
        case 403:
            return {ErrorKind::denied, status_text, "ask for access, or use a mirror that gives it", false};
        case 404:
        case 410:
            return {ErrorKind::not_found, status_text,
                    "check the version or the URL; the file may have moved", false};
        case 407:
            return {ErrorKind::denied, status_text,
                    "check the user and password in http_proxy and https_proxy", false};
        case 429:
            return {ErrorKind::io, status_text, "the server wants fewer requests: try again later", true};
        default: break;
    }
    if (worth_retrying(status)) {
        return {ErrorKind::io, status_text, "the trouble is on the server's side: try again later", true};
    }
    return {ErrorKind::io,
            fmt::format("the server answered {}, which brings no file",
                        status_text.empty() ? "nothing" : status_text),
            "open the URL in a browser to see what it is", false};
}

Failure failure_of_network(const NetworkTrouble& trouble) {
    switch (trouble.curl_code) {
        case CURLE_COULDNT_RESOLVE_HOST:
            return {ErrorKind::io, fmt::format("the host of {} is not known", trouble.origin),
                    "check the name, and that names can be looked up from here (DNS, proxy)", true};
        case CURLE_COULDNT_RESOLVE_PROXY:
            return {ErrorKind::io, "the host of the proxy is not known",
                    "check http_proxy, https_proxy and no_proxy in the environment", true};
        case CURLE_COULDNT_CONNECT: return not_connected(trouble);
        case CURLE_OPERATION_TIMEDOUT: return timed_out(trouble);
        case CURLE_PARTIAL_FILE:
            return {ErrorKind::corrupt, "the connection closed before all was there", later, true};
        case CURLE_GOT_NOTHING:
            return {ErrorKind::io, "the server closed the connection without an answer", later, true};
        case CURLE_RECV_ERROR:
        case CURLE_SEND_ERROR: return broken(trouble);
        case CURLE_UNSUPPORTED_PROTOCOL:  // parse_url() let only http and https through: it is about the
                                          // answer
        case CURLE_WEIRD_SERVER_REPLY:
            return {ErrorKind::corrupt, "what the server answered is not HTTP", "check the host and the port",
                    true};
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_ISSUER_ERROR: return untrusted(trouble);
        case CURLE_SSL_CACERT_BADFILE:
            return {ErrorKind::io, "the list of trusted certificates cannot be read",
                    "install the package ca-certificates", false};
        default:
            return {ErrorKind::io,
                    trouble.detail.empty() ? curl_easy_strerror(static_cast<CURLcode>(trouble.curl_code))
                                           : trouble.detail,
                    later, true};
    }
}

}  // namespace slipway::net

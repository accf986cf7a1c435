// Failure: why one attempt brought nothing, in words for people, and whether another may do better.
#pragma once

#include <slipway/base/error.hpp>

#include <string>

namespace slipway::net {

struct Failure {
    ErrorKind kind;
    std::string reason;  // follows "URL: ", as "404 Not Found"
    std::string help;
    bool may_pass = false;  // worth another attempt
};

// For a status that brings no body we want; `status_text` as ResponseHead has it.
Failure failure_of_status(int status, const std::string& status_text, bool had_credentials);

// What libcurl knew about a connection that failed.
struct NetworkTrouble {
    int curl_code = 0;       // a CURLcode
    long system_error = 0;   // an errno, or 0
    std::string detail;      // libcurl's own words, or empty
    std::string origin;      // "https://example.org:443"
    bool connected = false;  // the request could be sent
    int connect_timeout_seconds = 0;
    int stalled_seconds = 0;
};

Failure failure_of_network(const NetworkTrouble& trouble);

}  // namespace slipway::net

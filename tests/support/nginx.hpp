// Nginx: a real web server on loopback, for one test. Also serves git repositories over smart HTTP.
//
// Needs the Debian packages nginx, and for git: fcgiwrap, git. Runs as root and as an ordinary user; any
// number side by side. Constructors throw with the server's own log when it does not start.
#pragma once

#include "child_process.hpp"
#include "temporary_directory.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::test {

struct NginxOptions {
    // location blocks and other directives of server {}, as in nginx.conf:
    //   "location = /gone { return 410; }"
    //   "location /old { return 301 /new; }"
    //   "location /busy { add_header Retry-After 0 always; return 503; }"
    //   "location /asks { auth_basic x; auth_basic_user_file /path/htpasswd; }"
    //   "location /plain { etag off; }"      "location /packed { gzip_static on; }"
    std::string locations = {};
    // Directives of http {}: "limit_req_zone $binary_remote_addr zone=one:1m rate=1r/s;"
    std::string http = {};
    // Where bare repositories are; /git/NAME.git can then be cloned (smart HTTP, read only). Empty: none.
    std::filesystem::path git_root = {};
};

struct LoggedRequest {
    std::uint64_t connection = 0;
    int status = 0;
    std::string method;
    std::string path;   // with the query
    std::string range;  // the Range header, or "-"
};

class Nginx {
public:
    // Serves the files of `root`.
    explicit Nginx(const std::filesystem::path& root, const NginxOptions& options = {});

    std::uint16_t port() const noexcept { return port_; }
    // "http://127.0.0.1:PORT" + path. Requires a path that begins with '/'.
    std::string url(std::string_view path) const;

    // What was answered so far, oldest first; complete, also for an answer that has only just arrived.
    std::vector<LoggedRequest> requests() const;
    std::size_t requests_for(std::string_view path) const;
    // How many connections those requests came over.
    std::size_t connections() const;

private:
    std::string logs() const;

    TemporaryDirectory directory_;
    std::uint16_t port_ = 0;
    std::optional<ChildProcess> fcgiwrap_;
    std::optional<ChildProcess> nginx_;
};

// git's own server for git:// URLs, as a second way to the same repositories.
class GitDaemon {
public:
    explicit GitDaemon(const std::filesystem::path& root);

    // "git://127.0.0.1:PORT" + path. Requires a path that begins with '/'.
    std::string url(std::string_view path) const;

private:
    bool start(const std::filesystem::path& root);

    TemporaryDirectory directory_;
    std::uint16_t port_ = 0;
    std::optional<ChildProcess> daemon_;
};

}  // namespace slipway::test

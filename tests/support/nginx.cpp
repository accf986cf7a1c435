#include "nginx.hpp"

#include "loopback.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <stdexcept>
#include <system_error>

namespace slipway::test {

namespace fs = std::filesystem;

namespace {

constexpr auto* git_programs = "/usr/lib/git-core";
constexpr int inherited_socket = 3;

std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string git_location(const fs::path& root, const fs::path& socket) {
    return fmt::format(R"(
        location ~ ^/git(/.*)$ {{
            client_max_body_size 0;
            fastcgi_pass unix:{socket};
            fastcgi_param SCRIPT_FILENAME {programs}/git-http-backend;
            fastcgi_param GIT_PROJECT_ROOT {root};
            fastcgi_param GIT_HTTP_EXPORT_ALL 1;
            fastcgi_param PATH_INFO $1;
            fastcgi_param QUERY_STRING $query_string;
            fastcgi_param REQUEST_METHOD $request_method;
            fastcgi_param CONTENT_TYPE $content_type;
            fastcgi_param CONTENT_LENGTH $content_length;
            fastcgi_param SERVER_PROTOCOL $server_protocol;
            fastcgi_param REMOTE_ADDR $remote_addr;
        }})",
                       fmt::arg("socket", socket.string()), fmt::arg("programs", git_programs),
                       fmt::arg("root", root.string()));
}

std::string configuration(const fs::path& directory,
                          const fs::path& root,
                          std::uint16_t port,
                          const NginxOptions& options) {
    return fmt::format(
        R"(
daemon off;
worker_processes 1;
{user}
pid {directory}/pid;
error_log {directory}/error.log;
events {{ worker_connections 1024; }}
http {{
    log_format told '$connection $status $request_method $request_uri $http_range';
    access_log {directory}/access.log told;
    client_body_temp_path {directory}/body;
    proxy_temp_path {directory}/proxy;
    fastcgi_temp_path {directory}/fastcgi;
    uwsgi_temp_path {directory}/uwsgi;
    scgi_temp_path {directory}/scgi;
    default_type application/octet-stream;
    {http}
    server {{
        listen 127.0.0.1:{port};
        root {root};
        location = /.answered {{ access_log off; return 204; }}
        {git}
        {locations}
    }}
}}
)",
        fmt::arg("directory", directory.string()), fmt::arg("root", fs::absolute(root).string()),
        fmt::arg("port", port),  // Its default may not read our files.
        fmt::arg("user", geteuid() == 0 ? "user root;" : ""), fmt::arg("http", options.http),
        fmt::arg("git", options.git_root.empty()
                            ? std::string()
                            : git_location(fs::absolute(options.git_root), directory / "git.socket")),
        fmt::arg("locations", options.locations));
}

// One worker does everything in turn, so when this is answered, all that was answered before is in the log.
void wait_for_answer(std::uint16_t port) {
    const auto answer = ask(port, "GET /.answered HTTP/1.0\r\n\r\n");
    if (!answer.starts_with("HTTP/1.1 204")) {
        throw std::runtime_error("nginx answered " + answer);
    }
}

}  // namespace

// The listening sockets are made here and handed down: fcgiwrap takes standard input, nginx what its variable
// NGINX names (meant for replacing a running nginx). So ports never collide, and a connection made before the
// server is ready waits for it in the kernel. (Not with "master_process off": nginx 1.22 crashes on an
// inherited socket then.)
Nginx::Nginx(const fs::path& root, const NginxOptions& options) {
    auto listener = listen_on_loopback();
    port_ = port_of(listener);
    const auto config = directory_ / "nginx.conf";
    std::ofstream(config) << configuration(directory_.path(), root, port_, options);

    if (!options.git_root.empty()) {
        const auto socket = listen_on_unix_socket(directory_ / "git.socket");
        fcgiwrap_.emplace(std::vector<std::string>{"/usr/sbin/fcgiwrap"},
                          ChildOptions{.environment = {},
                                       .descriptors = {{*socket, STDIN_FILENO}},
                                       .log = directory_ / "fcgiwrap.log"});
    }
    nginx_.emplace(std::vector<std::string>{"/usr/sbin/nginx", "-p", directory_.path().string(), "-c",
                                            config.string(), "-e", (directory_ / "error.log").string()},
                   ChildOptions{.environment = {fmt::format("NGINX={};", inherited_socket)},
                                .descriptors = {{*listener, inherited_socket}},
                                .log = directory_ / "output.log"});
    listener = Fd();  // from now on a dead nginx refuses connections
    try {
        wait_for_answer(port_);
    } catch (const std::exception& error) {
        throw std::runtime_error(fmt::format("nginx does not start: {}\n{}", error.what(), logs()));
    }
}

std::string Nginx::url(std::string_view path) const {
    return fmt::format("http://127.0.0.1:{}{}", port_, path);
}

std::vector<LoggedRequest> Nginx::requests() const {
    wait_for_answer(port_);
    std::vector<LoggedRequest> requests;
    std::ifstream log(directory_ / "access.log");
    for (std::string line; std::getline(log, line);) {
        LoggedRequest request;
        std::istringstream(line) >> request.connection >> request.status >> request.method >> request.path
            >> request.range;
        requests.push_back(std::move(request));
    }
    return requests;
}

std::size_t Nginx::requests_for(std::string_view path) const {
    const auto all = requests();
    return static_cast<std::size_t>(std::count_if(
        all.begin(), all.end(), [path](const LoggedRequest& request) { return request.path == path; }));
}

std::size_t Nginx::connections() const {
    std::set<std::uint64_t> distinct;
    for (const auto& request : requests()) {
        distinct.insert(request.connection);
    }
    return distinct.size();
}

std::string Nginx::logs() const {
    return text_of(directory_ / "output.log") + text_of(directory_ / "error.log")
           + text_of(directory_ / "fcgiwrap.log");
}

// git daemon takes no socket from its parent: it gets a port that was free just now, and another if that is
// gone.
GitDaemon::GitDaemon(const fs::path& root) {
    constexpr int tries = 20;
    for (int i = 0; i < tries; ++i) {
        if (start(fs::absolute(root))) {
            return;
        }
    }
    throw std::runtime_error("git daemon does not start: " + text_of(directory_ / "log"));
}

std::string GitDaemon::url(std::string_view path) const {
    return fmt::format("git://127.0.0.1:{}{}", port_, path);
}

bool GitDaemon::start(const fs::path& root) {
    constexpr int most_waits = 5000;
    const auto log = directory_ / "log";
    fs::remove(log);
    port_ = port_of(listen_on_loopback());
    daemon_.emplace(std::vector<std::string>{fmt::format("{}/git-daemon", git_programs), "--verbose",
                                             "--log-destination=stderr", "--reuseaddr", "--export-all",
                                             "--listen=127.0.0.1", fmt::format("--port={}", port_),
                                             "--base-path=" + root.string(), root.string()},
                    ChildOptions{.environment = {}, .descriptors = {}, .log = log});
    for (int i = 0; i < most_waits; ++i) {
        if (text_of(log).find("Ready to rumble") != std::string::npos) {  // said once it listens
            return true;
        }
        if (daemon_->ended_within(std::chrono::milliseconds(2))) {
            return false;
        }
    }
    return false;
}

}  // namespace slipway::test

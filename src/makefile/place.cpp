#include "place.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace slipway::makefile {

namespace {

std::string up_to_last_slash(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? std::string() : path.substr(0, slash + 1);
}

// The length of "https://server" in a URL: what ".." never leaves.
std::size_t server_size(std::string_view url) {
    const auto scheme = url.find("://");
    const auto slash = url.find('/', scheme == std::string_view::npos ? 0 : scheme + 3);
    return std::min(slash, url.size());
}

// A query belongs to the file that it asks for, not to its neighbours.
std::string beside_url(const std::string& url, const std::string& written) {
    const auto path = url.substr(0, url.find_first_of("?#"));
    const auto server = path.substr(0, server_size(path));
    return written.starts_with('/') ? server + written
                                    : server + plain(up_to_last_slash(path.substr(server.size())) + written);
}

// User and password end at the last '@' before the path.
std::string without_credentials(const std::string& url) {
    const auto scheme = url.find("://");
    if (scheme == std::string::npos) {
        return url;
    }
    const auto begin = scheme + 3;
    const auto server_end = std::min(url.find_first_of("/?#", begin), url.size());
    const auto at = url.rfind('@', server_end);
    return at == std::string::npos || at < begin ? url : url.substr(0, begin) + url.substr(at + 1);
}

}  // namespace

bool is_url(std::string_view text) {
    constexpr std::array<std::string_view, 3> schemes{"http://", "https://", "ftp://"};
    return std::ranges::any_of(schemes, [&](std::string_view scheme) { return text.starts_with(scheme); });
}

std::string plain(std::string_view path) {
    std::vector<std::string_view> parts;
    const bool absolute = path.starts_with('/');
    while (!path.empty()) {
        const auto slash = path.find('/');
        const auto part = path.substr(0, slash);
        if (part == ".." && !parts.empty() && parts.back() != "..") {
            parts.pop_back();
        } else if (!part.empty() && part != "." && !(part == ".." && absolute)) {
            parts.push_back(part);
        }
        path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
    }
    std::string out;
    for (const auto part : parts) {
        out += out.empty() && !absolute ? "" : "/";
        out += part;
    }
    return out;
}

Place beside(const Place& from, const std::string& written) {
    if (is_url(written)) {
        return {.kind = Place::Kind::url, .path = written};
    }
    if (from.kind == Place::Kind::url) {
        return {.kind = Place::Kind::url, .path = beside_url(from.path, written)};
    }
    Place out = from;
    out.path = up_to_last_slash(from.path) + written;
    if (out.kind == Place::Kind::repository) {
        out.path = plain(out.path);  // trees have no ".."
    }
    return out;
}

bool is_on_host(const Place& place) {
    if (place.kind != Place::Kind::repository) {
        return place.kind == Place::Kind::file;
    }
    // git's own rule: what has neither a scheme nor a host before a colon is a path.
    const auto url =
        place.repository->url ? std::string_view(place.repository->url->text) : std::string_view();
    return url.starts_with("file://") || url.find(':') == std::string_view::npos;
}

std::string shown(const Place& place) {
    if (place.kind == Place::Kind::repository) {
        auto out = without_credentials(place.repository->url ? place.repository->url->text : std::string());
        out += ": ";
        out += place.path;
        return out;
    }
    return place.kind == Place::Kind::url ? without_credentials(place.path) : place.path;
}

}  // namespace slipway::makefile

#include "url_lint.hpp"

#include "text_edits.hpp"

#include <slipway/diag/edits.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/document/known_names.hpp>
#include <slipway/ini/edits.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::makefile {

namespace {

using document::contains;
using document::Reporter;
using ini::key_before;

// A URL as far as what it leads to shows.
struct Address {
    std::string_view host;                // without "www.", user and port
    std::vector<std::string_view> parts;  // of the path
    std::string_view query;               // from its '?' on
};

std::vector<std::string_view> split(std::string_view path) {
    std::vector<std::string_view> out;
    while (!path.empty()) {
        const auto part = path.substr(0, path.find('/'));
        if (!part.empty()) {
            out.push_back(part);
        }
        path.remove_prefix(std::min(part.size() + 1, path.size()));
    }
    return out;
}

// Of http and https alone.
std::optional<Address> address_of(std::string_view url) {
    const auto scheme = url.find("://");
    if (!url.starts_with("http") || scheme == std::string_view::npos) {
        return std::nullopt;
    }
    auto rest = url.substr(scheme + 3);
    const auto path_end = std::min(rest.find_first_of("?#"), rest.size());
    const auto query = rest.substr(path_end);
    rest = rest.substr(0, path_end);
    auto host = rest.substr(0, rest.find('/'));
    rest.remove_prefix(host.size());
    host.remove_prefix(host.find('@') == std::string_view::npos ? 0 : host.find('@') + 1);
    host = host.substr(0, host.find(':'));
    host.remove_prefix(host.starts_with("www.") ? 4 : 0);
    return Address{.host = host, .parts = split(rest), .query = query};
}

bool is_archive(std::string_view url) {
    constexpr std::array<std::string_view, 8> suffixes{".zip", ".tar",     ".tar.gz", ".tgz",
                                                       ".tbz", ".tar.bz2", ".tar.xz", ".txz"};
    const auto path = url.substr(0, url.find_first_of("?#"));
    return std::ranges::any_of(suffixes, [&](std::string_view suffix) { return path.ends_with(suffix); });
}

// github.com/OWNER/NAME/KIND/...
bool is_on_github(const Address& address, std::string_view kind) {
    return address.host == "github.com" && address.parts.size() > 3 && address.parts[2] == kind;
}

bool is_repository(const Address& address) {
    constexpr std::string_view forges[] = {"github.com", "bitbucket.org", "gitlab.com"};
    return (!address.parts.empty() && address.parts.back().ends_with(".git") && address.query.empty())
           || (contains(forges, address.host) && address.parts.size() == 2);
}

// What shows a file to a reader, around it a web page.
bool is_page_of_file(const Address& address) {
    return is_on_github(address, "blob") && address.query.find("raw=") == std::string_view::npos;
}

// drupal.org/node/N, drupal.org/project/NAME, and the issues below one.
bool is_page_of_drupal(const Address& address) {
    return address.host == "drupal.org" && address.parts.size() >= 2
           && (address.parts[0] == "node" || address.parts[0] == "project");
}

class UrlLint {
public:
    UrlLint(const Project& project, Reporter& reporter) : project_(project), reporter_(reporter) {}

    void run() {
        for (const auto& patch : project_.patches) {
            check_url(patch.url);
            check_patch(patch.url);
        }
        const auto& download = project_.download;
        if (!download || !download->url) {
            return;
        }
        check_url(*download->url);
        const auto& type = download->type.text;
        if (type == "get" || type == "file") {
            check_file(*download, *download->url);
        } else if (type == "git") {
            check_repository(*download, *download->url);
        }
    }

private:
    void report(const Text& url, std::string message, std::string help, std::optional<Fix> fix = {}) {
        reporter_.loss({.slug = slug::wrong_url,
                        .span = url.span,
                        .message = std::move(message),
                        .help = std::move(help),
                        .fix = std::move(fix)});
    }

    // In place of the type that is written; there may be none.
    std::optional<Fix> with_type(const Download& download, std::string_view type) const {
        const auto written = written_part(download.type, reporter_);
        const bool is_written = written && download.type.span.begin != download.span.begin;
        return is_written ? fix_with(Fix::Kind::safe, replaced(download.type, std::string(type), reporter_))
                          : std::nullopt;
    }

    std::string to_write(const Download& download, std::string_view type) const {
        return worded_at(download.url->span, fmt::format("write [download][type] = {}", type),
                         fmt::format("write 'type: {}'", type), reporter_);
    }

    void check_file(const Download& download, const Text& url) {
        const auto address = address_of(url.text);
        if (!address) {
            return;
        }
        if (is_repository(*address)) {
            report(url,
                   fmt::format("this is a repository: a download of type '{}' gets a web page about it",
                               download.type.text),
                   to_write(download, "git"), with_type(download, "git"));
        } else if (is_page_of_file(*address)) {
            report(url, "this is a web page that shows the file, not the file", "write 'raw' for 'blob'",
                   raw(url));
        } else if (is_on_github(*address, "tree")) {
            report(url, "this is a web page about a folder, not a file",
                   "clone the repository, or name an archive of it");
        } else if (is_page_of_drupal(*address)) {
            report(url, "this is a web page, not a file", "name the file itself");
        }
    }

    void check_repository(const Download& download, const Text& url) {
        const auto address = address_of(url.text);
        if (is_archive(url.text)) {
            report(url, "this is an archive, which git cannot clone", to_write(download, "get"),
                   download.tag || download.branch || download.revision ? std::nullopt
                                                                        : with_type(download, "get"));
        } else if (address && (is_on_github(*address, "tree") || is_on_github(*address, "blob"))) {
            report(url, "this is a web page of a branch, which git cannot clone",
                   worded_at(url.span, "end it before the branch, and write [download][branch] = ...",
                             "end it before the branch, and write 'branch: ...'", reporter_));
        }
    }

    void check_patch(const Text& url) {
        const auto address = address_of(url.text);
        if (!address) {
            return;
        }
        if (is_page_of_file(*address)) {
            report(url, "this is a web page that shows the patch, not the patch", "write 'raw' for 'blob'",
                   raw(url));
        } else if (is_page_of_drupal(*address)) {
            report(url, "this is a web page, not a patch", "name the patch itself, as the page links to it");
        } else if (is_change(*address)) {
            report(url, "this is a web page about a change, not the change", "write .patch behind it",
                   fix_with(Fix::Kind::safe, part_replaced(url, url.text.size(), 0, ".patch", reporter_)));
        }
    }

    // github.com/OWNER/NAME/pull/N, and .../commit/ID
    static bool is_change(const Address& address) {
        return address.query.empty() && address.parts.size() == 4
               && (is_on_github(address, "pull") || is_on_github(address, "commit"))
               && address.parts[3].find('.') == std::string_view::npos;
    }

    std::optional<Fix> raw(const Text& url) const {
        constexpr std::string_view blob = "/blob/";
        const auto at = url.text.find(blob);
        return fix_with(Fix::Kind::safe, part_replaced(url, at, blob.size(), "/raw/", reporter_));
    }

    void check_url(const Text& url) {
        const std::string_view text = url.text;
        const auto scheme = text.find("://");
        if (text.starts_with("blob:")) {
            report(url, "this address has a meaning within one page of a browser alone",
                   "name the address that the file has on its server");
            return;
        }
        if (scheme == std::string_view::npos) {
            return;
        }
        if (const auto space = text.find_first_of(" \t\r\n"); space != std::string_view::npos) {
            const auto note = text.find_first_not_of(" \t", space);
            const bool comment =
                note != std::string_view::npos && key_before(reporter_.text(url.span.file), url.span)
                && (text[note] == ';' || text[note] == '#' || text.substr(note).starts_with("//"));
            if (!comment) {  // reported as one
                report_space(url);
            }
        }
        const auto host = text.substr(scheme + 3, text.find_first_of("/?#", scheme + 3) - scheme - 3);
        const auto at = host.rfind('@');
        const auto colon = at == std::string_view::npos ? at : host.substr(0, at).find(':');
        if (colon != std::string_view::npos && colon + 1 < at) {
            reporter_.warning(
                {.slug = slug::password_in_url,
                 .span = url.span,
                 .message = "this URL holds a password, which Drush shows and writes to its log",
                 .help = "leave it to a credential helper or to ~/.netrc, and change it"});
        }
    }

    void report_space(const Text& url) {
        const std::string_view text = url.text;
        const auto begin = text.find_first_not_of(" \t\r\n");
        const auto inner = text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
        const bool around = inner.find_first_of(" \t\r\n") == std::string_view::npos;
        std::string mended;
        for (const char c : inner) {
            mended += c == ' ' ? "%20" : std::string(1, c);
        }
        reporter_.loss(
            {.slug = slug::space_in_url,
             .span = url.span,
             .message = "a URL holds no space",
             .help = around ? "remove it" : "write %20, or correct the URL",
             .fix = fix_with(around ? Fix::Kind::safe : Fix::Kind::guess, replaced(url, mended, reporter_))});
    }

    const Project& project_;
    Reporter& reporter_;
};

}  // namespace

void lint_urls(const Project& project, document::Reporter& reporter) { UrlLint(project, reporter).run(); }

}  // namespace slipway::makefile

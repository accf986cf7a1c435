#include "location.hpp"

#include <slipway/sys/file.hpp>

#include <fmt/core.h>

#include <filesystem>
#include <system_error>
#include <utility>

namespace slipway::build {

namespace {

constexpr std::string_view file_scheme = "file://";

Result<Location> on_host(const Level& level, SourceSpan place, const std::filesystem::path& path) {
    if (!level.may_name_host_at(place)) {
        return Error(
                   ErrorKind::denied,
                   fmt::format("the makefile is not of this host, but names a file of it, {}", path.native()))
            .with_help("copy the makefile's entry into your own makefile if you want that file");
    }
    std::error_code error;
    const auto absolute = std::filesystem::absolute(path, error);
    if (error) {
        return errno_error(error.value(), path, "find");
    }
    return Location(HostFile{absolute.lexically_normal().native()});
}

}  // namespace

Result<Location> locate(const Level& level, const makefile::Text& written, RelativeTo relative_to) {
    const auto& text = written.text;
    if (text.starts_with(file_scheme)) {
        return on_host(level, written.span, text.substr(file_scheme.size()));
    }
    if (text.find("://") != std::string::npos) {
        return Location(RemoteFile{text});
    }
    if (text.starts_with('/')) {
        return on_host(level, written.span, text);
    }
    if (level.tree) {
        return Location(TreeFile{SLIPWAY_TRY(RelativePath::parse_lenient(text))});
    }
    const std::filesystem::path path = text;
    return on_host(level, written.span, relative_to == RelativeTo::makefile ? level.directory / path : path);
}

std::string text_of(const Location& location) {
    if (const auto* in_tree = std::get_if<TreeFile>(&location)) {
        return in_tree->path.text();
    }
    const auto* host = std::get_if<HostFile>(&location);
    return host != nullptr ? host->url() : std::get<RemoteFile>(location).url;
}

std::string base_name(std::string_view url) {
    const auto path = url.substr(0, url.find_first_of("?#"));
    return std::string(path.substr(path.rfind('/') + 1));
}

}  // namespace slipway::build

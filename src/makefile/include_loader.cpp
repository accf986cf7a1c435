#include "include_loader.hpp"

#include "known_names.hpp"
#include "merge.hpp"

#include <slipway/diag/slugs.hpp>
#include <slipway/makefile/parse.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

namespace slipway::makefile {

namespace {

constexpr std::size_t most_files =
    500;  // a file that includes another twice, which includes … doubles each time
constexpr std::size_t deepest = 32;
constexpr std::size_t most_bytes = std::size_t{64} << 20U;

bool is_remote(std::string_view path) {
    constexpr std::array<std::string_view, 3> schemes{"http://", "https://", "ftp://"};
    return std::ranges::any_of(schemes, [&](std::string_view scheme) { return path.starts_with(scheme); });
}

// A path without "." parts, and with ".." parts applied as far as the text allows: enough to see a cycle.
std::string plain(std::string_view path) {
    std::vector<std::string_view> parts;
    const bool absolute = path.starts_with('/');
    while (!path.empty()) {
        const auto slash = path.find('/');
        const auto part = path.substr(0, slash);
        if (part == ".." && !parts.empty() && parts.back() != "..") {
            parts.pop_back();
        } else if (!part.empty() && part != ".") {
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

std::string beside(const std::string& file, const std::string& path) {
    const auto slash = file.rfind('/');
    return slash == std::string::npos ? path : file.substr(0, slash + 1) + path;
}

}  // namespace

std::optional<Map> IncludeLoader::load(FileId file) {
    const auto path = sources_[file].name;
    auto document = parse(file, sources_, reporter_.policy(), diagnostics_);
    if (!document) {
        return std::nullopt;
    }
    open_.push_back(plain(path));
    auto root = std::move(document->root);
    check_top_level(root, reporter_);
    for (auto& base : all_of(root, "includes", path)) {
        root = merge(std::move(base), root, reporter_);
    }
    for (const auto& overlay : all_of(root, "overrides", path)) {
        root = merge(std::move(root), overlay, reporter_);
    }
    root.erase("includes");
    root.erase("overrides");
    normalise_projects(root, reporter_);
    open_.pop_back();
    return root;
}

std::vector<Map> IncludeLoader::all_of(const Map& root, std::string_view attribute, const std::string& from) {
    std::vector<Map> out;
    const auto* elements = root.find(attribute);
    if (elements == nullptr || elements->is_falsy()) {
        return out;
    }
    if (!elements->is_map()) {
        reporter_.loss({.slug = slug::not_a_list,
                        .span = elements->span(),
                        .message = fmt::format("'{}' is a list: Drush ignores this text", attribute),
                        .notes = {},
                        .help = fmt::format("write {}[] = {}", attribute, elements->written())});
        return out;
    }
    for (const auto& element : elements->map().entries()) {
        if (element.value.is_falsy()) {
            continue;
        }
        if (auto map = included(element.value, from)) {
            out.push_back(std::move(*map));
        }
    }
    return out;
}

std::optional<Map> IncludeLoader::included(const Value& element, const std::string& from) {
    if (element.is_map() && element.map().find("makefile") != nullptr
        && element.map().find("download") != nullptr) {
        reporter_.error({.slug = slug::remote_include,
                         .span = element.span(),
                         .message = "makefiles are not included from repositories yet",
                         .notes = {},
                         .help = "fetch the makefile and include the local file"});
        return std::nullopt;
    }
    if (!element.is_text()) {
        reporter_.error({.slug = slug::malformed_include,
                         .span = element.span(),
                         .message = "expected the path of a makefile",
                         .notes = {},
                         .help = "write includes[] = path/to/file.make"});
        return std::nullopt;
    }
    if (is_remote(element.written())) {
        reporter_.error({.slug = slug::remote_include,
                         .span = element.span(),
                         .message = "makefiles are not included from URLs yet",
                         .notes = {},
                         .help = "download the makefile and include the local file"});
        return std::nullopt;
    }
    return open(element, from);
}

std::optional<Map> IncludeLoader::open(const Value& element, const std::string& from) {
    auto path = beside(from, element.written());
    auto bytes = read_(path);
    if (!bytes && bytes.error().kind() == ErrorKind::not_found && path != element.written()) {
        if (auto from_here = read_(element.written())) {
            bytes = std::move(from_here);
            path = element.written();
        }
    }
    if (!bytes) {
        reporter_.error(
            {.slug = slug::include_not_found,
             .span = element.span(),
             .message = fmt::format("cannot include '{}': {}", element.written(), bytes.error().to_string()),
             .notes = {},
             .help = "paths are relative to the file that includes, then to the working directory"});
        return std::nullopt;
    }
    bytes_ += bytes->size();
    if (!enters(path, element)) {
        return std::nullopt;
    }
    return load(sources_.add(path, std::move(*bytes)));
}

bool IncludeLoader::enters(const std::string& path, const Value& element) {
    if (std::ranges::find(open_, plain(path)) != open_.end()) {
        reporter_.error({.slug = slug::include_cycle,
                         .span = element.span(),
                         .message = fmt::format("'{}' is included while it is being read", path),
                         .notes = {},
                         .help = "remove one of the includes"});
        return false;
    }
    if (++files_ > most_files || bytes_ > most_bytes || open_.size() >= deepest) {
        reporter_.error(
            {.slug = slug::too_many_includes,
             .span = element.span(),
             .message = fmt::format("a makefile includes at most {} others, {} deep, of {} MiB together",
                                    most_files, deepest, most_bytes >> 20U),
             .notes = {},
             .help = {}});
        return false;
    }
    return true;
}

}  // namespace slipway::makefile

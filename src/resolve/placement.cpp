#include "slipway/resolve/placement.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/base/relative_path.hpp>
#include <slipway/document/nearest.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <vector>

namespace slipway::resolve {

namespace {

constexpr std::array<std::string_view, 6> types = {"core",    "module",  "theme",
                                                   "profile", "library", "translation"};

// How many letters must be changed, added or dropped (Levenshtein).
Error no_such_type(const makefile::Project& project, std::string_view type) {
    auto error =
        Error(ErrorKind::unsupported, fmt::format("{} has type '{}', which has no place", project.key, type));
    if (const auto meant = document::nearest(type, types)) {
        return std::move(error).with_help(fmt::format("there is a type called '{}'", *meant));
    }
    return std::move(error).with_help("the types are core, module, theme, profile, library and translation");
}

std::string_view text_of(const std::optional<makefile::Text>& text) {
    return text ? std::string_view(text->text) : std::string_view();
}

std::string_view text_or(const std::optional<makefile::Text>& text, std::string_view otherwise) {
    const auto written = text_of(text);
    return written.empty() ? otherwise : written;
}

std::string_view directory_of(const makefile::Project& project) {
    return text_or(project.directory_name, project.name);
}

// Takes a path's parts in order, ".." taking the last one back: empty if there is none to take back. The
// platform is laid out from these names alone, so that no link can lead a ".." elsewhere.
std::optional<std::vector<std::string_view>> walk(std::string_view path) {
    std::vector<std::string_view> parts;
    while (!path.empty()) {
        const auto slash = std::min(path.find('/'), path.size());
        const auto part = path.substr(0, slash);
        path.remove_prefix(std::min(slash + 1, path.size()));
        if (part == "..") {
            if (parts.empty()) {
                return {};
            }
            parts.pop_back();
        } else if (!part.empty() && part != ".") {
            parts.push_back(part);
        }
    }
    return parts;
}

Result<std::string> join(const makefile::Project& project, std::initializer_list<std::string_view> above) {
    const auto directory = RelativePath::parse_lenient(directory_of(project));
    if (!directory) {
        return Error(ErrorKind::unsupported,
                     fmt::format("the directory name '{}' of {} names no directory of its own",
                                 directory_of(project), project.key));
    }
    std::string written;
    for (const auto part : above) {
        written += part;
        written += '/';
    }
    const auto parts = walk(written);
    std::string path;
    for (const auto part : parts.value_or(std::vector<std::string_view>())) {
        path += part;
        path += '/';
    }
    path += directory->text();
    if (!parts || !RelativePath::parse(path)) {
        return Error(ErrorKind::unsupported, fmt::format("{} would be placed at '{}', outside the platform",
                                                         project.key, written + directory->text()));
    }
    return path;
}

}  // namespace

std::string_view default_base(int core_major) { return core_major < 8 ? "sites/all" : ""; }

Result<std::string> place(const makefile::Project& project,
                          std::string_view type,
                          const PlacementContext& context) {
    const auto kind = project.group == makefile::Group::libraries ? "library" : lower(std::string(type));
    const std::string_view base =
        project.contrib_destination ? project.contrib_destination->text : context.base;
    const auto subdir = text_of(project.subdir);
    if (kind == "core") {
        return std::string();
    }
    if (kind == "module") {
        return join(project, {base, "modules", subdir});
    }
    if (kind == "theme") {
        return join(project, {base, "themes", subdir});
    }
    if (kind == "profile") {
        return join(project, {text_or(project.destination, "profiles"), subdir});
    }
    if (kind == "library") {
        return join(project, {base, text_or(project.destination, "libraries"), subdir});
    }
    if (kind == "translation") {
        return context.core_major < 6 ? join(project, {base, "translations", subdir}) : join(project, {});
    }
    return no_such_type(project, type);
}

}  // namespace slipway::resolve

#include "slipway/document/known_names.hpp"

#include <slipway/document/nearest.hpp>

namespace slipway::document {

namespace {

// An attribute of a project, library or patch, and what stands below it.
bool is_known_attribute(const std::vector<std::string_view>& parts, std::size_t at) {
    const auto name = parts[at];
    const auto below = parts.size() - at - 1;
    if (name == "download") {
        return below == 0
               || (below <= 2
                   && (contains(download_attributes, parts[at + 1])
                       || contains(misplaced_in_download, parts[at + 1])));
    }
    if (name == "patch" && below == 2) {
        return contains(patch_attributes, parts.back());
    }
    return below <= 1 && (contains(project_attributes, name) || contains(misplaced_in_project, name));
}

bool is_group(std::string_view name) { return name == "projects" || name == "libraries"; }

}  // namespace

bool is_known_path(const std::vector<std::string_view>& parts) {
    if (parts.size() == 1) {
        return parts.front() == "core" || parts.front() == "api";
    }
    const auto top = nearest(parts.front(), top_level_names);
    if (top == "defaults") {
        return parts.size() > 2 && is_group(parts[1]) && is_known_attribute(parts, 2);
    }
    if (top && is_group(*top)) {
        return parts.size() == 2 || (!parts[1].empty() && is_known_attribute(parts, 2));
    }
    return parts.size() == 2
           && (top == "includes" || top == "overrides" || top == "translations" || top == "options");
}

bool is_attribute_name(std::string_view name) {
    return contains(project_attributes, name) || contains(download_attributes, name);
}

bool is_project_attribute(std::string_view name) { return contains(project_attributes, name); }

}  // namespace slipway::document

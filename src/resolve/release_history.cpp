#include "slipway/resolve/release_history.hpp"

#include "version.hpp"
#include "xml_document.hpp"

#include <slipway/base/chars.hpp>

#include <fmt/core.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <pugixml.hpp>
#include <utility>

namespace slipway::resolve {

namespace {

std::vector<std::string> split_list(std::string_view list) {
    std::vector<std::string> items;
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        if (const auto item = trimmed(list.substr(0, comma)); !item.empty()) {
            items.emplace_back(item);
        }
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return items;
}

std::string project_type(const std::string& written) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> types = {{
        {"project_core", "core"},
        {"project_distribution", "profile"},
        {"project_profile", "profile"},
        {"project_module", "module"},
        {"project_theme", "theme"},
        {"project_theme_engine", "theme engine"},
        {"project_translation", "translation"},
        {"project_drupalorg", "utility"},
        {"profile-legacy", "profile"},
    }};
    const auto* const found =
        std::find_if(types.begin(), types.end(), [&](const auto& type) { return type.first == written; });
    return found == types.end() ? written : std::string(found->second);
}

std::vector<ReleaseFile> read_files(const pugi::xml_node& release) {
    std::vector<ReleaseFile> files;
    for (const auto& file : release.child("files").children("file")) {
        files.push_back({text_of(file, "url"), text_of(file, "archive_type"), text_of(file, "variant"),
                         text_of(file, "md5")});
    }
    return files;
}

// Newer documents leave the parts of a version to the reader.
void derive_parts(Release& release) {
    const auto parts = split_version(release.version);
    if (!parts.numbers.empty()) {
        release.major = parts.numbers.front();
        release.patch = parts.numbers.size() > 1 ? parts.numbers.back() : "";
    }
    if (!parts.extra.empty()) {
        release.extra = parts.extra;
        release.has_extra = true;
    }
}

bool has_release_type(const pugi::xml_node& release, std::string_view type) {
    const auto terms = release.child("terms").children("term");
    return std::any_of(terms.begin(), terms.end(), [type](const pugi::xml_node& term) {
        return text_of(term, "name") == "Release type" && text_of(term, "value") == type;
    });
}

Release read_release(const pugi::xml_node& node) {
    Release release;
    release.version = text_of(node, "version");
    release.major = text_of(node, "version_major");
    release.patch = text_of(node, "version_patch");
    release.extra = text_of(node, "version_extra");
    release.has_extra = !node.child("version_extra").empty();
    release.download_link = text_of(node, "download_link");
    release.md5 = text_of(node, "mdhash");
    release.date = text_of(node, "date");
    release.files = read_files(node);
    release.insecure = has_release_type(node, "Insecure");
    release.unsupported = has_release_type(node, "Unsupported");
    release.security_update = has_release_type(node, "Security update");
    if (node.child("version_major").empty()) {
        derive_parts(release);
    }
    if (release.md5.empty()) {
        const auto file = std::find_if(
            release.files.begin(), release.files.end(),
            [&](const ReleaseFile& candidate) { return candidate.url == release.download_link; });
        release.md5 = file == release.files.end() ? "" : file->md5;
    }
    return release;
}

// The majors that have a release in a supported branch ("8.x-1.,2.0."), in the order of the branches.
std::vector<std::string> majors_of(const std::vector<std::string>& branches,
                                   const std::vector<Release>& releases) {
    std::vector<std::string> majors;
    for (const auto& branch : branches) {
        const auto in_branch = std::find_if(releases.begin(), releases.end(), [&](const Release& release) {
            return release.version.starts_with(branch) && release.extra != "dev";
        });
        if (in_branch != releases.end()
            && std::find(majors.begin(), majors.end(), in_branch->major) == majors.end()) {
            majors.push_back(in_branch->major);
        }
    }
    return majors;
}

ReleaseHistory read_history(const pugi::xml_node& project) {
    ReleaseHistory history;
    history.name = text_of(project, "short_name");
    history.type = project_type(text_of(project, "type"));
    history.recommended_major = text_of(project, "recommended_major");
    for (const auto& release : project.child("releases").children("release")) {
        if (const auto status = text_of(release, "status"); status == "published") {
            history.releases.push_back(read_release(release));
        } else if (status == "unpublished") {
            history.revoked.push_back(text_of(release, "version"));
        }
    }
    history.project_status = text_of(project, "project_status");
    history.supported_branches = split_list(text_of(project, "supported_branches"));
    history.supported_majors = split_list(text_of(project, "supported_majors"));
    if (history.supported_majors.empty()) {
        history.supported_majors = majors_of(history.supported_branches, history.releases);
    }
    return history;
}

}  // namespace

Result<ReleaseHistory> parse_release_history(std::string_view xml) {
    pugi::xml_document document;
    SLIPWAY_TRY(load_xml(document, xml, "release history"));
    const auto root = document.document_element();
    if (root.name() == std::string_view("error")) {
        return Error(ErrorKind::denied,
                     fmt::format("the update service says: {}", trimmed(root.child_value())));
    }
    if (root.name() != std::string_view("project")) {
        return Error(ErrorKind::corrupt,
                     fmt::format("expected a <project> in the release history, found <{}>", root.name()));
    }
    return read_history(root);
}

Download download_of(const Release& release, std::string_view variant) {
    const auto file =
        std::find_if(release.files.begin(), release.files.end(), [&](const ReleaseFile& candidate) {
            return !variant.empty() && candidate.variant == variant && candidate.archive_type == "tar.gz";
        });
    if (file == release.files.end()) {
        return {release.download_link, release.md5};
    }
    return {file->url, file->md5};
}

std::string history_url(std::string_view location, std::string_view project, std::string_view core) {
    while (location.ends_with('/')) {
        location.remove_suffix(1);
    }
    const auto major = core.substr(0, core.find('.'));
    const bool has_feed_of_its_own = !is_number(major) || (major.size() == 1 && major < "9");
    return fmt::format("{}/{}/{}", location, project, has_feed_of_its_own ? core : "all");
}

}  // namespace slipway::resolve

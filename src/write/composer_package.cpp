#include "composer_package.hpp"

#include "composer_version.hpp"

#include <fmt/core.h>

#include <array>
#include <utility>

namespace slipway::write {

namespace {

using makefile::Download;
using makefile::Group;
using makefile::Project;

bool is_sign(char c) { return c == '_' || c == '-' || c == '.'; }

// Whether a repository is one of drupal.org's own.
bool is_on_drupal_org(const Download& download) {
    const auto url = text_of(download.url);
    return url.empty() || url.find("//git.drupal.org/") != std::string_view::npos
           || url.find("@git.drupal.org:") != std::string_view::npos
           || url.find("//git.drupalcode.org/project/") != std::string_view::npos;
}

}  // namespace

bool is_release(const Project& project) {
    return project.group == Group::projects && (!project.download || project.download->type.text == "pm");
}

std::string package_name(const Project& project) {
    std::string out;
    for (const char c : project.name) {
        const auto letter = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        if ((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9')) {
            out += letter;
        } else if (!out.empty() && !is_sign(out.back())) {
            out += is_sign(letter) ? letter : '_';
        }
    }
    while (!out.empty() && is_sign(out.back())) {
        out.pop_back();
    }
    if (!out.empty()) {
        out.insert(0, project.group == Group::libraries ? "library/" : "drupal/");
    }
    return out;
}

std::optional<std::string_view> dist_type(std::string_view url) {
    using Type = std::pair<std::string_view, std::string_view>;
    constexpr std::array types{Type{".zip", "zip"},     Type{".tar", "tar"}, Type{".tar.gz", "tar"},
                               Type{".tgz", "tar"},     Type{".tbz", "tar"}, Type{".tbz2", "tar"},
                               Type{".tar.bz2", "tar"}, Type{".txz", "xz"},  Type{".tar.xz", "xz"},
                               Type{".rar", "rar"},     Type{".gz", "gzip"}, Type{".7z", ""},
                               Type{".tar.zst", ""}};
    const auto path = url.substr(0, url.find_first_of("?#"));
    for (const auto& [extension, type] : types) {
        if (path.ends_with(extension)) {
            return type.empty() ? std::nullopt : std::optional(type);
        }
    }
    return "file";
}

std::optional<std::string> drupal_requirement(const Project& project) {
    if (is_release(project)) {
        return composer_constraint(text_of(project.version));
    }
    if (project.group == Group::libraries || project.download->type.text != "git"
        || !is_on_drupal_org(*project.download)) {
        return std::nullopt;
    }
    const auto& download = *project.download;
    if (!text_of(download.tag).empty()) {
        return composer_constraint(text_of(download.tag));
    }
    auto branch = composer_branch(text_of(download.branch));
    if (branch && !text_of(download.revision).empty()) {
        *branch += fmt::format("#{}", text_of(download.revision));
    }
    return branch;
}

std::string repository_of(const Project& project) {
    const auto url = project.download ? text_of(project.download->url) : std::string_view();
    return url.empty() ? fmt::format("https://git.drupalcode.org/project/{}.git", project.name)
                       : std::string(url);
}

std::string_view reference_of(const Download& download) {
    for (const auto* chosen : {&download.revision, &download.tag, &download.branch, &download.refspec}) {
        if (!text_of(*chosen).empty()) {
            return text_of(*chosen);
        }
    }
    return "HEAD";
}

}  // namespace slipway::write

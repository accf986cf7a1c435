#include "composer_place.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <map>
#include <utility>

namespace slipway::write {

namespace {

using makefile::Group;
using makefile::Project;
using makefile::Text;

constexpr std::string_view package_variable = "{$name}";  // what Composer puts a package's name for

std::string_view text_or(const std::optional<Text>& text, std::string_view otherwise) {
    return text && !text->text.empty() ? std::string_view(text->text) : otherwise;
}

std::string joined(std::initializer_list<std::string_view> parts) {
    std::string out = "web";
    for (const auto part : parts) {
        out += part.empty() ? "" : "/";
        out += part;
    }
    return out;
}

std::string_view default_base(int core_major) { return core_major < 8 ? "sites/all" : ""; }

std::string path_of(const Project& project, std::string_view type, int core_major) {
    const auto base = text_or(project.contrib_destination, default_base(core_major));
    const auto subdir = text_or(project.subdir, "");
    const auto directory = text_or(project.directory_name, project.name);
    const auto name = directory == project.name ? package_variable : directory;
    if (type == "profile") {
        return joined({text_or(project.destination, "profiles"), subdir, name});
    }
    if (type == "library") {
        return joined({base, text_or(project.destination, "libraries"), subdir, name});
    }
    return joined({base, type == "theme" ? "themes" : "modules", subdir, name});
}

}  // namespace

std::string type_of(const Project& project) {
    if (project.group == Group::libraries) {
        return "library";
    }
    std::string type(text_or(project.type, project.name == "drupal" ? "core" : "module"));
    std::ranges::transform(type, type.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return type;
}

std::string InstallerPaths::add(const Project& project, std::string package) {
    auto type = type_of(project);
    auto path = path_of(project, type, core_major_);
    auto directory = path;
    if (directory.ends_with(package_variable)) {
        directory.resize(directory.size() - package_variable.size());
        directory += package.substr(package.find('/') + 1);
    }
    placed_.push_back({.type = std::move(type), .path = std::move(path), .package = std::move(package)});
    return directory;
}

std::string InstallerPaths::usual_path(std::string_view type) const {
    std::map<std::string_view, std::size_t> counts;
    for (const auto& placed : placed_) {
        // A path without the variable is one package's own.
        counts[placed.path] += placed.type == type && placed.path.ends_with(package_variable) ? 1U : 0U;
    }
    const auto most =
        std::ranges::max_element(counts, {}, [](const auto& counted) { return counted.second; });
    if (most != counts.end() && most->second > 0) {
        return std::string(most->first);
    }
    const auto base = type == "profile" ? std::string_view() : default_base(core_major_);
    return joined({base, type == "library" ? "libraries" : std::string(type) + "s", package_variable});
}

std::vector<InstallerPaths::Directory> InstallerPaths::directories() const {
    constexpr std::array<std::string_view, 4> types{"module", "theme", "profile", "library"};
    std::vector<Directory> out;
    std::vector<Directory> usual;
    std::map<std::string_view, std::size_t> index;
    for (const auto type : types) {
        usual.push_back({.path = usual_path(type), .packages = {"type:drupal-" + std::string(type)}});
    }
    for (const auto& placed : placed_) {
        const auto type = static_cast<std::size_t>(std::ranges::find(types, placed.type) - types.begin());
        if (type < types.size() && usual[type].path == placed.path) {
            continue;
        }
        const auto [at, added] = index.emplace(placed.path, out.size());
        if (added) {
            out.push_back({.path = placed.path, .packages = {}});
        }
        out[at->second].packages.push_back(placed.package);
    }
    out.insert(out.end(), usual.begin(), usual.end());
    return out;
}

}  // namespace slipway::write

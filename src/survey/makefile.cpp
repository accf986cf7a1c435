#include "slipway/survey/makefile.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace slipway::survey {

namespace {

using document::Kind;
using document::Map;
using document::Value;

void put(Map& map, std::string_view key, std::string_view text) {
    map.set({key, {}}, Value(Kind::text, text, {}));
}

void put(Map& map, std::string_view key, Map inner) {
    Value value{SourceSpan{}};
    value.map() = std::move(inner);
    map.set({key, {}}, std::move(value));
}

bool is_tracked(const std::string& name, const VersionTracking& tracking) {
    const auto names = [&name](const std::vector<std::string>& list) {
        return std::ranges::find(list, name) != list.end();
    };
    if (tracking.excluded && tracking.excluded->empty()) {
        return names(tracking.included);
    }
    if (tracking.excluded) {
        return !names(*tracking.excluded);
    }
    return tracking.included.empty() || names(tracking.included);
}

// As a makefile says it: "1.2" for "7.x-1.2", "1.x-dev" for the snapshot "7.x-1.2+5-dev".
std::string version_in_makefile(std::string version, const std::string& core) {
    if (version.starts_with(core + '-')) {
        version.erase(0, core.size() + 1);
    }
    if (version.ends_with("-dev") && version.find('+') != std::string::npos) {
        const auto dot = version.rfind('.');
        version = version.substr(0, dot) + ".x-dev";
    }
    return version;
}

Map patch_list(const std::vector<std::string>& patches) {
    Map list;
    for (const auto& patch : patches) {
        put(list, std::to_string(list.size()), patch);
    }
    return list;
}

// The directory in which a platform keeps projects of a type: "sites/all" and "modules" of
// "sites/all/modules/contrib/views".
struct Place {
    std::string base;
    std::string subdir;
    std::string directory;
};

Place place_of(const Project& project) {
    const auto kind = project.type + 's';
    const auto begin =
        project.path.starts_with(kind + '/') ? std::size_t{0} : project.path.find('/' + kind + '/');
    Place place;
    if (begin == std::string::npos) {
        place.directory = project.path.substr(project.path.rfind('/') + 1);
        return place;
    }
    place.base = project.path.substr(0, begin);
    const auto below = project.path.substr(begin + (begin == 0 ? 0 : 1) + kind.size() + 1);
    const auto slash = below.rfind('/');
    place.subdir = slash == std::string::npos ? std::string() : below.substr(0, slash);
    place.directory = slash == std::string::npos ? below : below.substr(slash + 1);
    return place;
}

Map checkout_download(const std::string& url, const std::string& branch, const std::string& commit) {
    Map download;
    put(download, "type", "git");
    put(download, "url", url);
    if (!branch.empty()) {
        put(download, "branch", branch);
    }
    if (!commit.empty()) {
        put(download, "revision", commit);
    }
    return download;
}

class Writer {
public:
    Writer(const Platform& platform, const VersionTracking& tracking)
        : platform_(platform),
          tracking_(tracking),
          base_(platform.core == "6.x" || platform.core == "7.x" || platform.core == "5.x" ? "sites/all"
                                                                                           : "") {}

    write::DrushMakefile write() && {
        out_.remarks = platform_.remarks;
        put(out_.data, "core", platform_.core);
        put(out_.data, "api", "2");
        add_core();
        for (const auto& project : platform_.projects) {
            if (project.origin != Project::Origin::custom) {
                add(project);
            }
        }
        put(out_.data, "projects", std::move(projects_));
        for (const auto& library : platform_.libraries) {
            add(library);
        }
        if (!libraries_.empty()) {
            put(out_.data, "libraries", std::move(libraries_));
        }
        return std::move(out_);
    }

private:
    void add_core() {
        Map core;
        if (!platform_.core_version.empty() && is_tracked("drupal", tracking_)) {
            put(core, "version", platform_.core_version);
        }
        if (!platform_.core_patches.empty()) {
            put(core, "patch", patch_list(platform_.core_patches));
        }
        add_entry("drupal", "core", std::move(core));
    }

    void add(const Project& project) {
        Map entry;
        const bool tracked = is_tracked(project.name, tracking_);
        if (!project.status_url.empty()) {
            put(entry, "location", project.status_url);
        }
        if (project.origin == Project::Origin::checkout && project.type != "module") {
            put(entry, "type", project.type);
        }
        add_place(entry, project);
        if (project.origin == Project::Origin::checkout) {
            put(entry, "download",
                checkout_download(project.url, project.branch, tracked ? project.commit : std::string()));
        } else if (tracked && !project.version.empty()) {
            put(entry, "version", version_in_makefile(project.version, platform_.core));
        }
        if (!project.patches.empty()) {
            put(entry, "patch", patch_list(project.patches));
        }
        if (projects_.find(project.name) != nullptr) {  // a makefile has one entry for a name
            out_.remarks.push_back(fmt::format("{} is in {}, too", project.name, project.path));
            return;
        }
        add_entry(project.name, project.type, std::move(entry));
    }

    void add_place(Map& entry, const Project& project) const {
        const auto place = place_of(project);
        if (project.type != "profile" && place.base != base_) {
            put(entry, "contrib_destination", place.base.empty() ? "." : place.base);
        }
        if (!place.subdir.empty()) {
            put(entry, "subdir", place.subdir);
        }
        if (place.directory != project.name) {
            put(entry, "directory_name", place.directory);
        }
    }

    void add_entry(const std::string& name, std::string type, Map entry) {
        if (entry.empty()) {
            entry.set({"version", {}}, Value(Kind::null_constant, "", {}));
        }
        put(projects_, name, std::move(entry));
        out_.types[name] = std::move(type);
    }

    void add(const Library& library) {
        Map entry;
        if (!library.url.empty()) {
            put(entry, "download",
                checkout_download(library.url, library.branch,
                                  is_tracked(library.name, tracking_) ? library.commit : std::string()));
        } else {
            Map download;
            put(download, "type", "");
            put(download, "url", "");
            put(entry, "directory_name", library.name);
            put(entry, "download", std::move(download));
            out_.to_fill_in.insert("libraries/" + library.name);
        }
        put(libraries_, library.name, std::move(entry));
    }

    const Platform& platform_;
    const VersionTracking& tracking_;
    std::string base_;
    Map projects_;
    Map libraries_;
    write::DrushMakefile out_;
};

}  // namespace

write::DrushMakefile to_makefile(const Platform& platform, const VersionTracking& tracking) {
    return Writer(platform, tracking).write();
}

}  // namespace slipway::survey

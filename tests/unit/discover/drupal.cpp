#include "drupal.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <optional>
#include <set>
#include <string_view>

namespace slipway::test::drupal {

namespace {

std::string join(const std::string& directory, const std::string& name) {
    return directory.empty() ? name : directory + "/" + name;
}

// The names in a directory, in the order of readdir() of a file system that sorts them.
std::set<std::string> readdir(const Files& files, const std::string& directory) {
    std::set<std::string> out;
    const auto prefix = directory.empty() ? "" : directory + "/";
    for (auto at = files.lower_bound(prefix); at != files.end() && at->first.starts_with(prefix); ++at) {
        const auto rest = at->first.substr(prefix.size());
        out.insert(rest.substr(0, rest.find('/')));
    }
    return out;
}

bool is_dir(const Files& files, const std::string& path) {
    const auto at = files.lower_bound(path + "/");
    return at != files.end() && at->first.starts_with(path + "/");
}

using Found = std::map<std::string, std::string>;  // name to path
using Mask = std::function<bool(const std::string&)>;

// array_merge(): what the second says wins.
Found merged(Found first, const Found& second) {
    for (const auto& [name, path] : second) {
        first[name] = path;
    }
    return first;
}

Found file_scan_directory(
    const Files& files, const std::string& dir, const Mask& mask, int core, int min_depth, int depth = 0) {
    Found found;
    for (const auto& name : readdir(files, dir)) {
        const bool no = core == 6 ? name == "CVS" : name.ends_with(".") || name.ends_with("CVS");
        if (no || name[0] == '.') {
            continue;
        }
        const auto uri = join(dir, name);
        if (is_dir(files, uri)) {
            found = merged(file_scan_directory(files, uri, mask, core, min_depth, depth + 1), found);
        } else if (depth >= min_depth && mask(name)) {
            found[name.substr(0, name.rfind('.'))] = uri;
        }
    }
    return found;
}

std::string dirname(const std::string& path) {
    return path.find('/') == std::string::npos ? "" : path.substr(0, path.rfind('/'));
}

Found drupal_system_listing(const Files& files,
                            const std::string& suffix,
                            const std::string& directory,
                            int core,
                            const std::string& profile,
                            int min_depth) {
    const Mask mask = [&](const std::string& name) {
        const auto stem = name.size() > suffix.size() ? name.substr(0, name.size() - suffix.size()) : "";
        const auto is_word = [](char c) {
            return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
        };
        return name.ends_with(suffix) && !stem.empty()
               && (core == 6
                   || (std::ranges::all_of(stem, is_word)
                       && std::isdigit(static_cast<unsigned char>(stem[0])) == 0));
    };
    Found found;
    for (const auto& dir : {directory, "profiles/" + profile + "/" + directory, "sites/all/" + directory,
                            "sites/default/" + directory}) {
        auto more = file_scan_directory(files, dir, mask, core, min_depth);
        std::erase_if(more, [&](const auto& entry) {
            const auto info = files.find(join(dirname(entry.second), entry.first + ".info"));
            return core == 7 && found.contains(entry.first) && info != files.end()
                   && !info->second.text.empty() && info->second.text != "7.x";
        });
        found = merged(found, more);
    }
    return found;
}

void add(Listing& out, const std::string& kind, const Found& found) {
    for (const auto& [name, path] : found) {
        out[{kind, name}] = dirname(path);
    }
}

Listing discover_files(const Files& files, int core, const std::string& profile) {
    Listing out;
    auto modules = drupal_system_listing(files, ".module", "modules", core, profile, 0);
    std::erase_if(modules, [&](const auto& entry) {
        return !files.contains(join(dirname(entry.second), entry.first + ".info"));
    });
    add(out, "module", modules);
    add(out, "theme", drupal_system_listing(files, ".info", "themes", core, profile, 1));
    add(out, "theme engine", drupal_system_listing(files, ".engine", "themes/engines", core, profile, 1));
    return out;
}

struct InfoFile {
    std::string name;
    std::string type;
    std::string pathname;
    std::string subpath;
    int origin;
};

bool accept_directory(const std::string& subpath, const std::string& name) {
    static const std::set<std::string> allowed = {"profiles", "modules", "themes"};
    static const std::set<std::string> skipped = {"src",      "lib",      "vendor", "assets", "css",
                                                  "files",    "images",   "js",     "misc",   "templates",
                                                  "includes", "fixtures", "Drupal", "tests"};
    if (name[0] == '.') {
        return false;
    }
    if (subpath.empty()) {
        return allowed.contains(name);
    }
    if (name == "config") {
        return join(subpath, name).ends_with("modules/config");
    }
    return !skipped.contains(name);
}

void scan_directory(const Files& files,
                    const std::string& dir,
                    const std::string& subpath,
                    int origin,
                    std::vector<InfoFile>& out) {
    const auto here = join(dir, subpath);
    const std::string suffix = ".info.yml";
    for (const auto& name : readdir(files, subpath.empty() ? dir : here)) {
        const auto path = subpath.empty() ? join(dir, name) : join(here, name);
        if (is_dir(files, path)) {
            if (accept_directory(subpath, name)) {
                scan_directory(files, dir, subpath.empty() ? name : join(subpath, name), origin, out);
            }
        } else if (name.ends_with(suffix) && name[0] != '.') {
            const auto stem = name.substr(0, name.size() - suffix.size());
            if (const auto& type = files.at(path).text;
                !type.empty() && stem.find('-') == std::string::npos) {
                out.push_back({stem, type, path, subpath, origin});
            }
        }
    }
}

Listing discover_info_yml(const Files& files, const std::string& profile) {
    std::vector<InfoFile> all;
    scan_directory(files, "core", "", 0, all);
    scan_directory(files, "sites/all", "", 2, all);
    scan_directory(files, "", "", 3, all);
    scan_directory(files, "sites/default", "", 5, all);
    // The profile's own path: of all profiles of that name, the last.
    std::string profile_path;
    std::pair<int, std::string> best{-1, ""};
    for (const auto& file : all) {
        const int weight = file.subpath.starts_with("profiles") ? 1 : file.origin;
        if (file.type == "profile" && file.name == profile && std::pair(weight, file.pathname) > best) {
            best = {weight, file.pathname};
            profile_path = dirname(file.pathname);
        }
    }
    std::vector<std::tuple<int, std::string, InfoFile>> sorted;
    for (const auto& file : all) {
        if (file.type == "profile") {
            continue;
        }
        if (!file.subpath.starts_with("profiles")) {
            sorted.emplace_back(file.origin, file.pathname, file);
        } else if (!profile_path.empty() && dirname(file.pathname).starts_with(profile_path)) {
            sorted.emplace_back(1, file.pathname, file);
        }
    }
    std::ranges::sort(sorted, [](const auto& a, const auto& b) {
        return std::tie(std::get<0>(a), std::get<1>(a)) < std::tie(std::get<0>(b), std::get<1>(b));
    });
    Listing out;
    for (const auto& [weight, path, file] : sorted) {
        out[{file.type == "theme_engine" ? "theme engine" : file.type, file.name}] = dirname(path);
    }
    return out;
}

void add_libraries(const Files& files, int core, const std::string& profile, Listing& out) {
    const auto own = "profiles/" + profile + "/libraries";
    const auto order =
        core < 8
            ? std::vector<std::string>{"libraries", own, "sites/all/libraries", "sites/default/libraries"}
            : std::vector<std::string>{own, "sites/all/libraries", "libraries", "sites/default/libraries"};
    for (const auto& dir : order) {
        for (const auto& name : readdir(files, dir)) {
            if (name != "CVS" && name[0] != '.' && is_dir(files, join(dir, name))) {
                out[{"library", name}] = join(dir, name);
            }
        }
    }
}

}  // namespace

void place(Files& platform, const std::string& path, const Files& project) {
    if (!path.empty()) {
        std::erase_if(platform, [&](const auto& entry) { return entry.first.starts_with(path + "/"); });
    }
    for (const auto& [name, file] : project) {
        platform[join(path, name)] = file;
    }
}

Listing discover(const Files& platform, int core_major, const std::string& profile) {
    auto out =
        core_major < 8 ? discover_files(platform, core_major, profile) : discover_info_yml(platform, profile);
    add_libraries(platform, core_major, profile, out);
    return out;
}

std::string identity(const Files& platform,
                     const std::pair<std::string, std::string>& extension,
                     const std::string& directory) {
    std::string out;
    for (auto at = platform.lower_bound(directory + "/");
         at != platform.end() && at->first.starts_with(directory + "/"); ++at) {
        const auto name = at->first.substr(directory.size() + 1);
        if (extension.first == "library" || name.starts_with(extension.second + ".")) {
            out += name + "=" + at->second.origin + "\n";
        }
    }
    return out;
}

}  // namespace slipway::test::drupal

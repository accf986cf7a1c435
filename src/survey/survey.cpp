#include "slipway/survey/survey.hpp"

#include "core.hpp"
#include "files.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/git/checkout.hpp>
#include <slipway/makefile/parse.hpp>
#include <slipway/sys/file.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

namespace slipway::survey {

namespace {

namespace fs = std::filesystem;
using document::Map;

constexpr int deepest = 16;  // directories below modules
constexpr std::size_t longest_remark = 200;

std::string text_at(const Map& map, std::string_view key) {
    const auto* value = map.find(key);
    return value == nullptr || value->is_map() ? std::string() : std::string(trimmed(value->text()));
}

// What PATCHES.txt says: "- " and the patch as its author wrote it. One that lies beside it by that name is
// where the platform has it.
std::vector<std::string> patches_in(const fs::path& directory) {
    std::vector<std::string> patches;
    const auto text = text_of(directory / "PATCHES.txt").value_or("");
    for (std::string_view rest = text; !rest.empty();) {
        const auto end = std::min(rest.find('\n'), rest.size());
        const auto line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (!line.starts_with("- ")) {
            continue;
        }
        std::string patch(trimmed(line.substr(2)));
        const bool beside = patch.find('/') == std::string::npos && text_of(directory / patch).has_value();
        patches.push_back(beside ? "file://" + (directory / patch).native() : std::move(patch));
    }
    return patches;
}

class Surveyor {
public:
    explicit Surveyor(fs::path root) : root_(std::move(root)) {}

    Result<Platform> survey() && {
        const auto core = core_of(root_);
        if (!core) {
            return Error(ErrorKind::not_found, fmt::format("there is no Drupal in {}", root_.native()))
                .with_help("name the directory of a platform: the one that index.php is in");
        }
        platform_.core = core->compatibility;
        platform_.core_version = core->version;
        platform_.core_patches = patches_in(root_);
        for (const auto& base : bases()) {
            visit_base(base);
        }
        visit_profiles();
        std::ranges::sort(platform_.projects, {}, &Project::path);
        for (const auto& directory : library_directories_) {
            add_libraries(directory);
        }
        std::ranges::sort(platform_.libraries, {}, &Library::path);
        return std::move(platform_);
    }

private:
    bool keeps_contrib_in_root() const {
        return platform_.core != "5.x" && platform_.core != "6.x" && platform_.core != "7.x";
    }

    // Where modules, themes and libraries are: "sites/all", "sites/example.org", from Drupal 8 on the root.
    std::vector<std::string> bases() const {
        std::vector<std::string> out;
        if (keeps_contrib_in_root()) {
            out.emplace_back();
        }
        for (const auto& site : list(root_ / "sites").directories) {
            out.push_back("sites/" + site);
        }
        return out;
    }

    static std::string below(const std::string& base, std::string_view name) {
        return base.empty() ? std::string(name) : fmt::format("{}/{}", base, name);
    }

    void visit_base(const std::string& base) {
        visit(below(base, "modules"), "module", 0);
        visit(below(base, "themes"), "theme", 0);
        library_directories_.push_back(below(base, "libraries"));
    }

    void visit_profiles() {
        const std::set<std::string_view> of_core = {"default", "standard", "minimal",   "testing",
                                                    "expert",  "README",   "demo_umami"};
        for (const auto& name : list(root_ / "profiles").directories) {
            const auto path = "profiles/" + name;
            const auto found = list(root_ / path).files;
            const bool described = std::ranges::any_of(
                found, [](const std::string& file) { return is_info(file) || file.ends_with(".profile"); });
            if (!of_core.contains(name) && described) {
                add_project(path, "profile", found);
            }
            visit_base(path);
        }
    }

    // A directory that describes an extension is a project's, with all below it that is not another's.
    void visit(const std::string& path, const std::string& type, int depth, const std::string& within = {}) {
        if (depth == deepest) {
            return;
        }
        const auto listing = list(root_ / path);
        auto project = within;
        if (depth > 0 && std::ranges::any_of(listing.files, is_info)) {
            const auto named = stamped_name(path, listing.files);
            if (within.empty() || (!named.empty() && named != within)) {
                project = add_project(path, type, listing.files);
            }
        }
        for (const auto& name : listing.directories) {
            visit(fmt::format("{}/{}", path, name), type, depth + 1, project);
        }
    }

    // What the packaging of drupal.org, or of Drush, wrote into the .info files of a release.
    std::string stamped_name(const std::string& path, const std::vector<std::string>& files) const {
        for (const auto& file : files) {
            if (is_info(file)) {
                if (auto name = text_at(info_of(root_ / path / file), "project"); !name.empty()) {
                    return name;
                }
            }
        }
        return {};
    }

    // Gives its name.
    std::string add_project(const std::string& path,
                            const std::string& type,
                            const std::vector<std::string>& files) {
        Project project{.name = path.substr(path.rfind('/') + 1),
                        .type = type,
                        .version = {},
                        .path = path,
                        .status_url = {}};
        for (const auto& file : files) {
            const auto info = is_info(file) ? info_of(root_ / path / file) : Map();
            if (auto name = text_at(info, "project"); !name.empty()) {
                project.name = std::move(name);
                project.version = text_at(info, "version");
                project.status_url = text_at(info, "project status url");
                project.origin = Project::Origin::release;
                break;
            }
        }
        if (project.name == "drupal") {  // core's own, which core brings
            return project.name;
        }
        read_checkout(project);
        project.patches = patches_in(root_ / path);
        if (project.origin == Project::Origin::custom) {
            remark(fmt::format("{} is the site's own {}: no release and no repository is named for it", path,
                               type));
        }
        read_makefiles(path, project.name, type);
        platform_.projects.push_back(project);
        return project.name;
    }

    void read_checkout(Project& project) {
        const auto checkout = git::read_checkout(root_ / project.path);
        if (!checkout) {
            remark(fmt::format("{}: {}", project.path, checkout.error().to_string()));
        } else if (*checkout && !(*checkout)->url.empty()) {
            project.origin = Project::Origin::checkout;
            project.url = (*checkout)->url;
            project.branch = (*checkout)->branch;
            project.commit = (*checkout)->commit;
        }
    }

    // What a project's own makefile brings is built with the project. Only the names of libraries count: of
    // projects it is better to know the exact version.
    void read_makefiles(const std::string& path, const std::string& name, const std::string& type) {
        const auto base = type == "profile" ? path : base_of(path, type);
        for (const auto& file : {name + ".make.yml", name + ".make", std::string("drupal-org.make.yml"),
                                 std::string("drupal-org.make")}) {
            if (auto text = text_of(root_ / path / file)) {
                read_libraries(file, *std::move(text), base);
                return;
            }
        }
    }

    void read_libraries(const std::string& file, std::string text, const std::string& base) {
        SourceMap sources;
        Diagnostics ignored;
        const auto document =
            makefile::parse(sources.add(file, std::move(text)), sources, document::Mode::drush, ignored);
        const auto* libraries = document ? document->root.find("libraries") : nullptr;
        if (libraries == nullptr || !libraries->is_map()) {
            return;
        }
        for (const auto& library : libraries->map().entries()) {
            const auto named =
                library.value.is_map() ? text_at(library.value.map(), "directory_name") : std::string();
            brought_.insert(below(base, "libraries/" + (named.empty() ? library.key.text.str() : named)));
        }
    }

    static std::string base_of(const std::string& path, const std::string& type) {
        const auto kind = type + "s/";
        const auto at = path.find('/' + kind);
        return path.starts_with(kind) || at == std::string::npos ? std::string() : path.substr(0, at);
    }

    void add_libraries(const std::string& directory) {
        for (const auto& name : list(root_ / directory).directories) {
            const auto path = fmt::format("{}/{}", directory, name);
            if (brought_.contains(path)) {
                continue;
            }
            const auto* const usual = keeps_contrib_in_root() ? "libraries" : "sites/all/libraries";
            if (directory != usual) {
                remark(
                    fmt::format("the library {} is not in {}: no makefile can place it there", path, usual));
                continue;
            }
            Library library{.name = name, .path = path};
            if (const auto checkout = git::read_checkout(root_ / path); checkout && *checkout) {
                library.url = (*checkout)->url;
                library.branch = (*checkout)->branch;
                library.commit = (*checkout)->commit;
            }
            platform_.libraries.push_back(std::move(library));
        }
    }

    // One line that can be a comment, whatever a directory is called.
    void remark(std::string text) {
        text.resize(std::min(text.size(), longest_remark));
        std::ranges::replace_if(
            text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }, '?');
        platform_.remarks.push_back(std::move(text));
    }

    fs::path root_;
    Platform platform_;
    std::vector<std::string> library_directories_;
    std::set<std::string> brought_;  // libraries, by path
};

}  // namespace

Result<Platform> survey(const fs::path& root) {
    std::error_code error;
    auto path = fs::canonical(root, error);
    if (error) {
        return errno_error(error.value(), root, "read");
    }
    return Surveyor(std::move(path)).survey();
}

}  // namespace slipway::survey

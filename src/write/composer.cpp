#include "slipway/write/composer.hpp"

#include "composer_losses.hpp"
#include "composer_package.hpp"
#include "composer_place.hpp"
#include "composer_version.hpp"
#include "unwritable.hpp"

#include <slipway/diag/utf8.hpp>
#include <slipway/document/document.hpp>

#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace slipway::write {

namespace {

using Json = nlohmann::ordered_json;
using makefile::Group;
using makefile::Makefile;
using makefile::Project;

// Adds a member that an object does not have. (Any other way looks through all members first.)
void append(Json& object, std::string key, Json value) {
    static_cast<Json::object_t::Container&>(object.get_ref<Json::object_t&>())
        .emplace_back(std::move(key), std::move(value));
}

// Whether Composer's installers know a type of projects.
bool is_installable(std::string_view type) {
    return type == "core" || type == "module" || type == "theme" || type == "profile" || type == "library";
}

class Converter {
public:
    explicit Converter(const Makefile& makefile)
        : makefile_(makefile), major_(makefile.core_major()), paths_(major_) {}

    Written run() && {
        for (const auto& project : makefile_.projects) {
            if (type_of(project) == "core") {
                add_core(project);
            } else {
                add(project);
            }
        }
        for (const auto& library : makefile_.libraries) {
            add(library);
        }
        if (!has_core_) {
            require_core(fmt::format("{}.*", major_));
        }
        report_losses(makefile_, problems_);
        auto out = document();
        check_utf8(out, "");
        return {.text = out.dump(4, ' ', false, Json::error_handler_t::replace) + "\n",
                .problems = std::move(problems_)};
    }

private:
    void report(const Project& project, std::string message) {
        problems_.push_back(problem_of(project, {}, project.span, std::move(message)));
    }

    bool is_drupal_7() const { return major_ < 8; }

    void add_core(const Project& project) {
        if (has_core_) {
            report(project, "Composer installs one core: this one is left out");
            return;
        }
        const auto constraint = drupal_requirement(project);
        if (!constraint && !is_release(project)) {  // not drupal.org's
            has_core_ = add(project);
            return;
        }
        if (!constraint) {
            report(project, "Composer cannot say this version of the core: any will do");
        } else if (project.name != "drupal") {
            report(project, "Composer has no release of this core: Drupal's takes its place");
        }
        require_core(constraint.value_or("*") == "*" ? fmt::format("{}.*", major_) : *constraint);
        add_patches(project, is_drupal_7() ? "drupal/drupal" : "drupal/core");
        report_losses(project, problems_);
    }

    void require_core(const std::string& constraint) {
        has_core_ = true;
        require(is_drupal_7() ? "drupal/drupal" : "drupal/core", constraint);
        if (!is_drupal_7()) {
            require("drupal/core-composer-scaffold", constraint);
        }
    }

    // False if there is a package of this name already.
    bool require(const std::string& package, std::string constraint) {
        const bool added = required_.insert(package).second;
        if (added) {
            append(require_, package, std::move(constraint));
        }
        return added;
    }

    // False if it is left out.
    bool add(const Project& project) {
        const auto type = type_of(project);
        const auto package = package_name(project);
        if (!is_installable(type) || package.empty()) {
            report(project, "Composer has no packages of this kind: it is left out");
            return false;
        }
        const auto drupal = drupal_requirement(project);
        auto definition = drupal ? Json() : definition_of(project);
        if (!drupal && definition.is_null()) {
            return false;
        }
        const auto version = is_composer_version(text_of(project.version))
                                 ? std::string(text_of(project.version))
                                 : "dev-makefile";
        if (!require(package, drupal.value_or(version))) {
            report(project, "there is a package of this name already: this one is left out");
            return false;
        }
        if (!drupal) {
            Json named{{"name", package}, {"version", version}, {"type", "drupal-" + type}};
            named.update(definition);
            packages_.push_back({{"type", "package"}, {"package", std::move(named)}});
        }
        if (type != "core") {
            auto directory = paths_.add(project, package);
            if (type == "profile") {
                profiles_.push_back(std::move(directory));
            }
        }
        add_patches(project, package);
        report_losses(project, problems_);
        return true;
    }

    // Where a package of our own comes from; null if Composer cannot fetch it.
    Json definition_of(const Project& project) {
        if (is_release(project)) {
            report(project, "Composer cannot say this version: the project is left out");
            return {};
        }
        if (!project.download) {
            report(project, "it has no download: it is left out");
            return {};
        }
        const auto& download = *project.download;
        const auto& type = download.type.text;
        if (type == "git") {
            return {
                {"source",
                 {{"type", "git"}, {"url", repository_of(project)}, {"reference", reference_of(download)}}}};
        }
        const auto kind = dist_type(text_of(download.url));
        if ((type != "get" && type != "file") || !kind) {
            report(project, "Composer cannot fetch this: it is left out");
            return {};
        }
        Json dist{{"type", *kind}, {"url", text_of(download.url)}};
        if (const auto sha1 = download.checksums.find("sha1"); sha1 != download.checksums.end()) {
            dist["shasum"] = sha1->second.text;
        }
        return {{"dist", std::move(dist)}};
    }

    // The author's keys describe the patches; where they are indices, the files' names do.
    void add_patches(const Project& project, const std::string& package) {
        auto patches = Json::object();
        std::unordered_set<std::string> descriptions;
        std::size_t count = 1;
        for (const auto& patch : project.patches) {
            const auto& url = patch.url.text;
            const bool described = !patch.key.empty() && !document::is_index(patch.key);
            auto description = described ? patch.key : url.substr(url.find_last_of('/') + 1);
            if (!descriptions.insert(description).second) {
                description += fmt::format(" ({})", ++count);
                descriptions.insert(description);
            }
            append(patches, std::move(description), url);
        }
        if (!patches.empty()) {
            append(patches_, package, std::move(patches));
        }
    }

    Json document() {
        auto repositories = std::move(packages_);
        repositories.push_back(
            {{"type", "composer"},
             {"url", is_drupal_7() ? "https://packages.drupal.org/7" : "https://packages.drupal.org/8"}});
        Json require{{"composer/installers", "^1.9 || ^2.0"}};
        if (!patches_.empty()) {
            append(require, "cweagans/composer-patches", "^1.7");
        }
        if (is_drupal_7()) {
            append(require, "derhasi/composer-preserve-paths", "^0.1");
        }
        Json plugins = Json::object();
        for (const auto& [plugin, constraint] : require.items()) {
            append(plugins, plugin, true);
        }
        if (!is_drupal_7()) {
            append(plugins, "drupal/core-composer-scaffold", true);
        }
        for (auto& [package, constraint] : require_.items()) {
            append(require, package, std::move(constraint));
        }
        return {{"type", "project"},
                {"repositories", std::move(repositories)},
                {"require", std::move(require)},
                {"minimum-stability", "dev"},
                {"prefer-stable", true},
                {"config", {{"allow-plugins", std::move(plugins)}}},
                {"extra", extra()}};
    }

    Json extra() {
        Json directories{{is_drupal_7() ? "web" : "web/core", Json::array({"type:drupal-core"})}};
        for (auto& directory : paths_.directories()) {
            append(directories, std::move(directory.path), std::move(directory.packages));
        }
        Json out{{"installer-paths", std::move(directories)}};
        if (is_drupal_7()) {
            // Composer removes all of the core's directory before it installs another version.
            auto preserved =
                Json::array({"web/sites/all/libraries", "web/sites/all/modules", "web/sites/all/themes",
                             "web/sites/default/files", "web/sites/default/settings.php"});
            for (auto& profile : profiles_) {
                preserved.push_back(std::move(profile));
            }
            append(out, "preserve-paths", std::move(preserved));
        } else {
            append(out, "drupal-scaffold", {{"locations", {{"web-root", "web/"}}}});
        }
        if (!patches_.empty()) {
            append(out, "patches", std::move(patches_));
        }
        return out;
    }

    // JSON is UTF-8; other bytes are replaced in the text. At most as deep as document() makes it.
    void check_utf8(const Json& json, std::string_view name) {
        const bool bad_text =
            json.is_string() && first_non_utf8(json.get_ref<const std::string&>()) != std::string_view::npos;
        if (bad_text || first_non_utf8(name) != std::string_view::npos) {
            problems_.push_back({.path = shown_path({name}),
                                 .span = {},
                                 .message = "this is not UTF-8, which JSON must be: bytes are replaced"});
        }
        if (json.is_structured()) {
            for (const auto& [key, value] : json.items()) {
                check_utf8(value, json.is_object() ? std::string_view(key) : name);
            }
        }
    }

    const Makefile& makefile_;
    int major_;
    InstallerPaths paths_;
    std::unordered_set<std::string> required_;
    Json require_ = Json::object();
    Json packages_ = Json::array();
    Json patches_ = Json::object();
    std::vector<std::string> profiles_;  // their directories, which in Drupal 7 are among the core's
    std::vector<Problem> problems_;
    bool has_core_ = false;
};

}  // namespace

Written to_composer(const Makefile& makefile) {
    if (makefile.core_major() < 7) {
        return {.text = {},
                .problems = {{.path = "core",
                              .span = makefile.core_span,
                              .message = "there are no Composer packages for Drupal before 7"}}};
    }
    return Converter(makefile).run();
}

}  // namespace slipway::write

#include "slipway/write/from_composer.hpp"

#include <fmt/core.h>

#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace slipway::write {

namespace {

using Json = nlohmann::ordered_json;
using document::Kind;
using document::Map;
using document::Value;

void put(Map& map, std::string key, std::string text) {
    map.set({std::move(key), {}}, Value(Kind::text, std::move(text), {}));
}

std::string text_at(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

const Json& at(const Json& object, const char* key) {
    static const Json nothing = Json::object();
    const auto found = object.find(key);
    return found != object.end() && found->is_structured() ? *found : nothing;
}

bool is_commit_id(const std::string& text) {
    return (text.size() == 40 || text.size() == 64)
           && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// The makefile's type of a package that is Drupal's; empty for all others.
std::string drupal_type(const Json& package) {
    const auto type = text_at(package, "type");
    const bool known = type == "drupal-core" || type == "drupal-theme" || type == "drupal-module"
                       || type == "drupal-profile";
    return known && text_at(package, "name").starts_with("drupal/") ? type.substr(7) : std::string();
}

// "7.67" for Composer's "7.67.0"; from Drupal 8 on they are the same.
std::string core_tag(const std::string& version) {
    return version.starts_with("7.") && version.ends_with(".0") ? version.substr(0, version.size() - 2)
                                                                : version;
}

Map download_of(const Json& package, const std::string& type) {
    const auto& source = at(package, "source");
    const auto& dist = at(package, "dist");
    Map download;
    if (text_at(source, "url").empty()) {
        put(download, "type", "get");
        put(download, "url", text_at(dist, "url"));
        if (const auto sum = text_at(dist, "shasum"); !sum.empty()) {
            put(download, "sha1", sum);
        }
        return download;
    }
    put(download, "type", text_at(source, "type").empty() ? "git" : text_at(source, "type"));
    put(download, "url", text_at(source, "url"));
    const auto version = text_at(package, "version");
    const auto reference = text_at(source, "reference");
    if (type == "library" || is_commit_id(reference)) {
        if (type == "library" || version.starts_with("dev-")) {
            put(download, "branch", version.starts_with("dev-") ? version.substr(4) : version);
        }
        put(download, "revision", reference);
    } else {
        put(download, "tag", reference.empty() && type == "core" ? core_tag(version) : reference);
    }
    return download;
}

Value project_of(const Json& package, const std::string& type) {
    Value project{SourceSpan{}};
    put(project.map(), "type", type);
    Value download{SourceSpan{}};
    download.map() = download_of(package, type);
    project.map().set({"download", {}}, std::move(download));
    Value patches{SourceSpan{}};
    for (const auto& patch : at(at(package, "extra"), "patches_applied")) {
        if (patch.is_string()) {
            put(patches.map(), std::to_string(patches.map().size()), patch.get<std::string>());
        }
    }
    if (!patches.map().empty()) {
        project.map().set({"patch", {}}, std::move(patches));
    }
    return project;
}

class Converter {
public:
    Result<DrushMakefile> convert(const Json& lock, const Json& json) {
        for (const auto& package : at(lock, "packages")) {
            if (package.is_object()) {
                add(package, at(json, "require"));
            }
        }
        if (core_.empty()) {
            return Error(ErrorKind::unsupported, "composer.lock has no package of the type drupal-core")
                .with_help("a makefile is for one core: require drupal/core or drupal/drupal");
        }
        return finished();
    }

private:
    void add(const Json& package, const Json& required) {
        auto type = drupal_type(package);
        const auto name = text_at(package, "name");
        if (type.empty()) {
            const auto kind = text_at(package, "type");
            if (kind != "composer-plugin" && kind != "metapackage" && required.contains(name)) {
                libraries_.map().set({name, {}}, project_of(package, "library"));
            }
            return;
        }
        auto project = project_of(package, type);
        if (type == "core") {
            const auto version = text_at(package, "version");
            core_ = version.substr(0, version.find('.')) + ".x";
        } else if (type == "profile") {
            put(project.map(), "subdir", "");  // Drupal finds a profile right below profiles alone
        }
        // By type, as the headings of a makefile have it.
        auto& group = groups_[type == "core" ? 0 : type == "module" ? 1 : type == "theme" ? 2 : 3];
        group.emplace_back(type == "core" ? "drupal" : name.substr(name.find('/') + 1), std::move(project));
        types_[group.back().first] = type;
    }

    DrushMakefile finished() {
        DrushMakefile out;
        put(out.data, "core", core_);
        put(out.data, "api", "2");
        Value preset{SourceSpan{}};
        put(preset.map(), "subdir", "contrib");
        Value defaults{SourceSpan{}};
        defaults.map().set({"projects", {}}, std::move(preset));
        out.data.set({"defaults", {}}, std::move(defaults));
        Value projects{SourceSpan{}};
        for (auto& group : groups_) {
            for (auto& [name, project] : group) {
                projects.map().set({name, {}}, std::move(project));
            }
        }
        out.data.set({"projects", {}}, std::move(projects));
        out.data.set({"libraries", {}}, std::move(libraries_));
        out.types = std::move(types_);
        return out;
    }

    std::string core_;
    std::array<std::vector<std::pair<std::string, Value>>, 4> groups_;
    std::map<std::string, std::string> types_;
    Value libraries_{SourceSpan{}};
};

Result<Json> parsed(std::string_view text, const char* name) {
    auto json = Json::parse(text, nullptr, false);
    if (json.is_discarded() || !json.is_object()) {
        return Error(ErrorKind::corrupt, fmt::format("{} is no JSON object", name));
    }
    return json;
}

}  // namespace

Result<DrushMakefile> from_composer(std::string_view lock, std::string_view json) {
    const auto packages = SLIPWAY_TRY(parsed(lock, "composer.lock"));
    const auto project = SLIPWAY_TRY(parsed(json, "composer.json"));
    return Converter().convert(packages, project);
}

}  // namespace slipway::write

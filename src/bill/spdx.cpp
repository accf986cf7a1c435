// SPDX 2.3, JSON.

#include "names.hpp"

#include <slipway/bill/bill.hpp>

#include <fmt/core.h>

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace slipway::bill {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* no_assertion = "NOASSERTION";
constexpr const char* document_id = "SPDXRef-DOCUMENT";
constexpr const char* platform_id = "SPDXRef-Platform";
constexpr std::size_t digits_of_id = 16;

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
}

// Of letters, digits, points and dashes; what else is written in a name becomes a dash.
std::string identifier(std::string_view prefix, std::string_view name) {
    std::string out(prefix);
    for (const char c : name) {
        out += is_plain(c) ? c : '-';
    }
    return out;
}

// Names may be the same once written so: the digest of the whole tells them apart.
std::string id_of(std::string_view kind, std::string_view name, std::string_view ref) {
    return fmt::format("{}-{}", identifier(fmt::format("SPDXRef-{}-", kind), name),
                       sha256(ref).hex().substr(0, digits_of_id));
}

Json checksums_of(const lock::Content& content) {
    return Json::array({{{"algorithm", "SHA256"}, {"checksumValue", content.sha256.hex()}}});
}

class Document {
public:
    Document(const Bill& bill, const Origin& origin) : bill_(bill), origin_(origin), refs_(refs_of(bill)) {
        for (std::size_t i = 0; i < refs_.size(); ++i) {
            ids_.push_back(id_of("Package", bill.components[i].entry.name, refs_[i]));
        }
    }

    std::string write() {
        add_platform();
        for (std::size_t i = 0; i < ids_.size(); ++i) {
            add_component(i);
        }
        Json json = {{"spdxVersion", "SPDX-2.3"},
                     {"dataLicense", "CC0-1.0"},
                     {"SPDXID", document_id},
                     {"name", fmt::format("{}-{}", platform_name, bill_.lock.platform.hex())},
                     {"documentNamespace",
                      fmt::format("https://spdx.org/spdxdocs/{}-{}", platform_name, uuid_of(bill_.lock))},
                     {"creationInfo",
                      {{"created", date_text(origin_.time.value_or(0))},
                       {"creators", Json::array({fmt::format("Tool: slipway-{}", origin_.tool_version)})}}},
                     {"packages", std::move(packages_)},
                     {"relationships", std::move(relationships_)}};
        if (!named_licences_.empty()) {
            auto& list = json["hasExtractedLicensingInfos"] = Json::array();
            for (const auto& [id, name] : named_licences_) {
                list.push_back({{"licenseId", id},
                                {"name", name},
                                {"extractedText", fmt::format("stated as '{}', without a text", name)}});
            }
        }
        return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
    }

private:
    static Json package(const std::string& id, std::string_view name, const std::string& version) {
        Json json = {{"name", name}, {"SPDXID", id}};
        if (!version.empty()) {
            json["versionInfo"] = version;
        }
        return json;
    }

    // What has to be there, and is not known.
    static void close(Json& json, const std::string& location) {
        json["downloadLocation"] = location.empty() ? no_assertion : location;
        json["filesAnalyzed"] = false;
        json["licenseConcluded"] = no_assertion;
        json["copyrightText"] = no_assertion;
    }

    void relate(const std::string& from, const char* type, const std::string& to) {
        relationships_.push_back(
            {{"spdxElementId", from}, {"relationshipType", type}, {"relatedSpdxElement", to}});
    }

    void add_platform() {
        auto json = package(platform_id, platform_name, bill_.lock.platform.hex());
        close(json, "");
        json["licenseDeclared"] = no_assertion;
        json["primaryPackagePurpose"] = "APPLICATION";
        std::string missing;
        for (const auto& name : bill_.lock.missing) {
            missing += fmt::format("{}{}", missing.empty() ? "Done without: " : ", ", name);
        }
        if (!missing.empty()) {
            json["comment"] = missing;
        }
        packages_.push_back(std::move(json));
        relate(document_id, "DESCRIBES", platform_id);
    }

    void add_licence(Json& json, const Licence& licence) {
        if (!licence.name.empty()) {
            const auto id = fmt::format("{}-{}", identifier("LicenseRef-", licence.name),
                                        sha256(licence.name).hex().substr(0, digits_of_id));
            named_licences_[id] = licence.name;
            json["licenseDeclared"] = id;
        } else {
            json["licenseDeclared"] = licence.expression.empty() ? no_assertion : licence.expression;
        }
        std::string comment = licence.basis.empty() ? "" : "By " + licence.basis;
        for (std::size_t i = 0; i < licence.found.size(); ++i) {
            comment += fmt::format("{}{}", i == 0 ? ", which do not say which of these holds: " : ", ",
                                   licence.found[i]);
        }
        if (!comment.empty()) {
            json["licenseComments"] = comment;
        }
    }

    static std::string comment_of(const Component& component) {
        const auto& entry = component.entry;
        auto text =
            fmt::format("{}; tree {}; source tree {}", entry.type, entry.tree.hex(), entry.source.tree.hex());
        for (const auto& asker : entry.asked_by) {
            text += fmt::format("; asked for by {}", text_of(asker));
        }
        if (!component.version_basis.empty()) {
            text += fmt::format("; version by {}", component.version_basis);
        }
        for (const auto& module : component.unmet) {
            text += fmt::format("; needs {}, which is not in the platform", module);
        }
        return text + (component.was_read ? "" : "; its files were not read");
    }

    void add_component(std::size_t at) {
        const auto& component = bill_.components[at];
        const auto& entry = component.entry;
        auto json = package(ids_[at], entry.name, component.version);
        json["packageFileName"] = entry.path.empty() ? "." : entry.path;
        json["supplier"] = component.supplier.empty() ? std::string(no_assertion)
                                                      : fmt::format("Organization: {}", component.supplier);
        close(json, location_of(entry.source));
        if (entry.source.content) {
            json["checksums"] = checksums_of(*entry.source.content);
        }
        add_licence(json, component.licence);
        json["externalRefs"] = Json::array({{{"referenceCategory", "PACKAGE-MANAGER"},
                                             {"referenceType", "purl"},
                                             {"referenceLocator", component.purl}}});
        if (!component.cpe.empty()) {
            json["externalRefs"].push_back({{"referenceCategory", "SECURITY"},
                                            {"referenceType", "cpe23Type"},
                                            {"referenceLocator", component.cpe}});
        }
        json["primaryPackagePurpose"] = entry.type == "core" ? "FRAMEWORK" : "LIBRARY";
        json["comment"] = comment_of(component);
        packages_.push_back(std::move(json));
        relate(platform_id, "CONTAINS", ids_[at]);
        for (const auto other : component.depends_on) {
            relate(ids_[at], "DEPENDS_ON", ids_[other]);
        }
        add_patches(at);
        add_parts(at);
    }

    void add_patches(std::size_t at) {
        std::size_t number = 0;
        for (const auto& [patch, text] : bill_.components[at].patches) {
            const auto name = file_name(patch.url);
            const auto id = id_of("Patch", name, fmt::format("{} {} {}", refs_[at], ++number, patch.url));
            auto json = package(id, name, "");
            close(json, is_address(patch.url) ? patch.url : "");
            json["checksums"] = checksums_of(patch.content);
            json["licenseDeclared"] = no_assertion;
            json["primaryPackagePurpose"] = "SOURCE";
            json["comment"] = fmt::format("applied as number {}: {}", number, patch.url);
            packages_.push_back(std::move(json));
            relate(id, "PATCH_FOR", ids_[at]);
        }
    }

    void add_parts(std::size_t at) {
        const auto& component = bill_.components[at];
        for (const auto& bundled : component.bundled) {
            const auto id = id_of("Bundled", bundled.name,
                                  fmt::format("{} {} {}", refs_[at], bundled.path, bundled.purl));
            auto json = package(id, bundled.name, bundled.version);
            close(json, "");
            add_licence(json, bundled.licence);
            json["externalRefs"] = Json::array({{{"referenceCategory", "PACKAGE-MANAGER"},
                                                 {"referenceType", "purl"},
                                                 {"referenceLocator", bundled.purl}}});
            json["comment"] = fmt::format("listed in {}", bundled.path);
            packages_.push_back(std::move(json));
            relate(ids_[at], "CONTAINS", id);
        }
        for (const auto& translation : component.entry.translations) {
            if (!translation.content) {
                continue;  // there was none
            }
            const auto id =
                id_of("Translation", translation.language, fmt::format("{} {}", refs_[at], translation.url));
            auto json = package(id, file_name(translation.url), "");
            close(json, is_address(translation.url) ? translation.url : "");
            json["checksums"] = checksums_of(*translation.content);
            json["licenseDeclared"] = no_assertion;
            json["primaryPackagePurpose"] = "OTHER";
            json["comment"] = fmt::format("translation: {}", translation.language);
            packages_.push_back(std::move(json));
            relate(ids_[at], "CONTAINS", id);
        }
    }

    const Bill& bill_;
    const Origin& origin_;
    std::vector<std::string> refs_;
    std::vector<std::string> ids_ = {};
    Json packages_ = Json::array();
    Json relationships_ = Json::array();
    std::map<std::string, std::string> named_licences_ = {};  // by identifier
};

}  // namespace

std::string to_spdx(const Bill& bill, const Origin& origin) { return Document(bill, origin).write(); }

}  // namespace slipway::bill

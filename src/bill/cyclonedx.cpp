// CycloneDX 1.6, JSON.

#include "names.hpp"

#include <slipway/bill/bill.hpp>

#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace slipway::bill {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* platform_ref = "platform";

Json property(std::string_view name, std::string value) {
    return {{"name", fmt::format("slipway:{}", name)}, {"value", std::move(value)}};
}

Json hashes_of(const Digest& sha256) {
    return Json::array({{{"alg", "SHA-256"}, {"content", sha256.hex()}}});
}

// Every identifier and name as it is understood by all: one of SPDX's has an id, an expression is alone.
Json licences_of(const Licence& licence) {
    if (!licence.name.empty()) {
        return Json::array({{{"license", {{"name", licence.name}, {"acknowledgement", "declared"}}}}});
    }
    if (licence.expression.find(' ') != std::string::npos || licence.expression.starts_with('(')) {
        return Json::array({{{"expression", licence.expression}, {"acknowledgement", "declared"}}});
    }
    return Json::array({{{"license", {{"id", licence.expression}, {"acknowledgement", "declared"}}}}});
}

// What was found, but does not say which of it holds: statements by name, texts by id.
Json found_licences(const Licence& licence) {
    auto list = Json::array();
    for (const auto& found : licence.found) {
        list.push_back({{"license", {{"name", found}}}});
    }
    return list;
}

void add_licence(Json& component, const Licence& licence) {
    if (!licence.expression.empty() || !licence.name.empty()) {
        component["licenses"] = licences_of(licence);
    }
}

Json references_of(const Component& component) {
    auto list = Json::array();
    const auto& source = component.entry.source;
    const bool is_file = source.content.has_value();
    if (is_address(source.url)) {
        Json reference = {{"type", is_file ? "distribution" : "vcs"}, {"url", source.url}};
        if (!is_file && !source.commit.empty()) {
            reference["comment"] = fmt::format("at {}", source.commit);
        }
        if (is_file) {
            reference["hashes"] = hashes_of(source.content->sha256);
        }
        list.push_back(std::move(reference));
    }
    if (component.supplier == "drupal.org") {
        list.push_back({{"type", "website"},
                        {"url", fmt::format("https://www.drupal.org/project/{}", component.entry.name)}});
    }
    return list;
}

Json patch_of(const AppliedPatch& patch) {
    Json diff = Json::object();
    if (patch.text) {
        diff["text"] = {{"contentType", "text/x-diff"}, {"content", *patch.text}};
    }
    if (is_address(patch.patch.url)) {
        diff["url"] = patch.patch.url;
    }
    return {{"type", "unofficial"}, {"diff", std::move(diff)}};
}

// The ancestor is what was downloaded; what was done to it follows.
Json pedigree_of(const Component& component, const std::string& ref) {
    const auto& entry = component.entry;
    Json ancestor = {{"type", "library"}, {"bom-ref", ref + ":source"}, {"name", entry.name}};
    if (!component.version.empty()) {
        ancestor["version"] = component.version;
    }
    if (entry.source.content) {
        ancestor["hashes"] = hashes_of(entry.source.content->sha256);
    }
    ancestor["purl"] = component.purl;
    ancestor["properties"] = Json::array({property("tree", entry.source.tree.hex())});
    Json out = {{"ancestors", Json::array({std::move(ancestor)})}, {"patches", Json::array()}};
    std::string notes;
    for (const auto& patch : component.patches) {
        out["patches"].push_back(patch_of(patch));
        notes += fmt::format("{}{} (sha256 {})", notes.empty() ? "" : "; ", patch.patch.url,
                             patch.patch.content.sha256.hex());
    }
    out["notes"] = "Patches, in the order in which they were applied: " + notes;
    return out;
}

Json properties_of(const Component& component) {
    const auto& entry = component.entry;
    auto list = Json::array({property("type", entry.type), property("tree", entry.tree.hex()),
                             property("source-tree", entry.source.tree.hex())});
    for (const auto& asker : entry.asked_by) {
        list.push_back(property("asked-by", text_of(asker)));
    }
    const auto add = [&list](std::string_view name, const std::string& value) {
        if (!value.empty()) {
            list.push_back(property(name, value));
        }
    };
    add("commit", entry.source.commit);
    add("version-basis", component.version_basis);
    add("licence-basis", component.licence.basis);
    for (const auto& module : component.unmet) {
        add("unmet-dependency", module);
    }
    add("files-read", component.was_read ? "" : "false");
    return list;
}

Json nested_of(const Component& component, const std::string& ref) {
    auto list = Json::array();
    std::size_t number = 0;
    for (const auto& bundled : component.bundled) {
        Json json = {{"type", "library"},
                     {"bom-ref", fmt::format("{}:bundled:{}", ref, ++number)},
                     {"name", bundled.name},
                     {"version", bundled.version}};
        add_licence(json, bundled.licence);
        json["purl"] = bundled.purl;
        json["evidence"] = {{"occurrences", Json::array({{{"location", bundled.path}}})}};
        list.push_back(std::move(json));
    }
    for (const auto& translation : component.entry.translations) {
        if (!translation.content) {
            continue;  // there was none
        }
        Json json = {{"type", "data"},
                     {"bom-ref", fmt::format("{}:translation:{}", ref, ++number)},
                     {"name", file_name(translation.url)},
                     {"description", fmt::format("translation: {}", translation.language)},
                     {"hashes", hashes_of(translation.content->sha256)}};
        if (is_address(translation.url)) {
            json["externalReferences"] = Json::array({{{"type", "distribution"}, {"url", translation.url}}});
        }
        list.push_back(std::move(json));
    }
    return list;
}

Json component_of(const Component& component, const std::string& ref) {
    const auto& entry = component.entry;
    Json json = {{"type", entry.type == "core" ? "framework" : "library"}, {"bom-ref", ref}};
    if (!component.supplier.empty()) {
        json["supplier"] = {{"name", component.supplier}, {"url", Json::array({"https://www.drupal.org"})}};
        json["group"] = "drupal";
    }
    json["name"] = entry.name;
    if (!component.version.empty()) {
        json["version"] = component.version;
    }
    if (entry.source.content) {
        json["hashes"] = hashes_of(entry.source.content->sha256);
    }
    add_licence(json, component.licence);
    if (!component.cpe.empty()) {
        json["cpe"] = component.cpe;
    }
    json["purl"] = component.purl;
    if (!component.patches.empty()) {
        json["pedigree"] = pedigree_of(component, ref);
    }
    json["externalReferences"] = references_of(component);
    if (auto nested = nested_of(component, ref); !nested.empty()) {
        json["components"] = std::move(nested);
    }
    Json evidence = {{"occurrences", Json::array({{{"location", entry.path.empty() ? "." : entry.path}}})}};
    if (auto found = found_licences(component.licence); !found.empty()) {
        evidence["licenses"] = std::move(found);
    }
    json["evidence"] = std::move(evidence);
    json["properties"] = properties_of(component);
    return json;
}

Json metadata_of(const Bill& bill, const Origin& origin) {
    Json json = Json::object();
    if (origin.time) {
        json["timestamp"] = date_text(*origin.time);
    }
    json["lifecycles"] = Json::array({{{"phase", "build"}}});
    json["tools"]["components"] =
        Json::array({{{"type", "application"}, {"name", "slipway"}, {"version", origin.tool_version}}});
    json["component"] = {{"type", "application"},
                         {"bom-ref", platform_ref},
                         {"name", platform_name},
                         {"version", bill.lock.platform.hex()}};
    auto& properties = json["component"]["properties"] = Json::array();
    properties.push_back(property("core", bill.lock.core));
    for (const auto& missing : bill.lock.missing) {
        properties.push_back(property("missing", missing));
    }
    return json;
}

Json dependencies_of(const Bill& bill, const std::vector<std::string>& refs) {
    auto list = Json::array({{{"ref", platform_ref}, {"dependsOn", refs}}});
    for (std::size_t i = 0; i < refs.size(); ++i) {
        auto needed = Json::array();
        for (const auto other : bill.components[i].depends_on) {
            needed.push_back(refs[other]);
        }
        list.push_back({{"ref", refs[i]}, {"dependsOn", std::move(needed)}});
    }
    return list;
}

}  // namespace

std::string to_cyclonedx(const Bill& bill, const Origin& origin) {
    const auto refs = refs_of(bill);
    Json json = {{"$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json"},
                 {"bomFormat", "CycloneDX"},
                 {"specVersion", "1.6"},
                 {"serialNumber", "urn:uuid:" + uuid_of(bill.lock)},
                 {"version", 1},
                 {"metadata", metadata_of(bill, origin)},
                 {"components", Json::array()}};
    for (std::size_t i = 0; i < refs.size(); ++i) {
        json["components"].push_back(component_of(bill.components[i], refs[i]));
    }
    json["dependencies"] = dependencies_of(bill, refs);
    const auto* const whole = bill.lock.missing.empty() ? "complete" : "incomplete";
    json["compositions"] = Json::array({{{"aggregate", whole}, {"assemblies", Json::array({platform_ref})}}});
    if (!refs.empty()) {
        json["compositions"].push_back({{"aggregate", "unknown"}, {"assemblies", refs}});
    }
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace slipway::bill

#include "fields.hpp"
#include "inheritance.hpp"
#include "keys.hpp"
#include "readers.hpp"
#include "requirements.hpp"

#include <slipway/diag/slugs.hpp>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace slipway::manifest {

namespace {

using document::Map;
using document::Value;
using makefile::Text;

// A name that is a key of the list and has a truth value is Profiler's way to switch a module on or off.
bool has_switches(const Map& data) {
    const auto* const list = data.find("dependencies");
    return list != nullptr && list->is_map()
           && std::ranges::any_of(list->map().entries(), [](const Map::Entry& entry) {
                  const auto& value = entry.value;
                  return !is_listed(entry) && !value.is_map() && (value.is_falsy() || value.text() == "1");
              });
}

bool has_profiler_components(const Map& data) {
    constexpr std::array components{"users", "nodes", "terms", "variables"};
    return base_named_by(data) || has_switches(data) || data.find("theme") != nullptr
           || std::ranges::any_of(components, [&](std::string_view name) {
                  const auto* const value = data.find(name);
                  return value != nullptr && value->is_map();
              });
}

Text whole_key(const document::Key& key) { return {key.text.str(), key.span}; }

std::vector<Text> split_roles(const Text& roles) {
    std::vector<Text> out;
    for (std::string_view rest = roles.text; !rest.empty();) {
        const auto comma = rest.find(',');
        auto role = rest.substr(0, comma);
        role.remove_prefix(std::min(role.find_first_not_of(" \t"), role.size()));
        role = role.substr(0, role.find_last_not_of(" \t") + 1);
        if (!role.empty()) {
            out.push_back({std::string(role), roles.span});
        }
        rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
    }
    return out;
}

// Calls `visit` with each entry of data[component] that is a map itself.
template <class Visit>
void for_each_component(const Map& data, std::string_view component, Visit visit) {
    const auto* const value = data.find(component);
    if (value == nullptr || !value->is_map()) {
        return;
    }
    for (const auto& entry : value->map().entries()) {
        if (entry.value.is_map()) {
            visit(entry.key, entry.value.map());
        }
    }
}

void add_mention(ExtensionType type, std::optional<Text> name, Manifest& manifest) {
    if (name) {
        manifest.mentions.push_back({type, std::move(*name)});
    }
}

void read_components(document::Reporter& reporter, Manifest& manifest) {
    const auto& data = manifest.data;
    const Fields fields(data, reporter);
    add_mention(ExtensionType::theme, fields.text("theme"), manifest);
    if (const auto* const variables = data.find("variables"); variables != nullptr && variables->is_map()) {
        const Fields values(variables->map(), reporter);
        add_mention(ExtensionType::theme, values.text("theme_default"), manifest);
        add_mention(ExtensionType::theme, values.text("admin_theme"), manifest);
    }
    for_each_component(data, "terms", [&](const document::Key&, const Map& term) {
        add_mention(ExtensionType::module, Fields(term, reporter).text("vocab_module"), manifest);
    });
    for_each_component(data, "users", [&](const document::Key& key, const Map& map) {
        const Fields user(map, reporter);
        const auto roles = user.text("roles");
        manifest.users.push_back({.key = whole_key(key),
                                  .name = user.text("name"),
                                  .mail = user.text("mail"),
                                  .roles = roles ? split_roles(*roles) : std::vector<Text>{}});
    });
}

// Open Atrium 2 names several, for a patched core; Profiler reads none of them.
void report_ignored_base(const Map& data, document::Reporter& reporter) {
    const auto* const entry = data.find_entry("base");
    if (entry == nullptr || !entry->value.is_map()) {
        return;
    }
    reporter.warning({.slug = slug::ignored_base,
                      .span = entry->key.span,
                      .message = "Profiler ignores a 'base' that is a list: nothing of it is installed",
                      .notes = {},
                      .help = "write base = PROFILE, if the profile is installed by Profiler"});
}

void read_fields(document::Reporter& reporter, Manifest& manifest) {
    const Fields fields(manifest.data, reporter);
    manifest.name = fields.text("name");
    manifest.description = fields.text("description");
    manifest.core = fields.text("core");
    manifest.core_version_requirement = fields.text("core_version_requirement");
    manifest.version = fields.text("version");
    manifest.type = fields.text("type");
    manifest.php = fields.text("php");
    manifest.hidden = fields.flag("hidden");
    manifest.exclusive = fields.flag("exclusive");
    manifest.files = fields.texts("files");
    if (auto name = fields.text("distribution_name")) {
        manifest.distribution = Distribution{.name = std::move(*name)};
    }
    if (auto base = base_named_by(manifest.data)) {
        manifest.base = Base{.name = std::move(*base)};
    }
}

}  // namespace

bool read_info(FileId file,
               const Reading& reading,
               SourceMap& sources,
               document::Reporter& reporter,
               Manifest& manifest) {
    auto data = read_with_bases(file, manifest.profile, reading.base_of, sources, reporter);
    if (!data) {
        return false;
    }
    manifest.data = std::move(*data);
    document::Reporter own(reading.policy, reporter.diagnostics(), file);
    read_fields(own, manifest);
    manifest.uses_profiler = has_profiler_components(manifest.data);
    if (manifest.uses_profiler) {
        read_components(own, manifest);
    }
    const ListReader reader{.core = manifest.core ? std::string_view(manifest.core->text) : reading.core,
                            .sources = sources,
                            .reporter = own,
                            .file = file};
    manifest.uses_profiler ? add_reduced_dependencies(reader, manifest)
                           : add_list("dependencies", ListedUnder::dependencies, reader, manifest);
    check_bare_names(reader, manifest);
    check_known_keys(manifest, own);
    check_info(file, manifest, own);
    report_ignored_base(manifest.data, own);
    return true;
}

}  // namespace slipway::manifest

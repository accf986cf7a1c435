#include "fields.hpp"
#include "keys.hpp"
#include "readers.hpp"
#include "requirements.hpp"

#include <slipway/makefile/parse.hpp>

#include <optional>
#include <utility>

namespace slipway::manifest {

namespace {

using makefile::Text;

void read_distribution(const Fields& fields, document::Reporter& reporter, Manifest& manifest) {
    const auto* const map = fields.map("distribution");
    if (map == nullptr) {
        return;
    }
    const Fields distribution(*map, reporter);
    const auto* const entry = manifest.data.find_entry("distribution");
    manifest.distribution =
        Distribution{.name = distribution.text("name").value_or(Text{"", entry->key.span}),
                     .langcode = distribution.text("langcode")};
    const auto* const install = distribution.map("install");
    if (install == nullptr) {
        return;
    }
    const Fields installer(*install, reporter);
    manifest.distribution->theme = installer.text("theme");
    manifest.distribution->finish_url = installer.text("finish_url");
    if (manifest.distribution->theme) {
        manifest.mentions.push_back({ExtensionType::theme, *manifest.distribution->theme});
    }
}

// A name, or a map with a name and what is left out of that profile.
void read_base(const Fields& fields, document::Reporter& reporter, Manifest& manifest) {
    const auto* const value = manifest.data.find("base profile");
    if (value == nullptr) {
        return;
    }
    if (!value->is_map()) {
        if (auto name = fields.text("base profile")) {
            manifest.base = Base{.name = std::move(*name)};
        }
        return;
    }
    const Fields base(value->map(), reporter);
    if (auto name = base.text("name")) {
        manifest.base = Base{.name = std::move(*name),
                             .excluded_dependencies = base.texts("excluded_dependencies"),
                             .excluded_themes = base.texts("excluded_themes")};
    }
}

}  // namespace

bool read_info_yml(FileId file,
                   const Reading& reading,
                   SourceMap& sources,
                   document::Reporter& reporter,
                   Manifest& manifest) {
    auto document =
        makefile::parse(file, sources, reading.policy, reporter.diagnostics(), makefile::Format::yaml);
    if (!document) {
        return false;
    }
    manifest.data = std::move(document->root);
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
    manifest.themes = fields.texts("themes");
    read_distribution(fields, reporter, manifest);
    read_base(fields, reporter, manifest);
    const ListReader reader{.core = reading.core.empty() ? "8.x" : std::string_view(reading.core),
                            .sources = sources,
                            .reporter = reporter,
                            .file = file};
    add_list("dependencies", ListedUnder::dependencies, reader, manifest);
    add_list("install", ListedUnder::install, reader, manifest);
    check_known_keys(manifest, reporter);
    check_info_yml(file, manifest, reporter);
    return true;
}

}  // namespace slipway::manifest

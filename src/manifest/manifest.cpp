#include "slipway/manifest/manifest.hpp"

#include "readers.hpp"

#include <slipway/base/assert.hpp>
#include <slipway/diag/slugs.hpp>

#include <fmt/core.h>

#include <array>
#include <cstddef>
#include <utility>

namespace slipway::manifest {

namespace {

// No manifest is a thousandth of this; what is larger is something else by mistake.
constexpr std::size_t largest_text = std::size_t{16} << 20U;

struct Extension {
    std::string_view text;
    ManifestKind kind;
};

constexpr std::array extensions{Extension{".info.yml", ManifestKind::info_yml},
                                Extension{".info", ManifestKind::info},
                                Extension{".profile", ManifestKind::php}};

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

const Extension* extension_of(std::string_view path) {
    const auto name = file_name(path);
    for (const auto& extension : extensions) {
        if (name.size() > extension.text.size() && name.ends_with(extension.text)) {
            return &extension;
        }
    }
    return nullptr;
}

bool read(
    FileId file, const Reading& reading, SourceMap& sources, Diagnostics& diagnostics, Manifest& manifest) {
    document::Reporter reporter(reading.policy, diagnostics);
    if (sources[file].text.size() > largest_text) {
        reporter.error({.slug = slug::file_too_large,
                        .span = SourceSpan{.file = file, .begin = 0, .end = 0},
                        .message = fmt::format("a manifest is at most {} MiB large", largest_text >> 20U),
                        .notes = {},
                        .help = {}});
        return false;
    }
    switch (reading.kind) {
        case ManifestKind::info: return read_info(file, reading, sources, reporter, manifest);
        case ManifestKind::info_yml: return read_info_yml(file, reading, sources, reporter, manifest);
        case ManifestKind::php: return read_php(file, reading, sources, reporter, manifest);
    }
    SLIPWAY_ASSERT(false, "a manifest is of some kind");
}

}  // namespace

std::optional<ManifestKind> manifest_kind_of(std::string_view path) {
    const auto* const extension = extension_of(path);
    return extension == nullptr ? std::nullopt : std::optional(extension->kind);
}

std::string_view profile_name_of(std::string_view path) {
    auto name = file_name(path);
    if (const auto* const extension = extension_of(path)) {
        name.remove_suffix(extension->text.size());
    }
    return name;
}

std::optional<Manifest> read_manifest(FileId file,
                                      const Reading& reading,
                                      SourceMap& sources,
                                      Diagnostics& diagnostics) {
    Manifest manifest{.kind = reading.kind, .profile = std::string(profile_name_of(sources[file].name))};
    return read(file, reading, sources, diagnostics, manifest) ? std::optional(std::move(manifest))
                                                               : std::nullopt;
}

}  // namespace slipway::manifest

#include "fields.hpp"
#include "php_hooks.hpp"
#include "readers.hpp"
#include "requirements.hpp"

#include <slipway/diag/slugs.hpp>

#include <fmt/core.h>

#include <string>
#include <string_view>
#include <utility>

namespace slipway::manifest {

namespace {

constexpr std::string_view modules_key = "modules";

void report_dynamic(const PhpArray& array, std::string_view consequence, document::Reporter& reporter) {
    for (const auto& place : array.dynamic) {
        reporter.warning({.slug = slug::dynamic_php,
                          .span = place,
                          .message = fmt::format("this has to be run to be known: {}", consequence),
                          .notes = {},
                          .help = "write the array out, with a text for every element"});
    }
}

}  // namespace

bool read_php(FileId file,
              const Reading& reading,
              SourceMap& sources,
              document::Reporter& reporter,
              Manifest& manifest) {
    auto hooks = read_php_hooks(file, manifest.profile, sources, reporter);
    if (hooks.details) {
        report_dynamic(*hooks.details, "slipway does not know this part of the profile's description",
                       reporter);
        manifest.data = std::move(hooks.details->elements);
        const Fields fields(manifest.data, reporter);
        manifest.name = fields.text("name");
        manifest.description = fields.text("description");
    }
    if (!hooks.modules) {
        return true;
    }
    report_dynamic(*hooks.modules, "slipway does not know which modules the profile installs", reporter);
    manifest.is_complete = hooks.modules->dynamic.empty();
    const SourceSpan begin{.file = file, .begin = 0, .end = 0};
    document::Value modules(begin);
    modules.map() = std::move(hooks.modules->elements);
    manifest.data.set({std::string(modules_key), begin}, std::move(modules));
    const ListReader reader{.core = reading.core.empty() ? "6.x" : std::string_view(reading.core),
                            .sources = sources,
                            .reporter = reporter,
                            .file = file};
    add_list(modules_key, ListedUnder::modules, reader, manifest);
    check_bare_names(reader, manifest);
    return true;
}

}  // namespace slipway::manifest

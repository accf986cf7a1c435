#include "extensions.hpp"

#include "attributes.hpp"

#include <slipway/diag/slugs.hpp>
#include <slipway/document/nearest.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace slipway::makefile {

namespace {

using document::Map;
using document::Reporter;

constexpr std::array<std::string_view, 1> extensions = {"fuzz"};

void report_unknown(const Map::Entry& entry, Reporter& reporter) {
    const auto name = entry.key.text.view();
    const auto meant = document::nearest(name, extensions);
    reporter.warning({.slug = slug::unknown_attribute,
                      .span = entry.key.span,
                      .message = fmt::format("slipway has no extension '{}'", name),
                      .notes = {},
                      .help = fmt::format("there is one called '{}'", meant.value_or(extensions.front()))});
}

void read_fuzz(const Map& written, Makefile& makefile, Reporter& reporter) {
    std::vector<std::string_view> known;
    for (const auto* group : {&makefile.projects, &makefile.libraries}) {
        for (const auto& project : *group) {
            known.push_back(project.key);
        }
    }
    for (auto& name : AttributeReader(written, reporter).texts("fuzz")) {
        if (std::ranges::find(known, name.text) == known.end()) {
            const auto meant = document::nearest(name.text, known);
            reporter.warning(
                {.slug = slug::unknown_attribute,
                 .span = name.span,
                 .message = fmt::format("there is no project or library '{}' whose patches could have fuzz",
                                        name.text),
                 .notes = {},
                 .help = meant ? std::optional(fmt::format("there is one called '{}'", *meant))
                               : std::optional<std::string>("remove it")});
        }
        makefile.fuzz.insert(std::move(name.text));
    }
}

}  // namespace

void read_extensions(const Map& root, Makefile& makefile, Reporter& reporter) {
    const auto* ours = root.find("slipway");
    if (ours == nullptr) {
        return;
    }
    if (!ours->is_map()) {
        reporter.warning({.slug = slug::unknown_attribute,
                          .span = ours->span(),
                          .message = "'slipway' has extensions, and no value of its own",
                          .notes = {},
                          .help = "write slipway[fuzz][] = PROJECT if its patches may ignore context"});
        return;
    }
    for (const auto& entry : ours->map().entries()) {
        if (std::ranges::find(extensions, entry.key.text.view()) == extensions.end()) {
            report_unknown(entry, reporter);
        }
    }
    read_fuzz(ours->map(), makefile, reporter);
}

}  // namespace slipway::makefile

#include "makefile_options.hpp"

#include <slipway/diag/slugs.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace slipway::build {

namespace {

// What PHP takes for true.
bool is_set(const std::string& text) { return !text.empty() && text != "0"; }

using Apply = void (*)(const std::string& value, Options& options);

struct Known {
    std::string_view name;
    Apply apply;
};

constexpr std::array<Known, 4> known_options{{
    {"no-core",
     [](const std::string& value, Options& options) { options.core = options.core && !is_set(value); }},
    {"no-recursion", [](const std::string& value,
                        Options& options) { options.recursion = options.recursion && !is_set(value); }},
    {"no-patch-txt", [](const std::string& value,
                        Options& options) { options.patches_txt = options.patches_txt && !is_set(value); }},
    {"contrib-destination",
     [](const std::string& value, Options& options) {
         if (options.contrib_destination.empty()) {
             options.contrib_destination = value;
         }
     }},
}};

}  // namespace

Options with_options_of(const makefile::Makefile& makefile, Options options, Diagnostics& diagnostics) {
    for (const auto& option : makefile.options) {
        const auto* const found = std::ranges::find(known_options, option.first, &Known::name);
        if (found != known_options.end()) {
            found->apply(option.second.text, options);
            continue;
        }
        diagnostics.report({.severity = Severity::warning,
                            .slug = slug::ignored_option,
                            .span = option.second.span,
                            .message = fmt::format("the option '{}' has no effect here", option.first),
                            .help = "a makefile can set no-core, no-recursion, no-patch-txt and "
                                    "contrib-destination"});
    }
    return options;
}

}  // namespace slipway::build

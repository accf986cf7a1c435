#include "makefile_options.hpp"

#include <slipway/build/drush_options.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/document/nearest.hpp>

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::build {

namespace {

enum class Role : bool { root, nested };

std::optional<std::string> nearest_option(std::string_view name) {
    std::vector<std::string_view> names;
    for (const auto& option : drush_options()) {
        names.push_back(option.name);
    }
    const auto meant = document::nearest(name, names);
    return meant ? std::optional(fmt::format("there is one called '{}'", *meant)) : std::nullopt;
}

std::string help_for(std::string_view name) {
    if (name == "includes" || name == "overrides") {
        return fmt::format("write '{}' of the makefile itself", name);
    }
    if (find_drush_option(name) != nullptr) {
        return "give it on the command line";
    }
    return nearest_option(name).value_or("give it on the command line");
}

void report_ignored(std::string message,
                    std::optional<std::string> help,
                    SourceSpan span,
                    Diagnostics& diagnostics) {
    diagnostics.report({.severity = Severity::warning,
                        .slug = slug::ignored_option,
                        .span = span,
                        .message = std::move(message),
                        .help = std::move(help)});
}

Options with(const makefile::Makefile& makefile, Role role, Options options, Diagnostics& diagnostics) {
    for (const auto& [name, value] : makefile.options) {
        const auto* const option = find_drush_option(name);
        const bool delivers = option != nullptr && option->scope == OptionScope::delivery;
        if (option == nullptr || (delivers && options.policy.mode == document::Mode::strict)) {
            report_ignored(fmt::format("the option '{}' has no effect here", name), help_for(name),
                           value.span, diagnostics);
        } else if (role == Role::nested && option->scope != OptionScope::level) {
            report_ignored(fmt::format("the option '{}' is about the whole platform: it counts only in the "
                                       "makefile that is built",
                                       name),
                           "write it into that makefile, or give it on the command line", value.span,
                           diagnostics);
        } else if (!options.given.contains(name)) {
            option->apply(value.text, options);
        }
    }
    return options;
}

}  // namespace

Options with_options_of(const makefile::Makefile& makefile, Options options, Diagnostics& diagnostics) {
    return with(makefile, Role::root, std::move(options), diagnostics);
}

Options with_options_of_nested(const makefile::Makefile& makefile,
                               Options options,
                               Diagnostics& diagnostics) {
    return with(makefile, Role::nested, std::move(options), diagnostics);
}

}  // namespace slipway::build

// `slipway explain`: the manual's entry for a diagnostic.

#include "commands.hpp"
#include "say.hpp"

#include <slipway/document/nearest.hpp>
#include <slipway/report/explain.hpp>
#include <slipway/report/output.hpp>

#include <fmt/core.h>

#include <string>

namespace slipway::app {

ExitCode run(const ExplainCommand& command, const Voice& /*voice*/) {
    const auto slugs = report::explained_slugs();
    if (command.slug.empty()) {
        std::string list;
        for (const auto slug : slugs) {
            list += slug;
            list += '\n';
        }
        return print_result(list);
    }
    if (const auto text = report::explanation(command.slug)) {
        return print_result(*text);
    }
    report::put(stderr, fmt::format("error: there is no diagnostic '{}'\n", command.slug));
    const auto meant = document::nearest(command.slug, slugs);
    report::put(stderr, meant ? fmt::format("help: there is one called '{}'\n", *meant)
                              : std::string("help: 'slipway explain' lists all of them\n"));
    return ExitCode::usage;
}

}  // namespace slipway::app

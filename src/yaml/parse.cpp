#include "slipway/yaml/parse.hpp"

#include "lint.hpp"
#include "read.hpp"

#include <slipway/diag/slugs.hpp>
#include <slipway/diag/utf8.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace slipway::yaml {

namespace {

using document::Map;
using document::Mode;
using document::Reporter;

// Fifty times the largest that anybody was seen to write. yaml-cpp takes up to a second for that much.
constexpr std::size_t largest_text = std::size_t{1} << 20U;

void report_too_large(const Source& source, Reporter& reporter) {
    const auto end = std::min({source.text.find('\n'), source.text.size(), std::size_t{80}});
    reporter.error({.slug = slug::file_too_large,
                    .span = source.span({0, static_cast<std::uint32_t>(end)}),
                    .message = fmt::format("a makefile in YAML is at most {} MiB large", largest_text >> 20U),
                    .notes = {},
                    .help = {}});
}

}  // namespace

bool reads_as_yaml(std::string_view text) {
    if (text.size() > largest_text || first_non_utf8(text) != std::string_view::npos) {
        return false;
    }
    Diagnostics unheard;
    Reporter reporter(Mode::drush, unheard);
    const auto root = read({.text = text, .because = {}}, reporter);
    return root && !root->empty();
}

std::optional<Map> parse(const Source& source, Reporter& reporter) {
    if (source.text.size() > largest_text) {
        report_too_large(source, reporter);
        return std::nullopt;
    }
    if (const auto bad = first_non_utf8(source.text); bad != std::string_view::npos) {
        const auto begin = static_cast<std::uint32_t>(bad);
        reporter.error({.slug = slug::not_utf8,
                        .span = source.span({begin, begin + 1}),
                        .message = "this byte is not UTF-8: Drush reads nothing of the file",
                        .notes = {},
                        .help = "save the file as UTF-8"});
        return std::nullopt;
    }
    lint_byte_order_mark(source, reporter);
    auto root = read(source, reporter);
    if (root) {
        lint(*root, source, reporter);
    }
    return root;
}

}  // namespace slipway::yaml

#include "slipway/yaml/parse.hpp"

#include "block_reader.hpp"
#include "lint.hpp"
#include "outline.hpp"
#include "read.hpp"

#include <slipway/diag/range.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/diag/utf8.hpp>

#include <fmt/core.h>

#include <cstddef>
#include <cstdint>

namespace slipway::yaml {

namespace {

using document::Map;
using document::Mode;
using document::Reporter;

// Fifty times the largest that anybody was seen to write. yaml-cpp takes up to half a second for that much.
constexpr std::size_t largest_for_yaml_cpp = std::size_t{1} << 20U;

void report_too_large(const Source& source, Range line, Reporter& reporter) {
    reporter.error({.slug = slug::file_too_large,
                    .span = source.span(line),
                    .message = fmt::format("a YAML file with a line like this is at most {} MiB large",
                                           largest_for_yaml_cpp >> 20U),
                    .notes = {},
                    .help = "write it as 'key: value' or '- item' on one line, without anchors and aliases, "
                            "or move a part of the file into an include"});
}

// By the fast reader, if it knows all that stands there.
std::optional<Map> read_fast_or_all(const Source& source, Reporter& reporter) {
    auto blocks = read_blocks(source, reporter);
    if (blocks.root) {
        return std::move(blocks.root);
    }
    if (source.text.size() <= largest_for_yaml_cpp) {
        return read(source, reporter);
    }
    if (outline_of(source, reporter)) {  // else there are mistakes, which it has reported
        report_too_large(source, blocks.beyond, reporter);
    }
    return std::nullopt;
}

}  // namespace

bool reads_as_yaml(std::string_view text) {
    if (first_non_utf8(text) != std::string_view::npos) {
        return false;
    }
    Diagnostics unheard;
    Reporter reporter(Mode::drush, unheard);
    const auto root = read_fast_or_all({.text = text, .because = {}}, reporter);
    return root && !root->empty();
}

std::optional<Map> parse(const Source& source, Reporter& reporter) {
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
    auto root = read_fast_or_all(source, reporter);
    if (root) {
        lint(*root, source, reporter);
    }
    return root;
}

}  // namespace slipway::yaml

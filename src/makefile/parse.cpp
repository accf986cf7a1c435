#include "slipway/makefile/parse.hpp"

#include "chars.hpp"
#include "ini_document.hpp"
#include "ini_lint.hpp"
#include "reporter.hpp"
#include "yaml_document.hpp"
#include "yaml_lint.hpp"

#include <slipway/diag/slugs.hpp>
#include <slipway/diag/utf8.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace slipway::makefile {

namespace {

// No makefile is a hundredth of this; what is larger is something else by mistake.
constexpr std::size_t largest_text = std::size_t{64} << 20U;

// Fifty times the largest that anybody was seen to write. yaml-cpp takes up to a second for that much.
constexpr std::size_t largest_yaml = std::size_t{1} << 20U;

constexpr std::string_view core = "core";

// Whether only space stands between a position and its line's start.
bool begins_line(std::string_view text, std::size_t at) {
    while (at > 0 && is_one_of<' ', '\t', '\v', '\f'>(text[at - 1])) {
        --at;
    }
    return at == 0 || is_one_of<'\r', '\n'>(text[at - 1]);
}

// The first line that begins with "core" and goes on as `is_wanted` says, trimmed; null if there is none.
template <class Predicate>
std::string_view core_line(std::string_view text, Predicate is_wanted) {
    for (auto at = text.find(core); at != std::string_view::npos; at = text.find(core, at + core.size())) {
        const auto behind = text.substr(at + core.size());
        if (is_wanted(behind) && begins_line(text, at)) {
            const auto end = position_of<'\r', '\n'>(text, at);
            return trimmed(text.substr(at, end - at));
        }
    }
    return {};
}

bool is_yaml(std::string_view behind) { return behind.starts_with(':'); }

bool is_ini(std::string_view behind) {
    const auto space = std::ranges::find_if_not(behind, is_one_of<' ', '\t', '\v', '\f'>);
    return space != behind.end() && *space == '=';
}

// Whether it is a map or list that holds something. A single text is YAML too, but Drush crashes on it.
bool reads_as_yaml(std::string_view text) {
    if (text.size() > largest_yaml || first_non_utf8(text) != std::string_view::npos) {
        return false;
    }
    Diagnostics unheard;
    Reporter reporter(Mode::drush, unheard);
    const auto root = read_yaml({.text = text, .because = {}}, reporter);
    return root && !root->empty();
}

SourceSpan first_line_span(FileId file, std::string_view text) {
    const auto end = std::min({text.find('\n'), text.size(), std::size_t{80}});
    return {.file = file, .begin = 0, .end = static_cast<std::uint32_t>(end)};
}

void report_too_large(FileId file, std::string_view text, std::size_t most, Reporter& reporter) {
    reporter.error(
        {.slug = slug::file_too_large,
         .span = first_line_span(file, text),
         .message = fmt::format("a {} is at most {} MiB large",
                                most == largest_yaml ? "makefile in YAML" : "makefile", most >> 20U),
         .notes = {},
         .help = {}});
}

std::optional<Map> parse_yaml(FileId file, std::string_view text, Reporter& reporter) {
    if (text.size() > largest_yaml) {
        report_too_large(file, text, largest_yaml, reporter);
        return std::nullopt;
    }
    if (const auto bad = first_non_utf8(text); bad != std::string_view::npos) {
        const auto begin = static_cast<std::uint32_t>(bad);
        reporter.error({.slug = slug::not_utf8,
                        .span = SourceSpan{.file = file, .begin = begin, .end = begin + 1},
                        .message = "this byte is not UTF-8: Drush reads nothing of the file",
                        .notes = {},
                        .help = "save the file as UTF-8"});
        return std::nullopt;
    }
    YamlSource source{.text = text, .file = file, .because = {}};
    if (const auto line = core_line(text, is_yaml); !line.empty()) {
        const auto begin = static_cast<std::uint32_t>(line.data() - text.data());
        source.because = source.span({begin, begin + static_cast<std::uint32_t>(line.size())});
    }
    lint_byte_order_mark(source, reporter);
    auto root = read_yaml(source, reporter);
    if (root) {
        lint_yaml(*root, source, reporter);
    }
    return root;
}

}  // namespace

Format detect_format(std::string_view text) {
    if (!core_line(text, is_yaml).empty()) {
        return Format::yaml;
    }
    if (!core_line(text, is_ini).empty()) {
        return Format::ini;
    }
    return reads_as_yaml(text) ? Format::yaml : Format::ini;
}

std::optional<Document> parse(FileId file,
                              const SourceMap& sources,
                              const Policy& policy,
                              Diagnostics& diagnostics,
                              std::optional<Format> format) {
    const std::string_view text = sources[file].text;
    Reporter reporter(policy, sources, diagnostics);
    if (text.size() > largest_text) {
        report_too_large(file, text, largest_text, reporter);
        return std::nullopt;
    }
    if ((format ? *format : detect_format(text)) == Format::ini) {
        return Document{.format = Format::ini, .root = read_ini(text, file, reporter)};
    }
    auto root = parse_yaml(file, text, reporter);
    if (!root) {
        return std::nullopt;
    }
    return Document{.format = Format::yaml, .root = std::move(*root)};
}

}  // namespace slipway::makefile

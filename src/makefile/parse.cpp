#include "slipway/makefile/parse.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/diag/range.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/document/reporter.hpp>
#include <slipway/ini/read.hpp>
#include <slipway/yaml/parse.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace slipway::makefile {

namespace {

using document::Policy;
using document::Reporter;

// No makefile is a hundredth of this; what is larger is something else by mistake.
constexpr std::size_t largest_text = std::size_t{64} << 20U;

constexpr std::string_view core = "core";
constexpr char yaml_sign = ':';  // right behind the key
constexpr char ini_sign = '=';   // with or without space

// Where the space that ends at a position begins, or that position.
std::size_t before_space(std::string_view text, std::size_t at) {
    while (at > 0 && is_one_of<' ', '\t', '\v', '\f'>(text[at - 1])) {
        --at;
    }
    return at;
}

bool begins_line(std::string_view text, std::size_t at) {
    at = before_space(text, at);
    return at == 0 || is_one_of<'\r', '\n'>(text[at - 1]);
}

// The first line that begins with "core" and the sign, trimmed; null if there is none. Searches for the sign,
// which stands in fewer places than a letter does.
template <char sign>
std::string_view core_line(std::string_view text) {
    for (auto at = text.find(sign); at != std::string_view::npos; at = text.find(sign, at + 1)) {
        const auto key = text.substr(0, sign == yaml_sign ? at : before_space(text, at));
        const auto begin = key.size() - core.size();
        if (key.ends_with(core) && begins_line(text, begin)) {
            return trimmed(text.substr(begin, position_of<'\r', '\n'>(text, begin) - begin));
        }
    }
    return {};
}

SourceSpan first_line_span(FileId file, std::string_view text) {
    const auto end = std::min({text.find('\n'), text.size(), std::size_t{80}});
    return {.file = file, .begin = 0, .end = static_cast<std::uint32_t>(end)};
}

void report_too_large(FileId file, std::string_view text, Reporter& reporter) {
    reporter.error({.slug = slug::file_too_large,
                    .span = first_line_span(file, text),
                    .message = fmt::format("a makefile is at most {} MiB large", largest_text >> 20U),
                    .notes = {},
                    .help = {}});
}

// With the line that makes the file YAML.
yaml::Source yaml_source(FileId file, std::string_view text) {
    yaml::Source source{.text = text, .file = file, .because = {}};
    if (const auto line = core_line<yaml_sign>(text); !line.empty()) {
        source.because = span_of(line, text, file);
    }
    return source;
}

// What the line `core` says; nothing without one.
std::optional<Format> declared_format(std::string_view text) {
    if (!core_line<yaml_sign>(text).empty()) {
        return Format::yaml;
    }
    return core_line<ini_sign>(text).empty() ? std::nullopt : std::optional(Format::ini);
}

std::optional<Document> parse_yaml(const yaml::Source& source, Reporter& reporter) {
    auto root = yaml::parse(source, reporter);
    if (!root) {
        return std::nullopt;
    }
    return Document{.format = Format::yaml, .root = std::move(*root)};
}

Document parse_ini(FileId file, std::string_view text, Reporter& reporter) {
    return {.format = Format::ini, .root = ini::read(text, file, reporter)};
}

// As detect_format() decides, in one reading.
Document parse_undeclared(FileId file,
                          const SourceMap& sources,
                          const Policy& policy,
                          Diagnostics& diagnostics) {
    const std::string_view text = sources[file].text;
    Diagnostics of_yaml;
    Reporter reporter_of_yaml(policy, sources, of_yaml);
    if (auto document = parse_yaml({.text = text, .file = file, .because = {}}, reporter_of_yaml);
        document && !document->root.empty()) {
        std::ranges::for_each(of_yaml.all(), [&](const Diagnostic& one) { diagnostics.report(one); });
        return std::move(*document);
    }
    Reporter reporter(policy, sources, diagnostics);
    return parse_ini(file, text, reporter);
}

}  // namespace

Format detect_format(std::string_view text) {
    const auto declared = declared_format(text);
    return declared ? *declared : yaml::reads_as_yaml(text) ? Format::yaml : Format::ini;
}

bool is_lone_ini_line(std::string_view text) {
    auto rest = trimmed(text);
    while (rest.starts_with('#') && rest.find('\n') != std::string_view::npos) {
        rest = trimmed(rest.substr(rest.find('\n')));
    }
    return !rest.empty() && rest.find_first_of("\r\n") == std::string_view::npos
           && core_line<ini_sign>(text).empty() && detect_format(text) == Format::ini;
}

std::optional<Document> parse(FileId file,
                              const SourceMap& sources,
                              const Policy& policy,
                              Diagnostics& diagnostics,
                              std::optional<Format> format) {
    const std::string_view text = sources[file].text;
    Reporter reporter(policy, sources, diagnostics);
    if (text.size() > largest_text) {
        report_too_large(file, text, reporter);
        return std::nullopt;
    }
    if (!format) {
        format = declared_format(text);
    }
    if (!format) {
        return parse_undeclared(file, sources, policy, diagnostics);
    }
    return *format == Format::yaml ? parse_yaml(yaml_source(file, text), reporter)
                                   : parse_ini(file, text, reporter);
}

}  // namespace slipway::makefile

#include "slipway/makefile/parse.hpp"

#include "ini_document.hpp"
#include "ini_lint.hpp"
#include "reporter.hpp"

#include <slipway/diag/slugs.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace slipway::makefile {

namespace {

// No makefile is a hundredth of this; what is larger is something else by mistake.
constexpr std::size_t largest_text = std::size_t{64} << 20U;

bool is_name_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

// Calls `visit` for each line, trimmed, until it returns true; says whether it did.
template <class Visit>
bool any_line(std::string_view text, Visit visit) {
    while (!text.empty()) {
        const auto feed = text.find('\n');
        if (visit(trimmed(text.substr(0, feed)))) {
            return true;
        }
        text.remove_prefix(feed == std::string_view::npos ? text.size() : feed + 1);
    }
    return false;
}

bool sets_core(std::string_view line) {
    return line.starts_with("core") && trimmed(line.substr(4)).starts_with('=');
}

// The first line that says anything is "name:", "name: value", "- item" or "---".
bool looks_like_yaml(std::string_view text) {
    bool yaml = false;
    any_line(text, [&](std::string_view line) {
        if (line.empty() || line.starts_with('#')) {
            return false;
        }
        const auto name_end =
            static_cast<std::size_t>(std::ranges::find_if_not(line, is_name_char) - line.begin());
        const auto after = line.substr(name_end);
        yaml = line == "---" || line.starts_with("- ")
               || (name_end > 0 && after.starts_with(':') && (after.size() == 1 || after[1] == ' '));
        return true;
    });
    return yaml;
}

SourceSpan first_line(FileId file, std::string_view text) {
    const auto end = std::min({text.find('\n'), text.size(), std::size_t{80}});
    return {.file = file, .begin = 0, .end = static_cast<std::uint32_t>(end)};
}

}  // namespace

Format detect_format(std::string_view text) {
    if (any_line(text, [](std::string_view line) { return line.starts_with("core:"); })) {
        return Format::yaml;
    }
    if (any_line(text, sets_core)) {
        return Format::ini;
    }
    return looks_like_yaml(text) ? Format::yaml : Format::ini;
}

std::optional<Document> parse(FileId file,
                              const SourceMap& sources,
                              const Policy& policy,
                              Diagnostics& diagnostics) {
    const std::string_view text = sources[file].text;
    Reporter reporter(policy, diagnostics);
    if (text.size() > largest_text) {
        reporter.error({.slug = slug::file_too_large,
                        .span = first_line(file, text),
                        .message = fmt::format("a makefile is at most {} MiB large", largest_text >> 20U),
                        .notes = {},
                        .help = {}});
        return std::nullopt;
    }
    const auto format = detect_format(text);
    if (format == Format::yaml) {
        reporter.error(
            {.slug = slug::yaml_not_supported,
             .span = first_line(file, text),
             .message = "this makefile is written in YAML, which slipway does not read yet",
             .notes = {},
             .help = "convert it with 'drush make-convert --format=make', or write it in INI form"});
        return std::nullopt;
    }
    return Document{.format = format, .root = read_ini(text, file, reporter)};
}

}  // namespace slipway::makefile

#include "text_edits.hpp"

#include <slipway/diag/range.hpp>
#include <slipway/ini/edits.hpp>

#include <utility>

namespace slipway::makefile {

std::optional<std::string_view> written_part(const Text& text, const document::Reporter& reporter) {
    const auto file = reporter.text(text.span.file);
    if (text.span.end > file.size()) {
        return std::nullopt;
    }
    const auto part = file.substr(text.span.begin, text.span.end - text.span.begin);
    const auto at = part.find(text.text);
    return at == std::string_view::npos ? std::nullopt : std::optional(part.substr(at, text.text.size()));
}

std::optional<Edit> part_replaced(
    const Text& text, std::size_t at, std::size_t size, std::string by, const document::Reporter& reporter) {
    const auto part = written_part(text, reporter);
    if (!part) {
        return std::nullopt;
    }
    return Edit{.span = span_of(part->substr(at, size), reporter.text(text.span.file), text.span.file),
                .replacement = std::move(by)};
}

std::optional<Edit> replaced(const Text& text, std::string by, const document::Reporter& reporter) {
    return part_replaced(text, 0, text.text.size(), std::move(by), reporter);
}

std::optional<Edit> key_end_replaced(const Text& text,
                                     std::string_view from,
                                     std::string_view to,
                                     const document::Reporter& reporter) {
    const auto file = reporter.text(text.span.file);
    const auto key = ini::key_before(file, text.span);
    if (!key || !key->ends_with(from)) {
        return std::nullopt;
    }
    return Edit{.span = span_of(key->substr(key->size() - from.size()), file, text.span.file),
                .replacement = std::string(to)};
}

std::string worded_at(const SourceSpan& span,
                      std::string in_ini,
                      std::string in_yaml,
                      const document::Reporter& reporter) {
    return ini::worded(reporter.text(span.file), span, std::move(in_ini), std::move(in_yaml));
}

}  // namespace slipway::makefile

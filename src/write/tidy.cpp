#include "slipway/write/tidy.hpp"

#include "same_data.hpp"
#include "tidy_ini.hpp"
#include "tidy_yaml.hpp"

#include <slipway/makefile/parse.hpp>

#include <fmt/core.h>

#include <optional>
#include <string_view>
#include <utility>

namespace slipway::write {

namespace {

using makefile::Document;
using makefile::Format;

// What a file says, and how strictly it was read.
struct Original {
    const Document& document;
    const document::Policy& policy;
};

// Whether a text says the same, and no new mistake shows: a byte order mark that stood below a blank line.
bool reads_as(const Original& original, const std::string& text) {
    SourceMap sources;
    Diagnostics found;
    const auto read = makefile::parse(sources.add("", text), sources, original.policy, found);
    return read && !found.has_errors() && read->format == original.document.format
           && same_data(read->root, original.document.root);
}

// The most that can be done to a text without changing its data; nothing if that is nothing.
std::optional<std::string> formatted(const Original& original, std::string_view text) {
    if (original.document.format == Format::ini) {
        auto out = tidy_ini(text);
        return reads_as(original, out) ? std::optional(std::move(out)) : std::nullopt;
    }
    if (auto out = tidy_yaml(text); out && reads_as(original, *out)) {
        return out;
    }
    for (auto* const weaker : {tidy_lines, tidy_line_ends}) {
        if (auto out = weaker(text); reads_as(original, out)) {
            return out;
        }
    }
    return std::nullopt;
}

}  // namespace

Result<std::string> tidy(FileId file,
                         const SourceMap& sources,
                         const document::Policy& policy,
                         Diagnostics& diagnostics) {
    const auto& source = sources[file];
    Diagnostics found;
    const auto document = makefile::parse(file, sources, policy, found);
    const bool has_errors = found.has_errors();
    for (const auto& diagnostic : found.all()) {
        diagnostics.report(diagnostic);
    }
    if (!document || has_errors) {
        return Error(ErrorKind::unsupported, fmt::format("{} has errors", source.name))
            .with_help("mend it first: formatted, its mistakes would look meant");
    }
    if (auto out = formatted({*document, policy}, source.text)) {
        return std::move(*out);
    }
    return Error(ErrorKind::unsupported,
                 fmt::format("{} cannot be formatted without changing what it says", source.name));
}

}  // namespace slipway::write

#include "yaml_readers.hpp"

#include "../../src/yaml/block_reader.hpp"

#include <slipway/yaml/parse.hpp>

#include <fmt/core.h>

#include <cstdint>
#include <utility>

namespace slipway::test {

namespace {

using document::Map;
using document::Policy;
using document::Reporter;

constexpr std::string_view directive = "%YAML\n";

class Account {
public:
    // Of a text that stands behind `shift` bytes of something else.
    explicit Account(std::size_t shift) : shift_(static_cast<std::int64_t>(shift)) {}

    void add(const Map& map) {
        text_ += "(\n";
        for (const auto& [key, value] : map.entries()) {
            text_ += fmt::format("'{}' {} = {} '{}' {}\n", key.text.view(), place(key.span),
                                 static_cast<int>(value.kind()), value.written(), place(value.span()));
            if (value.is_map()) {
                add(value.map());
            }
        }
        text_ += ")\n";
    }

    void add(const Diagnostic& diagnostic) {
        text_ += fmt::format("{} {} {}: {}\n", static_cast<int>(diagnostic.severity), diagnostic.slug,
                             diagnostic.span ? place(*diagnostic.span) : "", diagnostic.message);
        for (const auto& note : diagnostic.notes) {
            text_ += fmt::format("note {}: {}\n", place(note.span), note.message);
        }
        text_ += fmt::format("help {}\n", diagnostic.help.value_or(""));
        if (diagnostic.fix) {
            for (const auto& edit : diagnostic.fix->edits) {
                text_ += fmt::format("fix {} {}: {}\n", static_cast<int>(diagnostic.fix->kind),
                                     place(edit.span), edit.replacement);
            }
        }
    }

    std::string take() && { return std::move(text_); }

private:
    std::string place(SourceSpan span) const {
        return fmt::format("[{},{})", span.begin - shift_, span.end - shift_);
    }

    std::int64_t shift_;
    std::string text_;
};

std::string account_of(std::string_view text, std::size_t shift, const Policy& policy) {
    SourceMap sources;
    Diagnostics diagnostics;
    const auto file = sources.add("site.make", std::string(text));
    Reporter reporter(policy, sources, diagnostics);
    const auto root = yaml::parse({.text = sources[file].text, .file = file, .because = {}}, reporter);
    Account account(shift);
    if (root) {
        account.add(*root);
    }
    for (const auto& diagnostic : diagnostics.all()) {
        account.add(diagnostic);
    }
    return std::move(account).take();
}

bool is_read_fast(std::string_view text) {
    Diagnostics unheard;
    Reporter reporter(document::Mode::drush, unheard);
    return yaml::read_blocks({.text = text, .because = {}}, reporter).root.has_value();
}

}  // namespace

YamlReadings readings_of(std::string_view text, const Policy& policy) {
    if (!is_read_fast(text)) {
        return {};
    }
    return {.is_read_fast = true,
            .fast = account_of(text, 0, policy),
            .other = account_of(std::string(directive).append(text), directive.size(), policy)};
}

}  // namespace slipway::test

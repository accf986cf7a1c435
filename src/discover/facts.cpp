#include "facts.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/diag/source_map.hpp>
#include <slipway/manifest/manifest.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>

namespace slipway::discover {

namespace {

struct Word {
    std::string_view text;
    Kind kind;
};

constexpr std::array words{Word{"module", Kind::module}, Word{"theme", Kind::theme},
                           Word{"theme_engine", Kind::theme_engine}, Word{"profile", Kind::profile}};

constexpr std::string_view space = " \t\r\v\f";

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

void drop_space(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(space), text.size()));
}

// What a line says: @^type:\s*('|")?(\w+)\1?\s*(#.*)?$@. Empty if it says nothing.
std::string_view type_in(std::string_view line) {
    constexpr std::string_view key = "type:";
    if (!line.starts_with(key)) {
        return {};
    }
    line.remove_prefix(key.size());
    drop_space(line);
    const char quote = line.starts_with('\'') || line.starts_with('"') ? line.front() : '\0';
    line.remove_prefix(quote == '\0' ? 0 : 1);
    const auto end = static_cast<std::size_t>(std::ranges::find_if_not(line, is_word) - line.begin());
    const auto word = line.substr(0, end);
    line.remove_prefix(end);
    if (quote != '\0' && line.starts_with(quote)) {
        line.remove_prefix(1);
    }
    drop_space(line);
    return line.empty() || line.front() == '#' ? word : std::string_view();
}

std::string text_of(const std::optional<makefile::Text>& text) { return text ? text->text : std::string(); }

std::string text_at(const document::Map& data, std::string_view key) {
    const auto* const value = data.find(key);
    return value == nullptr || value->is_map() ? std::string() : value->text();
}

class Facts {
public:
    Facts(const manifest::Manifest& manifest, FileId file, Extension& out)
        : manifest_(manifest), file_(file), out_(out) {}

    void take() {
        out_.core = text_of(manifest_.core);
        out_.core_requirement = text_of(manifest_.core_version_requirement);
        out_.php = text_of(manifest_.php);
        out_.version = text_of(manifest_.version);
        take_references();
        take_base();
        for (const auto& name : manifest_.removed) {
            out_.removed.push_back(name.text);
        }
    }

private:
    void refer(Kind kind, const std::string& written, const SourceSpan& span) {
        if (span.file == file_ && !written.empty()) {
            out_.references.push_back({kind, written, span.begin, span.end});
        }
    }

    void take_references() {
        for (const auto& requirement : manifest_.requirements) {
            refer(Kind::module, requirement.dependency.written, requirement.dependency.span);
        }
        for (const auto& theme : manifest_.themes) {
            refer(Kind::theme, theme.text, theme.span);
        }
        for (const auto& mention : manifest_.mentions) {
            const bool is_theme = mention.type == manifest::ExtensionType::theme;
            refer(is_theme ? Kind::theme : Kind::module, mention.name.text, mention.name.span);
        }
        if (const auto* const engine = manifest_.data.find("engine");
            engine != nullptr && !engine->is_map()) {
            refer(Kind::theme_engine, engine->text(), engine->span());
        }
    }

    void take_base() {
        if (manifest_.base) {
            out_.base = manifest_.base->name.text;
            refer(Kind::profile, out_.base, manifest_.base->name.span);
            for (const auto& name : manifest_.base->excluded_dependencies) {
                out_.removed.push_back(name.text);
            }
            return;
        }
        const auto* const theme = manifest_.data.find("base theme");
        if (theme != nullptr && theme->kind() == document::Kind::text) {
            out_.base = text_at(manifest_.data, "base theme");
            refer(Kind::theme, out_.base, theme->span());
        }
    }

    const manifest::Manifest& manifest_;
    FileId file_;
    Extension& out_;
};

}  // namespace

std::optional<Kind> type_line_of(std::string_view text) {
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        if (const auto type = type_in(text.substr(0, end)); !type.empty()) {
            const auto* const word = std::ranges::find(words, type, &Word::text);
            return word == words.end() ? std::nullopt : std::optional(word->kind);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return std::nullopt;
}

void read_facts(std::string_view bytes, Extension& extension) {
    const auto kind = manifest::manifest_kind_of(extension.manifest);
    if (!kind) {
        return;
    }
    SourceMap sources;
    Diagnostics unheard;
    const auto file = sources.add(extension.manifest, std::string(bytes));
    const auto manifest =
        manifest::read_manifest(file, {.kind = *kind, .policy = document::Mode::drush}, sources, unheard);
    extension.is_readable = manifest && (*kind == manifest::ManifestKind::php || !manifest->data.empty());
    if (manifest) {
        Facts(*manifest, file, extension).take();
    }
}

}  // namespace slipway::discover

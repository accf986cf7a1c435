#include "long_form.hpp"

#include <slipway/diag/edits.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/ini/edits.hpp>

#include <fmt/core.h>

#include <string>
#include <string_view>
#include <utility>

namespace slipway::makefile {

namespace {

using document::is_index;
using document::Map;
using document::Reporter;
using document::Value;
using ini::key_extended;
using ini::key_text_replaced;
using ini::worded;

std::string worded_at(const SourceSpan& span,
                      std::string in_ini,
                      std::string in_yaml,
                      const Reporter& reporter) {
    return worded(reporter.text(span.file), span, std::move(in_ini), std::move(in_yaml));
}

std::optional<Fix> with_key_extended(const Value& value, std::string_view suffix, const Reporter& reporter) {
    return fix_with(Fix::Kind::guess, key_extended(reporter.text(value.span().file), value.span(), suffix));
}

// FALSE and NULL are how authors take a project out; an empty text or a zero rather looks like "any
// version".
void check_removed(const Map::Entry& entry, Reporter& reporter) {
    if (entry.value.is_text()) {
        reporter.warning(
            {.slug = slug::removed_project,
             .span = entry.value.span(),
             .message = entry.value.written().empty()
                            ? fmt::format("an empty value takes '{}' out", entry.key.text)
                            : fmt::format("the value '{}' counts as none: it takes '{}' out",
                                          entry.value.written(), entry.key.text),
             .help = worded_at(entry.value.span(),
                               fmt::format("write FALSE to take it out, {}[] = {} for any version",
                                           "projects", entry.key.text),
                               "write 'false' to take it out, '{version: ~}' for any version", reporter),
             .fix = entry.value.written().empty() ? with_key_extended(entry.value, "[version]", reporter)
                                                  : std::nullopt});
    }
}

// projects[name] = TRUE as projects[] = name
std::optional<Fix> as_listed(const Map::Entry& entry, const Reporter& reporter) {
    if (entry.value.is_map() || is_index(entry.key.text)) {
        return std::nullopt;
    }
    const auto& span = entry.value.span();
    auto key = key_text_replaced(reporter.text(span.file), span, fmt::format("[{}]", entry.key.text), "[]");
    return fix_with(Fix::Kind::guess,
                    {std::move(key), Edit{.span = span, .replacement = entry.key.text.str()}});
}

// download = URL is short for download[url] = URL; long, it can be merged with defaults.
Value with_download_map(Value project) {
    const auto* download = project.map().find_entry("download");
    if (download == nullptr || download->value.is_map() || download->value.is_falsy()) {
        return project;
    }
    Value expanded(download->value.span());
    expanded.map().set({"url", download->value.span()}, download->value);
    project.map().set(download->key, std::move(expanded));
    return project;
}

}  // namespace

std::optional<Value> long_form(Group group, const Map::Entry& entry, Reporter& reporter) {
    if (entry.value.is_falsy()) {
        check_removed(entry, reporter);
        return std::nullopt;
    }
    if (entry.value.is_map() && !is_index(entry.key.text)) {
        return with_download_map(entry.value);
    }
    if (group == Group::libraries) {
        reporter.loss({.slug = slug::ignored_library,
                       .span = entry.value.is_map() ? entry.key.span : entry.value.span(),
                       .message = "a library needs a name and attributes: Drush ignores this one",
                       .notes = {},
                       .help = worded_at(entry.value.is_map() ? entry.key.span : entry.value.span(),
                                         "write libraries[name][download][url] = ...",
                                         "write 'name: {download: {type: ..., url: ...}}'", reporter)});
        return std::nullopt;
    }
    if (entry.value.is_text() && !is_index(entry.key.text)) {
        Value project(entry.key.span);
        project.map().set({"version", entry.value.span()}, entry.value);
        return project;
    }
    reporter.error({.slug = slug::malformed_project,
                    .span = entry.value.is_map() ? entry.key.span : entry.value.span(),
                    .message = "a project is a name with a version or with attributes",
                    .help = worded_at(entry.value.is_map() ? entry.key.span : entry.value.span(),
                                      "write projects[name] = version, or projects[] = name",
                                      "write 'name: version', or '- name'", reporter),
                    .fix = as_listed(entry, reporter)});
    return std::nullopt;
}

}  // namespace slipway::makefile

#include "slipway/ini/losses.hpp"

#include <slipway/diag/edits.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/ini/block_owner.hpp>
#include <slipway/ini/edits.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace slipway::ini {

namespace {

using document::Key;
using document::Reporter;
using document::Value;

// What a scalar's key lacks to stand beside the attributes, or other elements, of what it is about.
std::string_view missing_suffix(const Key& key, Level level) {
    if (level == Level::project) {
        return "[version]";
    }
    return key.text == "patch" ? "[]" : key.text == "download" ? "[url]" : "";
}

std::optional<Edit> extended(const Value& value, std::string_view suffix, const Reporter& reporter) {
    const auto& span = value.span();
    return suffix.empty() || value.is_falsy() ? std::nullopt
                                              : key_extended(reporter.text(span.file), span, suffix);
}

// How a text is written that stays beside the attributes, or other elements, of what it is about.
std::string way_to_keep(const Value& value, const Key& key, Level level, const Reporter& reporter) {
    const auto worded_at = [&](std::string in_ini, std::string in_yaml) {
        return worded(reporter.text(value.span().file), value.span(), std::move(in_ini), std::move(in_yaml));
    };
    if (level == Level::project) {
        return worded_at(fmt::format("write it as [{}][version] = {}", key.text, value.written()),
                         fmt::format("write it as '{}: {{version: ...}}'", key.text));
    }
    if (key.text == "download") {
        return worded_at("write [download][url] = URL", "write 'download: {url: URL}'");
    }
    return key.text == "patch"
               ? worded_at("write [patch][] = ...", "write '- ' before it, on a line below 'patch:'")
               : "remove one of the two";
}

// One of two entries that stands in the block of another project is probably meant for that.
bool explain_stray(const Value& entry, std::string_view which, const Reporter& reporter, Diagnostic& found) {
    const auto& span = entry.span();
    const auto stray = stray_entry(reporter.text(span.file), span);
    if (!stray) {
        return false;
    }
    found.help = fmt::format("write '{}' if {} is meant for {}, whose lines it stands among; else remove it",
                             stray->meant, which, stray->owner.substr(1, stray->owner.size() - 2));
    found.fix = fix_with(Fix::Kind::guess,
                         key_text_replaced(reporter.text(span.file), span, stray->name, stray->owner));
    return true;
}

// A second block that was copied from a first is about something else, but has kept its name.
std::string way_out_of_namesakes(const Value& value, const Reporter& reporter) {
    const auto& span = value.span();
    const auto key = key_before(reporter.text(span.file), span);
    const auto group = key ? key->substr(0, key->find('[')) : std::string_view();
    return group == "libraries" || group == "projects"
               ? fmt::format("remove one of them; if these are two {}, give each a name of its own", group)
               : "remove one of them";
}

bool has_version(const Value& project) {
    const auto* version = project.is_map() ? project.map().find("version") : &project;
    return version != nullptr && !version->is_falsy();
}

}  // namespace

void report_details_wipe_short_form(const Value& present, const Key& key, Level level, Reporter& reporter) {
    if (present.is_falsy()) {
        return;
    }
    reporter.loss({.slug = slug::details_wipe_short_form,
                   .span = present.span(),
                   .message = fmt::format("'{}' is lost: details of '{}' written elsewhere replace it",
                                          present.written(), key.text),
                   .notes = {{.span = key.span, .message = "the details begin here"}},
                   .help = way_to_keep(present, key, level, reporter),
                   .fix = fix_with(key.text == "download" ? Fix::Kind::guess : Fix::Kind::safe,
                                   extended(present, missing_suffix(key, level), reporter))});
}

void report_replacement(
    const Value& present, const Key& key, const Value& value, Level level, Reporter& reporter) {
    if (present.is_map()) {
        report_short_form_wipes_details(present, {key.text, value.span()}, value, level, reporter);
        return;
    }
    if ((present.kind() == value.kind() && present.written() == value.written())
        || reporter.drops_loss(slug::duplicate_key)) {
        return;
    }
    Diagnostic found{.slug = slug::duplicate_key,
                     .span = value.span(),
                     .message = fmt::format("'{}' is set twice: '{}' replaces '{}'", key.text,
                                            value.written(), present.written()),
                     .notes = {{.span = present.span(), .message = "it is set here first"}},
                     .help = level == Level::patch ? "give one of them another label, or remove it"
                                                   : "remove one of them"};
    if (key.text == "url" || key.text == "directory_name") {
        found.help = way_out_of_namesakes(value, reporter);
    }
    const bool is_stray =
        explain_stray(value, "this", reporter, found) || explain_stray(present, "the first", reporter, found);
    if (!is_stray && key.text == "patch" && level == Level::other) {
        found.help = "write [patch][] = ... for each of them";
        found.fix =
            fix_with(Fix::Kind::safe, {extended(present, "[]", reporter), extended(value, "[]", reporter)});
    }
    reporter.loss(std::move(found));
}

void report_short_form_wipes_details(
    const Value& present, const Key& key, const Value& value, Level level, Reporter& reporter) {
    if (present.map().empty()) {
        return;
    }
    const bool is_free = level == Level::other || !has_version(present);
    const auto suffix = is_free ? missing_suffix(key, level) : std::string_view();
    reporter.loss({.slug = slug::short_form_wipes_details,
                   .span = key.span,
                   .message = fmt::format("this replaces all that was said about '{}' before", key.text),
                   .notes = {{.span = present.map().entries().front().key.span, .message = "this is lost"}},
                   .help = way_to_keep(value, key, level, reporter),
                   .fix = fix_with(key.text == "download" ? Fix::Kind::guess : Fix::Kind::safe,
                                   extended(value, suffix, reporter))});
}

void report_list_wipes_details(const Value& present, const Value& listed, Reporter& reporter) {
    const auto name = listed.written();
    const auto& span = listed.span();
    const auto lost = present.is_map() ? present.map().entries().front().key.span : present.span();
    reporter.loss({.slug = slug::short_form_wipes_details,
                   .span = span,
                   .message = fmt::format("this replaces all that is said about '{}' elsewhere", name),
                   .notes = {{.span = lost, .message = "this is lost"}},
                   .help = fmt::format("remove this line: '{}' is wanted anyway", name),
                   .fix = fix_with(has_version(present) ? Fix::Kind::guess : Fix::Kind::safe,
                                   line_removed(reporter.text(span.file), span))});
}

}  // namespace slipway::ini

#include "losses.hpp"

#include <slipway/diag/slugs.hpp>

#include <fmt/core.h>

namespace slipway::makefile {

void report_details_wipe_short_form(const Value& present, const Key& key, Level level, Reporter& reporter) {
    if (present.is_falsy()) {
        return;
    }
    reporter.loss({.slug = slug::details_wipe_short_form,
                   .span = present.span(),
                   .message = fmt::format("'{}' is lost: details of '{}' written elsewhere replace it",
                                          present.written(), key.text),
                   .notes = {{.span = key.span, .message = "the details begin here"}},
                   .help = level == Level::project
                               ? fmt::format("write it as [{}][version] = {}", key.text, present.written())
                               : "remove one of the two"});
}

void report_replacement(
    const Value& present, const Key& key, const Value& value, Level level, Reporter& reporter) {
    if (present.is_map()) {
        report_short_form_wipes_details(present, {key.text, value.span()}, level, reporter);
        return;
    }
    if (present.kind() == value.kind() && present.written() == value.written()) {
        return;
    }
    reporter.loss({.slug = slug::duplicate_key,
                   .span = value.span(),
                   .message = fmt::format("'{}' is set twice: '{}' replaces '{}'", key.text, value.written(),
                                          present.written()),
                   .notes = {{.span = present.span(), .message = "it is set here first"}},
                   .help = "remove one of them"});
}

void report_short_form_wipes_details(const Value& present, const Key& key, Level level, Reporter& reporter) {
    if (present.map().empty()) {
        return;
    }
    reporter.loss({.slug = slug::short_form_wipes_details,
                   .span = key.span,
                   .message = fmt::format("this replaces all that was said about '{}' before", key.text),
                   .notes = {{.span = present.map().entries().front().key.span, .message = "this is lost"}},
                   .help = level == Level::project
                               ? fmt::format("write [{}][version] = ... to keep the rest", key.text)
                               : "remove one of the two"});
}

}  // namespace slipway::makefile

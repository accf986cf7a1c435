#include "slipway/document/reporter.hpp"

#include <slipway/diag/slugs.hpp>

#include <utility>

namespace slipway::document {

bool Reporter::is_full() const noexcept {
    return errors_ > policy_.most_reported && warnings_ > policy_.most_reported;
}

bool Reporter::is_full_of_losses() const noexcept {
    return (mode() == Mode::strict ? errors_ : warnings_) > policy_.most_reported;
}

bool Reporter::drops_loss(std::string_view slug) const {
    const auto severity = judged(severity_of_loss(), slug);
    return !severity || (*severity == Severity::error ? errors_ : warnings_) > policy_.most_reported;
}

std::optional<Severity> Reporter::judged(Severity severity, std::string_view slug) const {
    if (policy_.denied.contains(slug)) {
        return Severity::error;
    }
    return policy_.allowed.contains(slug) ? std::nullopt : std::optional(severity);
}

void Reporter::lint(Severity severity, Diagnostic diagnostic) {
    if (const auto judgement = judged(severity, diagnostic.slug)) {
        report(*judgement, std::move(diagnostic));
    }
}

void Reporter::report(Severity severity, Diagnostic diagnostic) {
    if (only_ && diagnostic.span && diagnostic.span->file != *only_) {
        return;
    }
    auto& count = severity == Severity::error ? errors_ : warnings_;
    if (count > policy_.most_reported) {
        return;
    }
    if (diagnostic.span
        && !said_.emplace(diagnostic.slug, diagnostic.span->file, diagnostic.span->begin).second) {
        return;
    }
    if (++count > policy_.most_reported) {
        diagnostics_.report({.severity = severity,
                             .slug = slug::too_many_diagnostics,
                             .span = diagnostic.span,
                             .message = severity == Severity::error
                                            ? "there are more errors from here on than are shown"
                                            : "there are more warnings from here on than are shown",
                             .notes = {},
                             .help = {}});
        return;
    }
    diagnostic.severity = severity;
    diagnostics_.report(std::move(diagnostic));
}

}  // namespace slipway::document

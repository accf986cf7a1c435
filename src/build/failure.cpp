#include "failure.hpp"

#include <slipway/diag/slugs.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <variant>

namespace slipway::build {

namespace {

struct Slug {
    const Error& error;

    std::string_view operator()(const plan::FetchFile& action) const {
        const bool promised = error.kind() == ErrorKind::corrupt && !action.checksums.empty();
        return promised ? slug::checksum_mismatch : slug::fetch_failed;
    }
    std::string_view operator()(const plan::FetchGit&) const { return slug::fetch_failed; }
    std::string_view operator()(const plan::FetchVcs&) const { return slug::fetch_failed; }
    std::string_view operator()(const plan::CopyDirectory&) const { return slug::fetch_failed; }
    std::string_view operator()(const plan::Unpack&) const { return slug::unpack_failed; }
    std::string_view operator()(const plan::SelectRelease&) const { return slug::unresolved_version; }
    std::string_view operator()(const plan::ApplyPatch&) const { return slug::patch_failed; }
    std::string_view operator()(const plan::Stamp&) const { return slug::patch_failed; }
    std::string_view operator()(const plan::AddFiles&) const { return slug::file_not_added; }
    std::string_view operator()(const plan::StampInfo&) const { return slug::file_not_added; }
    std::string_view operator()(const plan::ReadTranslationServer&) const { return slug::translation_server; }
    std::string_view operator()(const plan::Link&) const { return slug::link_failed; }
    std::string_view operator()(const plan::PrepareInstall&) const { return slug::not_installable; }
    std::string_view operator()(const plan::HashContent&) const { return slug::no_content_hash; }
};

// What to do where the error itself does not know better.
struct WayOut {
    const Error& error;

    std::string_view operator()(const plan::FetchFile&) const { return "check the URL or the path"; }
    std::string_view operator()(const plan::FetchGit&) const { return "check the URL or the path"; }
    std::string_view operator()(const plan::FetchVcs&) const { return "check the URL or the path"; }
    std::string_view operator()(const plan::CopyDirectory&) const {
        return "check the path; a relative one counts from the makefile's directory";
    }
    std::string_view operator()(const plan::Unpack&) const {
        return error.kind() == ErrorKind::corrupt
                   ? "look at what its URL gives: it may be damaged where it comes from"
                   : "an archive like this is not safe to unpack: ask its author for another, or take the "
                     "project from elsewhere";
    }
    std::string_view operator()(const plan::SelectRelease&) const {
        return "check the project's name, and that it has releases for this core";
    }
    std::string_view operator()(const plan::ApplyPatch&) const { return "look at what the patch holds"; }
    std::string_view operator()(const plan::Stamp&) const { return "build without it: --no-patch-txt"; }
    std::string_view operator()(const plan::AddFiles&) const {
        return "do without what is to be put there: remove it from the makefile";
    }
    std::string_view operator()(const plan::StampInfo&) const { return "build without it: --no-gitinfofile"; }
    std::string_view operator()(const plan::ReadTranslationServer&) const {
        return "check the URL; or write l10n_path, a translation's address with %project, %release, %core "
               "and "
               "%language in it";
    }
    std::string_view operator()(const plan::Link&) const {
        return "give one of them another place: with subdir, directory_name or destination";
    }
    std::string_view operator()(const plan::PrepareInstall&) const {
        return "build without --prepare-install";
    }
    std::string_view operator()(const plan::HashContent&) const { return "build without --md5"; }
};

}  // namespace

Diagnostic failure(const plan::Action& action, const Error& error, const std::string& what, SourceSpan span) {
    const auto help =
        error.help().empty() ? std::visit(WayOut{error}, action) : std::string_view(error.help());
    return {.severity = Severity::error,
            .slug = std::visit(Slug{error}, action),
            .span = span,
            .message = fmt::format("{}: {}", what, error.to_string()),
            .help = std::string(help)};
}

void report(Diagnostics& diagnostics,
            std::string_view slug,
            std::optional<SourceSpan> span,
            const Error& error) {
    diagnostics.report({.slug = slug,
                        .span = span,
                        .message = error.to_string(),
                        .help = error.help().empty() ? std::nullopt : std::optional(error.help())});
}

void report_interruption(Diagnostics& diagnostics) {
    diagnostics.report({.slug = slug::interrupted, .span = {}, .message = "interrupted"});
}

bool can_be_missed(const Diagnostic& diagnostic) {
    constexpr std::array slugs{slug::fetch_failed,         slug::checksum_mismatch, slug::patch_failed,
                               slug::unsupported_download, slug::missing_patch,     slug::no_place};
    return diagnostic.severity == Severity::error && std::ranges::find(slugs, diagnostic.slug) != slugs.end();
}

Diagnostic forced(Diagnostic diagnostic) {
    diagnostic.severity = Severity::warning;
    diagnostic.message += " -- build forced";
    return diagnostic;
}

}  // namespace slipway::build

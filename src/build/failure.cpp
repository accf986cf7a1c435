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
    FileRole role;

    std::string_view operator()(const plan::FetchFile& action) const {
        if (error.kind() == ErrorKind::drifted) {
            return slug::lock_drift;
        }
        const bool promised = error.kind() == ErrorKind::corrupt && !action.checksums.empty();
        switch (role) {
            case FileRole::release_history: return slug::no_release_history;
            case FileRole::release: return promised ? slug::damaged_release : slug::release_not_fetched;
            case FileRole::named: break;
        }
        return promised ? slug::checksum_mismatch : slug::fetch_failed;
    }
    std::string_view operator()(const plan::FetchGit&) const {
        return error.kind() == ErrorKind::drifted ? slug::lock_drift : slug::fetch_failed;
    }
    std::string_view operator()(const plan::FetchVcs&) const { return slug::fetch_failed; }
    std::string_view operator()(const plan::CopyDirectory&) const { return slug::copy_failed; }
    std::string_view operator()(const plan::Unpack& action) const {
        const bool missing = error.kind() == ErrorKind::not_found && !action.subtree.empty();
        return missing ? slug::missing_subtree : slug::unpack_failed;
    }
    std::string_view operator()(const plan::SelectRelease&) const {
        return error.kind() == ErrorKind::not_found ? slug::unresolved_version : slug::no_release_history;
    }
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
    FileRole role;

    std::string_view operator()(const plan::FetchFile&) const {
        switch (role) {
            case FileRole::release_history:
                return "check the project's name, and that the update service can be reached";
            case FileRole::release:
                return "the address is the release history's: try again later, or name a download of your "
                       "own";
            case FileRole::named: break;
        }
        return "check the URL or the path";
    }
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

Diagnostic failure(
    const plan::Action& action, const Error& error, const std::string& what, SourceSpan span, FileRole role) {
    const auto slug = std::visit(Slug{error, role}, action);
    // What fetched a release does not know that no checksum of the makefile is to blame.
    const bool knows_better = !error.help().empty() && slug != slug::damaged_release;
    const auto help = knows_better ? std::string_view(error.help()) : std::visit(WayOut{error, role}, action);
    return {.severity = Severity::error,
            .slug = slug,
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
    constexpr std::array slugs{
        slug::fetch_failed, slug::checksum_mismatch, slug::copy_failed, slug::unsupported_download,
        slug::patch_failed, slug::missing_patch,     slug::no_place};
    return diagnostic.severity == Severity::error && std::ranges::find(slugs, diagnostic.slug) != slugs.end();
}

Diagnostic forced(Diagnostic diagnostic) {
    diagnostic.severity = Severity::warning;
    diagnostic.message += " -- build forced";
    return diagnostic;
}

}  // namespace slipway::build

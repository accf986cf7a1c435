#include "failure.hpp"

#include <slipway/diag/slugs.hpp>

#include <fmt/core.h>

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
    std::string_view operator()(const plan::CopyDirectory&) const { return slug::fetch_failed; }
    std::string_view operator()(const plan::Unpack&) const { return slug::unpack_failed; }
    std::string_view operator()(const plan::SelectRelease&) const { return slug::unresolved_version; }
    std::string_view operator()(const plan::ApplyPatch&) const { return slug::patch_failed; }
    std::string_view operator()(const plan::Stamp&) const { return slug::patch_failed; }
    std::string_view operator()(const plan::Link&) const { return slug::link_failed; }
};

}  // namespace

Diagnostic failure(const plan::Action& action, const Error& error, const std::string& what, SourceSpan span) {
    Diagnostic diagnostic{.severity = Severity::error,
                          .slug = std::visit(Slug{error}, action),
                          .span = span,
                          .message = fmt::format("{}: {}", what, error.to_string())};
    if (!error.help().empty()) {
        diagnostic.help = error.help();
    }
    return diagnostic;
}

}  // namespace slipway::build

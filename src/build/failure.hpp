// Turns what went wrong with an action into a diagnostic at the makefile's line that asked for it.
#pragma once

#include <slipway/base/error.hpp>
#include <slipway/diag/diagnostic.hpp>
#include <slipway/plan/action.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::build {

// What a file is that was to be fetched: one that the makefile names, or one of the update service's.
enum class FileRole : std::uint8_t { named, release_history, release };

// `what`: "views 7.x-3.29", the beginning of the message.
Diagnostic failure(const plan::Action& action,
                   const Error& error,
                   const std::string& what,
                   SourceSpan span,
                   FileRole role = FileRole::named);

// An error that is no action's.
void report(Diagnostics& diagnostics,
            std::string_view slug,
            std::optional<SourceSpan> span,
            const Error& error);
void report_interruption(Diagnostics& diagnostics);

// Whether --force-complete builds without what this is about: what could not be downloaded, patched or
// placed. What is broken or unsafe in itself stays an error.
bool can_be_missed(const Diagnostic& diagnostic);

// The same as a warning, in Drush's words: "… -- build forced".
Diagnostic forced(Diagnostic diagnostic);

}  // namespace slipway::build

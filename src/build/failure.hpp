// Turns what went wrong with an action into a diagnostic at the makefile's line that asked for it.
#pragma once

#include <slipway/base/error.hpp>
#include <slipway/diag/diagnostic.hpp>
#include <slipway/plan/action.hpp>

#include <string>

namespace slipway::build {

// `what`: "views 7.x-3.29", the beginning of the message.
Diagnostic failure(const plan::Action& action, const Error& error, const std::string& what, SourceSpan span);

}  // namespace slipway::build

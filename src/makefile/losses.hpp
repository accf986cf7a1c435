// What gets lost when one value takes the place of another. Private to makefile: used where entries of one
// file meet, and where files do.
#pragma once

#include "reporter.hpp"

#include <slipway/makefile/document.hpp>

namespace slipway::makefile {

// `present` is a scalar at `key`, where a map is about to stand. Falsy scalars are no loss.
void report_details_wipe_short_form(const Value& present, const Key& key, Reporter& reporter);

// `present` is about to be replaced by the scalar `value`. Equal values are no loss.
void report_replacement(const Value& present, const Key& key, const Value& value, Reporter& reporter);

// `projects[] = x` is about to replace a map that says more than that x is wanted.
void report_short_form_wipes_details(const Value& present, const Key& key, Reporter& reporter);

}  // namespace slipway::makefile

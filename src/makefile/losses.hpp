// What gets lost when one value takes the place of another. Private to makefile: used where entries of one
// file meet, and where files do.
#pragma once

#include "reporter.hpp"

#include <slipway/makefile/document.hpp>

#include <cstdint>

namespace slipway::makefile {

// What the values are of: a project's version can be written as an attribute instead, and a patch can have
// another label; other values cannot.
enum class Level : std::uint8_t { project, patch, other };

// `present` is a scalar at `key`, where a map is about to stand. Falsy scalars are no loss.
void report_details_wipe_short_form(const Value& present, const Key& key, Level level, Reporter& reporter);

// `present` is about to be replaced by the scalar `value`. Equal values are no loss.
void report_replacement(
    const Value& present, const Key& key, const Value& value, Level level, Reporter& reporter);

// The scalar `value` at `key` is about to replace the map `present`.
void report_short_form_wipes_details(
    const Value& present, const Key& key, const Value& value, Level level, Reporter& reporter);

// `listed`, of projects[] = x, is about to replace all that is there about x.
void report_list_wipes_details(const Value& present, const Value& listed, Reporter& reporter);

}  // namespace slipway::makefile

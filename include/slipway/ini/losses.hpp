// What gets lost when one value takes the place of another: where entries of one file meet, and where files
// do. Reported with the INI text that keeps it.
#pragma once

#include <slipway/document/document.hpp>
#include <slipway/document/reporter.hpp>

#include <cstdint>

namespace slipway::ini {

// What the values are of: a project's version can be written as an attribute instead, and a patch can have
// another label; other values cannot.
enum class Level : std::uint8_t { project, patch, other };

// `present` is a scalar at `key`, where a map is about to stand. Falsy scalars are no loss.
void report_details_wipe_short_form(const document::Value& present,
                                    const document::Key& key,
                                    Level level,
                                    document::Reporter& reporter);

// `present` is about to be replaced by the scalar `value`. Equal values are no loss.
void report_replacement(const document::Value& present,
                        const document::Key& key,
                        const document::Value& value,
                        Level level,
                        document::Reporter& reporter);

// The scalar `value` at `key` is about to replace the map `present`.
void report_short_form_wipes_details(const document::Value& present,
                                     const document::Key& key,
                                     const document::Value& value,
                                     Level level,
                                     document::Reporter& reporter);

// `listed`, of projects[] = x, is about to replace all that is there about x.
void report_list_wipes_details(const document::Value& present,
                               const document::Value& listed,
                               document::Reporter& reporter);

}  // namespace slipway::ini

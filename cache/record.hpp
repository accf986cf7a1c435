// Record: the text form of what the store knows besides objects: named fields, with a checksum as the last
// line.
//
//   slipway action 1
//   fact.core 7.x
//   object 6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321
//   e8ddb3f62aea1b98d193eda81c74c030
//
// Names and values may hold any bytes: '%', space and control characters are percent-encoded. Pure functions.
#pragma once

#include <slipway/cache/store.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace slipway::cache {

std::string serialize(const ActionResult& result);
std::string serialize(const RemoteDocument& document);
std::string serialize(const Ref& ref);

// Nothing if the text is torn, damaged, of another kind or of another version.
std::optional<ActionResult> parse_action(std::string_view text);
std::optional<RemoteDocument> parse_document(std::string_view text);
std::optional<Ref> parse_ref(std::string_view text);

}  // namespace slipway::cache

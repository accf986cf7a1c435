// Tags, for people and for programs.
#pragma once

#include <slipway/assemble/tag.hpp>

#include <span>
#include <string>

namespace slipway::report {

// A line each, ended by a line feed: name, the beginning of the id, date, first line of the message.
std::string to_text(std::span<const assemble::Tag> tags);

// One JSON object, or an array of them, ended by a line feed. Keys are only ever added.
std::string to_json(const assemble::Tag& tag);
std::string to_json(std::span<const assemble::Tag> tags);

}  // namespace slipway::report

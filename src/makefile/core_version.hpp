// Versions of Drupal core as makefiles write them. Private to makefile.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace slipway::makefile {

// "7", "7.x", "7.99" and "7.99-beta1" are of core "7.x"; anything else is of none.
std::optional<std::string> normalised_core(std::string_view core);

// The digits that a text begins with.
std::string_view leading_digits(std::string_view text);

}  // namespace slipway::makefile

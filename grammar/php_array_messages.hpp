// What the author of a .profile is told where a function cannot be read to its end: one entry for each rule
// of php_array.hpp that must match.
#pragma once

#include "grammar/php_array.hpp"

namespace slipway::grammar::php {

template <class Rule>
inline constexpr const char* expectation = nullptr;

// clang-format off
template <> inline constexpr const char* expectation<closing_round>  = "expected ')' to close the bracket";
template <> inline constexpr const char* expectation<closing_square> = "expected ']' to close the bracket";
template <> inline constexpr const char* expectation<closing_curly>  = "expected '}' to close the block";
template <> inline constexpr const char* expectation<long_close>     = "expected ',' or ')' after an element of the array";
template <> inline constexpr const char* expectation<short_close>    = "expected ',' or ']' after an element of the array";
template <> inline constexpr const char* expectation<value>          = "expected a value";
template <> inline constexpr const char* expectation<semicolon>      = "expected ';' to end the statement";
template <> inline constexpr const char* expectation<parameters>     = "expected '(' after the function's name";
template <> inline constexpr const char* expectation<body_open>      = "expected '{' to begin the function";
template <> inline constexpr const char* expectation<body_close>     = "expected '}' to end the function";
// What always matches.
template <> inline constexpr const char* expectation<inner>          = "";
template <> inline constexpr const char* expectation<gap>            = "";
template <> inline constexpr const char* expectation<items>          = "";
template <> inline constexpr const char* expectation<returned>       = "";
template <> inline constexpr const char* expectation<return_type>    = "";
template <> inline constexpr const char* expectation<star<statement>> = "";
// clang-format on

}  // namespace slipway::grammar::php

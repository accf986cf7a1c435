// The language of one dependency in a .info file of Drupal 7, or a .info.yml file of Drupal 8 and later
// (docs/manifests.md).
//
//   views (>=7.x-3.0, <4.x)
//   drupal:node
//
//   dependency ::= [ project ":" ] name [ "(" condition { "," condition } ] [ surplus ]
//   condition  ::= space* [ operator ] space* [ core ] number "." minor trailing | unread
//   operator   ::= "=" | "==" | "!=" | "<>" | "<" | "<=" | ">" | ">="
//   core       ::= digit+ ".x-"                    if another number and a minor follow
//   minor      ::= ( digit+ | "x" ) [ "-" letter+ digit+ ]
//   trailing   ::= { any but "," ":" }             read by nobody; as a rule the ")"
//   unread     ::= { any but "," ":" }             a condition that Drupal drops without a word
//   surplus    ::= ":" any*                        likewise
//
// There is no syntax error: every text is a dependency, as it is for Drupal, and what is in it that nobody
// reads has its words in constraint_messages.hpp. Hence no rule is a commit point. Reading is linear.
//
// Rules only. What conditions mean is in src/manifest/constraint.cpp.
#pragma once

#include <tao/pegtl.hpp>

namespace slipway::grammar::constraint {

using namespace tao::pegtl;  // NOLINT(google-build-using-namespace): this namespace speaks PEGTL, no other
                             // does

// clang-format off
struct space_char        : one<' ', '\t', '\n', '\v', '\f', '\r'> {};
struct spaces            : star<space_char> {};
struct number            : plus<digit> {};
struct point             : one<'.'> {};
struct text_char         : not_one<',', ':'> {};

// Operators, the longer ones first.
struct not_equal         : sor<string<'!', '='>, string<'<', '>'>> {};
struct less_or_equal     : string<'<', '='> {};
struct greater_or_equal  : string<'>', '='> {};
struct less              : one<'<'> {};
struct greater           : one<'>'> {};
struct equal             : sor<string<'=', '='>, one<'='>> {};
struct comparison        : sor<not_equal, less_or_equal, greater_or_equal, less, greater, equal> {};

// Versions.
struct branch            : one<'x'> {};
struct pre_release       : seq<one<'-'>, plus<alpha>, plus<digit>> {};
struct minor             : seq<sor<number, branch>, opt<pre_release>> {};
struct major             : number {};
struct version_ahead     : seq<number, point, sor<digit, branch>> {};
struct core              : seq<number, string<'.', 'x', '-'>, at<version_ahead>> {};

// Conditions.
struct trailing          : star<text_char> {};
struct bound             : seq<opt<comparison>, spaces, opt<core>, major, point, minor> {};
struct read_condition    : seq<spaces, bound, trailing> {};
struct unread_condition  : star<text_char> {};
struct condition         : sor<read_condition, unread_condition> {};
struct conditions        : seq<one<'('>, list<condition, one<','>>> {};

// Dependencies.
struct project           : plus<not_one<':'>> {};
struct prefix            : seq<project, one<':'>> {};
struct name              : star<not_one<'(', ':'>> {};
struct surplus           : seq<one<':'>, star<any>> {};
struct dependency        : seq<opt<prefix>, name, opt<conditions>, opt<surplus>, eof> {};
// clang-format on

}  // namespace slipway::grammar::constraint

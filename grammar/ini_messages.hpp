// What an INI makefile's author is told about a line that Drush does not read as it looks: one entry for each
// line shape of ini.hpp. The language has no syntax errors, so these are the only words the grammar needs.
#pragma once

#include "grammar/ini.hpp"

namespace slipway::grammar::ini {

struct misreading {
    const char* slug = nullptr;
    const char* message = nullptr;  // what the line does not do
    const char* help = nullptr;     // what would do it
};

template <class Rule>
inline constexpr misreading misreading_of = {};

// clang-format off
template <> inline constexpr misreading misreading_of<hash_line> = {
    "hash-comment", "'#' does not begin a comment", "begin comments with ';'"};
template <> inline constexpr misreading misreading_of<slash_line> = {
    "slash-comment", "'//' does not begin a comment", "begin comments with ';'"};
template <> inline constexpr misreading misreading_of<conflict_line> = {
    "conflict-marker", "this is a conflict marker that a merge left behind", "settle the conflict and remove the markers"};
template <> inline constexpr misreading misreading_of<section_line> = {
    "section-header", "makefiles have no sections", "remove the line, or begin it with ';'"};
template <> inline constexpr misreading misreading_of<code_line> = {
    "foreign-code", "this is code of another language", "remove it, or begin the line with ';'"};
template <> inline constexpr misreading misreading_of<patch_line> = {
    "patch-text", "this is a line of a patch, or of what a patch left behind", "remove the patch from the makefile, or name the right file"};
template <> inline constexpr misreading misreading_of<placeholder_line> = {
    "template-placeholder", "this line is for a template engine", "make the makefile from its template first"};
// clang-format on

}  // namespace slipway::grammar::ini

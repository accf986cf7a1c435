// The language of Drush makefiles and Drupal .info files in INI form (docs/makefile.md).
//
//   core = 7.x
//   projects[views][version] = "3.29"
//   ; a comment
//
//   file      ::= at each line start, an entry if one can be read there; else the line says nothing
//   entry     ::= space* key space* "=" space* value rest
//   key       ::= word { space+ word }             it may run over several lines
//   word      ::= { any but = ; [ ] space | "[" { any but [ ] } "]" }+
//   value     ::= double | single | bare
//   double    ::= '"' … '"'                        up to the last quote that only space follows on its line
//   single    ::= "'" … "'"                        likewise
//   bare      ::= the rest of a line, trimmed
//   rest      ::= space up to the last line end before other text
//
// It is what one regular expression of Drupal's accepts, said without its backtracking: every rule here is
// tried at most twice at a place, so reading is linear. There is no syntax error: what is no entry is
// skipped. Hence no rule is a commit point; what authors mean and do not get is told apart by the line shapes
// at the end (ini_messages.hpp has the words for them).
//
// Rules only. Which line starts are tried, and what entries mean, is in src/ini/.
#pragma once

#include <tao/pegtl.hpp>

namespace slipway::grammar::ini {

using namespace tao::pegtl;  // NOLINT(google-build-using-namespace): this namespace speaks PEGTL, no other
                             // does

// clang-format off
// Space. It runs across lines, except where a line's end is looked for.
struct space_char      : one<' ', '\t', '\n', '\v', '\f', '\r'> {};
struct space_in_line   : one<' ', '\t', '\v', '\f', '\r'> {};
struct space_in_value  : one<' ', '\t', '\v', '\f'> {};
struct text_char       : not_one<' ', '\t', '\n', '\v', '\f', '\r'> {};
struct line_feed       : one<'\n'> {};
struct line_end        : sor<line_feed, eof> {};
struct tail            : seq<star<space_in_line>, line_end> {};
struct further_line    : seq<line_feed, star<space_in_line>, at<line_end>> {};
struct rest            : seq<star<space_in_line>, at<line_end>, star<further_line>> {};

// Keys. One that would be empty is the last byte of the space before its "=".
struct equals          : one<'='> {};
struct group           : seq<one<'['>, star<not_one<'[', ']'>>, one<']'>> {};
struct key_char        : not_one<'=', ';', '[', ']', ' ', '\t', '\n', '\v', '\f', '\r'> {};
struct word            : plus<sor<key_char, group>> {};
struct key             : seq<word, star<seq<plus<space_char>, word>>> {};
struct blank_key       : space_char {};
struct inner_space     : seq<space_char, at<space_char>> {};
struct ordinary_head   : seq<star<space_char>, key, star<space_char>, equals> {};
struct blank_head      : seq<star<inner_space>, blank_key, equals> {};
struct head            : sor<ordinary_head, blank_head> {};

// Values. A quote that follows a backslash is text, unless it turns out to be the last that can close the value.
struct backslashes     : plus<one<'\\'>> {};
template <char quote> struct escaped_quote  : seq<backslashes, one<quote>> {};
template <char quote> struct unescaped      : sor<not_one<quote, '\\'>, seq<backslashes, not_at<one<quote>>>> {};
template <char quote> struct quoted_text    : star<sor<escaped_quote<quote>, unescaped<quote>>> {};
template <char quote> struct to_free_quote  : seq<one<quote>, quoted_text<quote>, one<quote>, at<tail>> {};
template <char quote> struct to_escaped     : seq<star<unescaped<quote>>, escaped_quote<quote>> {};
template <char quote> struct not_closing    : seq<to_escaped<quote>, not_at<tail>> {};
template <char quote> struct closing        : seq<star<not_closing<quote>>, to_escaped<quote>, at<tail>> {};
template <char quote> struct to_last_quote  : seq<one<quote>, plus<closing<quote>>> {};
template <char quote> struct quoted         : sor<to_free_quote<quote>, to_last_quote<quote>> {};
struct double_quoted   : quoted<'"'> {};
struct single_quoted   : quoted<'\''> {};
struct bare_word       : plus<text_char> {};
struct bare            : opt<bare_word, star<seq<plus<space_in_value>, bare_word>>> {};
struct value           : sor<double_quoted, single_quoted, bare> {};
struct no_value        : success {};

// Entries. If no value can be read (a carriage return stands in its line), an entry may still be an empty one.
struct entry           : seq<head, sor<seq<star<space_char>, value, rest>, seq<no_value, rest>>> {};

// What a failed entry ran over before it got stuck. A line that starts in there gets stuck at the same place, so
// it need not be tried; except inside a group, where a line starts with its bracket unseen.
struct stuck_group     : group {};
struct stuck           : star<sor<not_one<'=', ';', '[', ']'>, stuck_group>> {};
struct attempt         : sor<entry, stuck> {};

// The parts of a key. Brackets after text stay in it: p[a]x[b] is p, a]x, b.
struct path_split      : seq<opt<one<']'>>, one<'['>> {};
struct path_end        : seq<star<one<']'>>, eof> {};
struct bracket_in_part : seq<one<']'>, not_at<sor<one<'['>, path_end>>> {};
struct part            : star<sor<not_one<'[', ']'>, bracket_in_part>> {};
struct path            : seq<part, star<seq<path_split, part>>, path_end> {};

// Nearly every key: words, each in brackets of its own but the first. Nothing about it can be wrong.
struct name_char       : sor<alnum, one<'_', '-', '.'>> {};
struct first_name      : plus<name_char> {};
struct further_name    : star<name_char> {};
struct ordinary_path   : seq<first_name, star<seq<one<'['>, further_name, one<']'>>>, eof> {};

// Shapes of one line, without the space around it: what its author meant, whatever became of it.
struct comment_line    : one<';'> {};
struct hash_line       : one<'#'> {};
struct ours_marker     : rep<7, one<'<'>> {};
struct theirs_marker   : rep<7, one<'>'>> {};
struct middle_marker   : seq<rep<7, one<'='>>, eof> {};
struct conflict_line   : sor<seq<sor<ours_marker, theirs_marker>, sor<one<' '>, eof>>, middle_marker> {};
struct section_line    : seq<one<'['>, plus<not_one<'[', ']', '='>>, one<']'>, eof> {};
struct slash_line      : string<'/', '/'> {};
struct php_variable    : seq<one<'$'>, identifier> {};
struct html_tag        : seq<one<'<'>, opt<one<'/'>>, alpha> {};
struct end_of_remark   : seq<string<'*', '/'>, sor<space_char, eof>> {};
struct code_line       : sor<string<'<', '?'>, string<'?', '>'>, string<'<', '!'>, html_tag, string<'/', '*'>,
                             end_of_remark, php_variable> {};
struct hunk_line       : string<'@', '@', ' ', '-'> {};
struct reject_line     : rep<15, one<'*'>> {};
struct old_hunk_line   : seq<string<'*', '*', '*', ' '>, digit> {};
struct git_diff_line   : string<'d', 'i', 'f', 'f', ' ', '-', '-', 'g', 'i', 't', ' '> {};
struct patched_line    : sor<seq<string<'-', '-', '-', ' '>, sor<digit, string<'a', '/'>>>, string<'+', '+', '+', ' ', 'b', '/'>> {};
struct patch_line      : sor<hunk_line, reject_line, old_hunk_line, git_diff_line, patched_line> {};
struct upper_token     : plus<sor<upper, digit, one<'_'>>> {};
struct placeholder_line : sor<string<'{', '{'>, string<'{', '%'>, string<'$', '{'>, string<'<', '%'>,
                              seq<string<'%', '%'>, upper_token, string<'%', '%'>>, seq<one<'@'>, upper_token, one<'@'>>> {};
struct entry_line      : seq<plus<name_char>, star<group>, star<space_char>, equals> {};
// clang-format on

}  // namespace slipway::grammar::ini

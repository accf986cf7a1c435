// As much of PHP as the .profile of a Drupal 6 install profile needs to say which modules it installs
// (docs/manifests.md).
//
//   function standard_profile_modules() {
//     return array('color', 'comment', /* ours */ 'views');
//   }
//
//   file       ::= html { hook | token | html }
//   hook       ::= "function" [ "&" ] hook-name "(" … ")" … "{" { statement } "}"
//   hook-name  ::= … "_profile_modules" | … "_profile_details"
//   statement  ::= "return" [ value ] ";" | variable "=" value ";" | variable "[" "]" "=" value ";" | other
//   other      ::= { token | bracketed } ( ";" | "{" … "}" )
//   value      ::= operand { token | bracketed }   only an operand alone is static: all else has to be run
//   operand    ::= array | string | integer | word | variable | token | bracketed
//   array      ::= "array" "(" [ items ] ")" | "[" [ items ] "]"
//   items      ::= item { "," item } [ "," ]
//   item       ::= value [ "=>" value ]
//
// Between any two of these may stand space and comments. Strings, heredocs and comments that do not end run
// to the end of the file, so no text is run over twice; a hook that does not end is the only syntax error,
// and the brackets, of which there are as many as an author likes elsewhere, are counted inside of hooks
// alone.
//
// Rules only. What is static, and what is made of it, is in src/manifest/php_hooks.cpp.
#pragma once

#include <tao/pegtl.hpp>

#include <cstddef>
#include <string_view>

namespace slipway::grammar::php {

using namespace tao::pegtl;  // NOLINT(google-build-using-namespace): this namespace speaks PEGTL, no other
                             // does

// Text up to a label of its author's choice, which stands alone at the end: <<<EOT … EOT. Nothing in it is
// code.
struct heredoc_body {
    // It consumes at least a byte, as `any` does: that is what analyze() wants to know.
    using rule_t = any::rule_t;
    using subs_t = empty_list;

    // Requires an input that begins with the label. Always matches, if need be to the end.
    template <class ParseInput>
    static bool match(ParseInput& in) {
        const std::string_view text(in.current(), in.size(0));
        const auto label = text.substr(0, text.find_first_of("'\"\r\n"));
        auto at = text.find('\n');
        while (at != std::string_view::npos) {
            const auto begin = text.find_first_not_of(" \t", at + 1);
            if (begin != std::string_view::npos && text.substr(begin).starts_with(label)) {
                in.bump(begin + label.size());
                return true;
            }
            at = text.find('\n', at + 1);
        }
        in.bump(text.size());
        return true;
    }
};

// clang-format off
// Space and comments.
struct close_tag       : string<'?', '>'> {};
struct line_comment    : seq<sor<one<'#'>, string<'/', '/'>>, star<not_at<close_tag>, not_one<'\n'>>> {};
struct block_comment   : seq<string<'/', '*'>, star<not_at<string<'*', '/'>>, any>, opt<string<'*', '/'>>> {};
struct gap             : star<sor<plus<space>, line_comment, block_comment>> {};

// Words.
struct word_begin      : sor<alpha, one<'_'>, ranges<'\x80', '\xff'>> {};
struct word_char       : sor<word_begin, digit> {};
struct word            : seq<word_begin, star<word_char>> {};
struct variable_name   : word {};
struct variable        : seq<one<'$'>, variable_name> {};
struct decimal         : sor<one<'0'>, seq<range<'1', '9'>, star<digit>>> {};
struct integer         : seq<decimal, not_at<sor<word_char, one<'.'>>>> {};
struct number          : seq<digit, star<sor<word_char, one<'.'>>>> {};
struct array_word      : seq<istring<'a', 'r', 'r', 'a', 'y'>, not_at<word_char>> {};
struct function_word   : seq<istring<'f', 'u', 'n', 'c', 't', 'i', 'o', 'n'>, not_at<word_char>> {};
struct return_word     : seq<istring<'r', 'e', 't', 'u', 'r', 'n'>, not_at<word_char>> {};

// What can change variables that are not named beside it: every one in sight, or those that are.
struct wild_name       : sor<istring<'e', 'x', 't', 'r', 'a', 'c', 't'>, istring<'p', 'a', 'r', 's', 'e', '_', 's', 't', 'r'>, istring<'e', 'v', 'a', 'l'>, seq<sor<istring<'i', 'n', 'c', 'l', 'u', 'd', 'e'>, istring<'r', 'e', 'q', 'u', 'i', 'r', 'e'>>, opt<istring<'_', 'o', 'n', 'c', 'e'>>>> {};
struct wild_word       : seq<wild_name, not_at<word_char>> {};
struct wild_variable   : seq<one<'$'>, at<one<'$', '{'>>> {};
struct sharing_name    : sor<istring<'g', 'l', 'o', 'b', 'a', 'l'>, istring<'s', 't', 'a', 't', 'i', 'c'>> {};
struct sharing_word    : seq<sharing_name, not_at<word_char>> {};
struct ampersand       : one<'&'> {};

// Strings.
struct escape          : seq<one<'\\'>, opt<any>> {};
template <char quote> struct quoted_text : seq<one<quote>, star<sor<escape, not_one<quote, '\\'>>>, sor<one<quote>, eof>> {};
struct single_quoted   : quoted_text<'\''> {};
struct double_quoted   : quoted_text<'"'> {};
struct back_quoted     : quoted_text<'`'> {};
struct heredoc         : seq<string<'<', '<', '<'>, star<one<' ', '\t'>>, opt<one<'\'', '"'>>, at<word_begin>, heredoc_body> {};

// Whatever stands between brackets, commas and semicolons.
struct arrow           : string<'=', '>'> {};
struct delimiter       : one<'(', ')', '[', ']', '{', '}', ',', ';'> {};
struct some_return     : return_word {};
struct some_variable   : variable {};
struct token           : sor<single_quoted, double_quoted, back_quoted, heredoc, some_variable, wild_variable, some_return, wild_word, sharing_word, word, number, ampersand, seq<not_at<delimiter>, any>> {};
struct loose_token     : sor<token, one<',', ';'>> {};

// Brackets.
struct inner;
struct closing_round   : one<')'> {};
struct closing_square  : one<']'> {};
struct closing_curly   : one<'}'> {};
struct round           : if_must<one<'('>, inner, closing_round> {};
struct square          : if_must<one<'['>, inner, closing_square> {};
struct curly           : if_must<one<'{'>, inner, closing_curly> {};
struct bracketed       : sor<round, square, curly> {};
struct inner           : star<sor<plus<space>, line_comment, block_comment, bracketed, loose_token>> {};

// Values.
struct value;
struct key_arrow       : arrow {};
struct item            : seq<value, opt<if_must<key_arrow, gap, value>>> {};
struct items           : opt<list_tail<item, seq<one<','>, gap>>> {};
struct long_open       : seq<array_word, gap, one<'('>> {};
struct short_open      : one<'['> {};
struct long_close      : one<')'> {};
struct short_close     : one<']'> {};
struct long_array      : if_must<long_open, gap, items, long_close> {};
struct short_array     : if_must<short_open, gap, items, short_close> {};
struct array           : sor<long_array, short_array> {};
struct static_single   : single_quoted {};
struct static_double   : double_quoted {};
struct static_integer  : integer {};
struct static_word     : seq<not_at<wild_word>, word> {};
struct static_variable : variable {};
struct unknown_operand : sor<round, curly, seq<not_at<arrow>, token>> {};
struct operand         : sor<array, static_single, static_double, static_variable, static_word, static_integer, unknown_operand> {};
struct operation       : seq<sor<bracketed, seq<not_at<arrow>, token>>, gap> {};
struct value_begin     : success {};
struct value           : seq<value_begin, operand, gap, star<operation>> {};

// Statements.
struct semicolon       : one<';'> {};
struct equals          : seq<one<'='>, not_at<one<'=', '>'>>> {};
struct assigned        : seq<variable_name, gap> {};
struct assign_open     : seq<one<'$'>, assigned, equals> {};
struct append_open     : seq<one<'$'>, assigned, one<'['>, gap, one<']'>, gap, equals> {};
struct returned        : opt<value> {};
struct return_statement  : if_must<return_word, gap, returned, semicolon> {};
struct assign_statement  : if_must<assign_open, gap, value, semicolon> {};
struct append_statement  : if_must<append_open, gap, value, semicolon> {};
struct other_part        : seq<sor<round, square, token, one<','>>, gap> {};
struct other_statement   : sor<semicolon, curly, seq<plus<other_part>, sor<semicolon, curly, at<closing_curly>>>> {};
struct statement_begin   : success {};
struct statement         : seq<statement_begin, sor<return_statement, append_statement, assign_statement, other_statement>, gap> {};

// Functions.
struct hook_suffix     : seq<sor<istring<'_','p','r','o','f','i','l','e','_','m','o','d','u','l','e','s'>, istring<'_','p','r','o','f','i','l','e','_','d','e','t','a','i','l','s'>>, not_at<word_char>> {};
struct hook_name       : seq<plus<not_at<hook_suffix>, word_char>, hook_suffix> {};
struct hook_open       : seq<function_word, gap, opt<one<'&'>, gap>, hook_name, gap> {};
struct parameters      : round {};
struct return_type     : star<not_at<one<'{'>>, token, gap> {};
struct body_open       : one<'{'> {};
struct body_close      : one<'}'> {};
struct hook            : if_must<hook_open, parameters, gap, return_type, body_open, gap, star<statement>, body_close> {};
struct open_tag        : string<'<', '?'> {};
struct html            : star<not_at<open_tag>, any> {};
struct html_again      : seq<close_tag, html> {};
struct anything        : sor<plus<space>, line_comment, block_comment, html_again, token, any> {};
struct file            : seq<html, star<sor<hook, anything>>, eof> {};
// clang-format on

}  // namespace slipway::grammar::php

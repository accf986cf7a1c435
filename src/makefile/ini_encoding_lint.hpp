// Bytes that nobody sees: byte order marks, carriage returns, other encodings, invisible characters. Private
// to makefile.
#pragma once

#include "ini_scanner.hpp"
#include "linted_text.hpp"

#include <string_view>
#include <vector>

namespace slipway::makefile {

class EncodingLint {
public:
    explicit EncodingLint(const LintedText& text);

    void check_start(const std::vector<IniEntry>& entries);
    // Whether something was reported that makes the entry another than it seems.
    bool check_entry(const IniEntry& entry);

    // Whether a line holds a carriage return that ends no line. Reports the first of a file.
    bool has_lone_return(std::string_view line, std::string_view consequence);

    // Whether there is nothing to see in a line. Reports it if there is something all the same.
    bool is_invisible(std::string_view line);

private:
    void check_utf8(std::string_view part);
    bool check_key(std::string_view key);
    bool check_value(std::string_view value);
    void report_invisible(std::string_view part, std::string_view character, std::string_view consequence);

    const LintedText& text_;
    bool is_plain_;  // nothing but printable ASCII and space
    bool warned_of_return_ = false;
    bool warned_of_encoding_ = false;
};

// Whether a text holds a character of which nothing is to be seen, or a space that is not plain.
bool has_invisible(std::string_view text);

// The byte order mark of UTF-8.
inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace slipway::makefile

// Bytes that nobody sees: byte order marks, carriage returns, other encodings, invisible characters. Private
// to ini.
#pragma once

#include "linted_text.hpp"
#include "scanner.hpp"

#include <string_view>
#include <vector>

namespace slipway::ini {

class EncodingLint {
public:
    explicit EncodingLint(const LintedText& text);

    void check_start(const std::vector<Entry>& entries);
    // Whether something was reported that makes the entry another than it seems.
    bool check_entry(const Entry& entry);

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
    bool warned_of_return_ = false;
    bool warned_of_encoding_ = false;
};

}  // namespace slipway::ini

// Values that are not what they look like: they swallow lines, hold comments, or keep their quotes. Private
// to ini.
#pragma once

#include "linted_text.hpp"
#include "scanner.hpp"

#include <string_view>

namespace slipway::ini {

// Whether a value may be words for people, in which '#', ';' and line ends mean themselves.
bool may_be_prose(std::string_view key);

class ValueLint {
public:
    explicit ValueLint(const LintedText& text) : text_(text) {}

    // `key` is the last line of the entry's key.
    void check(const Entry& entry, std::string_view key);

private:
    bool check_swallowed(const Entry& entry, std::string_view key);
    bool check_doubled_equals(const Entry& entry, std::string_view key);
    std::optional<Fix> unswallowed(const Entry& entry, std::string_view key) const;
    bool check_comment(std::string_view key, std::string_view value);
    void check_quoted(std::string_view key, std::string_view value);
    void check_backslashes(std::string_view key, std::string_view value);
    void check_stray_quote(std::string_view key, std::string_view value);
    bool check_curly_quotes(std::string_view value);
    void check_placeholder(std::string_view value);

    const LintedText& text_;
};

}  // namespace slipway::ini

// The entry that a line was to be whose brackets do not match, or that lacks its "=". Private to ini.
#pragma once

#include <slipway/ini/entries.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::ini {

// What stands in place of a part of a line.
struct Repair {
    std::string_view replaced;  // of the line
    std::string replacement;
};

// The one repair of a single bracket, of a word boundary or of a missing "=" after which the line is an entry
// that means something to Drush. Nothing if there is none, or more than one. Requires a line without space
// around it.
std::optional<Repair> only_repair(std::string_view line);

// The keys of a text as they are written: what a repaired key may meet. Put in order when first asked.
class WrittenKeys {
public:
    // Both outlive it.
    WrittenKeys(std::string_view text, const std::vector<Entry>& entries);

    bool has(std::string_view key);

    // Whether one of two entries is lost if there is one more of this key: it is there already, or a text in
    // place of its details, or details in place of its text.
    bool meets(std::string_view key);

private:
    const std::vector<std::string_view>& sorted();

    std::string_view text_;
    const std::vector<Entry>& entries_;
    std::vector<std::string_view> keys_;
};

}  // namespace slipway::ini

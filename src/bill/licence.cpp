#include "licence.hpp"

#include <slipway/base/chars.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <set>
#include <utility>

namespace slipway::bill {

namespace {

// Those that projects for Drupal and the libraries that they use have. What is not here is passed on as a
// name.
constexpr auto ids = std::to_array<std::string_view>({// clang-format off
    "0BSD", "AFL-2.1", "AFL-3.0", "AGPL-1.0-only", "AGPL-1.0-or-later", "AGPL-3.0-only", "AGPL-3.0-or-later",
    "Apache-1.1", "Apache-2.0", "Artistic-1.0", "Artistic-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSD-4-Clause",
    "BSL-1.0", "CC-BY-2.0", "CC-BY-2.5", "CC-BY-3.0", "CC-BY-4.0", "CC-BY-SA-2.0", "CC-BY-SA-3.0",
    "CC-BY-SA-4.0", "CC0-1.0", "CDDL-1.0", "CPL-1.0", "EPL-1.0", "EPL-2.0", "EUPL-1.1", "EUPL-1.2",
    "GFDL-1.2-only", "GFDL-1.2-or-later", "GFDL-1.3-only", "GFDL-1.3-or-later", "GPL-1.0-only",
    "GPL-1.0-or-later", "GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later", "ISC",
    "LGPL-2.0-only", "LGPL-2.0-or-later", "LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-only",
    "LGPL-3.0-or-later", "MIT", "MIT-0", "MPL-1.0", "MPL-1.1", "MPL-2.0", "MS-PL", "MS-RL", "NCSA", "OFL-1.0",
    "OFL-1.1", "OSL-3.0", "PHP-3.0", "PHP-3.01", "PSF-2.0", "Python-2.0", "Ruby", "Unlicense", "UPL-1.0",
    "W3C", "WTFPL", "X11", "Zend-2.0", "Zlib", "ZPL-2.1"});
// clang-format on

// Names that SPDX gave up, and what it says they mean.
constexpr auto older = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"AGPL-3.0", "AGPL-3.0-only"},
    {"AGPL-3.0+", "AGPL-3.0-or-later"},
    {"GPL-1.0", "GPL-1.0-only"},
    {"GPL-1.0+", "GPL-1.0-or-later"},
    {"GPL-2.0", "GPL-2.0-only"},
    {"GPL-2.0+", "GPL-2.0-or-later"},
    {"GPL-3.0", "GPL-3.0-only"},
    {"GPL-3.0+", "GPL-3.0-or-later"},
    {"LGPL-2.0", "LGPL-2.0-only"},
    {"LGPL-2.0+", "LGPL-2.0-or-later"},
    {"LGPL-2.1", "LGPL-2.1-only"},
    {"LGPL-2.1+", "LGPL-2.1-or-later"},
    {"LGPL-3.0", "LGPL-3.0-only"},
    {"LGPL-3.0+", "LGPL-3.0-or-later"},
});

// What a text must hold, in the form of plain_words().
struct Phrases {
    std::string_view id;
    std::string_view first;
    std::string_view second = {};
    std::string_view none_of = {};  // and must not hold
};

constexpr std::string_view bsd =
    "redistribution and use in source and binary forms with or without modification are permitted provided "
    "that the following conditions are met";
constexpr std::string_view endorsement = "may be used to endorse or promote products derived from";
constexpr std::string_view advertising = "all advertising materials mentioning features or use";
constexpr std::string_view or_later = "or at your option any later version";

constexpr auto texts = std::to_array<Phrases>({
    {"AGPL-3.0-only", "gnu affero general public license version 3 19 november 2007"},
    {"Apache-2.0", "apache license version 2 0 january 2004"},
    {"BSD-2-Clause", bsd, {}, endorsement},
    {"BSD-3-Clause", bsd, endorsement, advertising},
    {"BSD-4-Clause", bsd, advertising},
    {"CC0-1.0", "cc0 1 0 universal", "statement of purpose"},
    {"GPL-1.0-only", "gnu general public license version 1 february 1989"},
    {"GPL-2.0-only", "gnu general public license version 2 june 1991"},
    {"GPL-3.0-only", "gnu general public license version 3 29 june 2007"},
    {"ISC",
     "permission to use copy modify and or distribute this software for any purpose with or without fee"},
    {"LGPL-2.0-only", "gnu library general public license version 2 june 1991"},
    {"LGPL-2.1-only", "gnu lesser general public license version 2 1 february 1999"},
    {"LGPL-3.0-only", "gnu lesser general public license version 3 29 june 2007"},
    {"MIT", "permission is hereby granted free of charge to any person obtaining a copy of this software",
     "the software is provided as is without warranty of any kind express or implied"},
    {"MPL-1.1", "mozilla public license version 1 1 1 definitions"},
    {"MPL-2.0", "mozilla public license version 2 0 1 definitions"},
    {"OFL-1.1", "sil open font license version 1 1 26 february 2007"},
    {"Unlicense", "this is free and unencumbered software released into the public domain"},
    {"WTFPL", "do what the fuck you want to public license", "version 2 december 2004"},
    {"Zlib", "this software is provided as is without any express or implied warranty",
     "altered source versions must be plainly marked as such"},
});

// Notices at the head of a file, or in a COPYRIGHT.txt.
constexpr auto notices = std::to_array<Phrases>({
    {"GPL-2.0-or-later",
     "gnu general public license as published by the free software foundation either version 2 of the "
     "license",
     or_later},
    {"GPL-3.0-or-later",
     "gnu general public license as published by the free software foundation either version 3 of the "
     "license",
     or_later},
    {"LGPL-2.1-or-later",
     "gnu lesser general public license as published by the free software foundation either version 2 1 of "
     "the license",
     or_later},
    {"LGPL-3.0-or-later",
     "gnu lesser general public license as published by the free software foundation either version 3 of the "
     "license",
     or_later},
});

// Lower case, one space for everything that is neither letter nor digit.
std::string plain_words(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        const bool is_capital = c >= 'A' && c <= 'Z';
        if (is_capital || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            out += is_capital ? static_cast<char>(c + 32) : c;
        } else if (!out.empty() && out.back() != ' ') {
            out += ' ';
        }
    }
    return out;
}

bool holds(std::string_view words, const Phrases& phrases) {
    const auto has = [words](std::string_view phrase) {
        return words.find(phrase) != std::string_view::npos;
    };
    return has(phrases.first) && (phrases.second.empty() || has(phrases.second))
           && (phrases.none_of.empty() || !has(phrases.none_of));
}

// A licence's text ends with a model of the notice that its users may write; that is no notice.
std::string_view before_model(std::string_view words) {
    return words.substr(0, words.find("how to apply these terms to your new"));
}

std::string_view family_of(std::string_view id) {
    constexpr std::string_view only = "-only";
    constexpr std::string_view later = "-or-later";
    return id.ends_with(only)    ? id.substr(0, id.size() - only.size())
           : id.ends_with(later) ? id.substr(0, id.size() - later.size())
                                 : id;
}

// Beside a notice the text is what the notice speaks of.
void drop_texts_of_notices(std::set<std::string_view>& found) {
    std::erase_if(found, [&](std::string_view id) {
        return id.ends_with("-only") && found.contains(*licence_id(std::string(family_of(id)) + "-or-later"));
    });
}

// Reads "(A OR B) AND C".
class Expression {
public:
    explicit Expression(std::string_view text) : rest_(trimmed(text)) {}

    std::optional<std::string> read() {
        const bool is_whole = alternatives() && rest_.empty();
        return is_whole ? std::optional(out_) : std::nullopt;
    }

private:
    static constexpr int deepest = 16;

    std::string_view word() {
        const auto size = rest_.starts_with('(') || rest_.starts_with(')')
                              ? std::size_t{1}
                              : position_of<' ', '\t', '(', ')'>(rest_);
        const auto found = rest_.substr(0, size);
        rest_ = trimmed(rest_.substr(size));
        return found;
    }

    bool alternatives() {
        if (++depth_ > deepest || !operand()) {
            return false;
        }
        while (!rest_.empty() && !rest_.starts_with(')')) {
            const auto joint = word();
            const bool is_or = equal_in_any_case(joint, "or");
            if (!is_or && !equal_in_any_case(joint, "and")) {
                return false;
            }
            out_ += is_or ? " OR " : " AND ";
            if (!operand()) {
                return false;
            }
        }
        --depth_;
        return true;
    }

    bool operand() {
        const auto first = word();
        if (first == "(") {
            out_ += '(';
            if (!alternatives() || word() != ")") {
                return false;
            }
            out_ += ')';
            return true;
        }
        const auto id = licence_id(first);
        out_ += id.value_or("");
        return id.has_value();
    }

    std::string_view rest_;
    std::string out_ = {};
    int depth_ = 0;
};

void join_to(std::string& list, const std::string& item) {
    list += fmt::format("{}{}", list.empty() ? "" : ", ", item);
}

Licence by_statement(std::span<const LicenceEvidence> evidence) {
    Licence out;
    std::set<std::string> stated;
    for (const auto& each : evidence) {
        if (!each.stated.empty()) {
            const auto expression = licence_expression(each.stated);
            stated.insert(expression.value_or(each.stated));
            out.expression = expression.value_or("");
            out.name = expression ? "" : each.stated;
            join_to(out.basis, each.file);
        }
    }
    if (stated.size() > 1) {
        return {.basis = out.basis, .found = {stated.begin(), stated.end()}};
    }
    return out;
}

}  // namespace

std::optional<std::string_view> licence_id(std::string_view written) {
    const auto same = [written](std::string_view id) { return equal_in_any_case(id, written); };
    if (const auto* const found = std::ranges::find_if(ids, same); found != ids.end()) {
        return *found;
    }
    const auto* const found = std::ranges::find_if(older, same, [](const auto& each) { return each.first; });
    return found == older.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::string> licence_expression(std::string_view written) { return Expression(written).read(); }

std::vector<std::string_view> recognised_licences(std::string_view text) {
    const auto words = plain_words(text);
    std::set<std::string_view> found;
    for (const auto& phrases : texts) {
        if (holds(words, phrases)) {
            found.insert(phrases.id);
        }
    }
    for (const auto& phrases : notices) {
        if (holds(before_model(words), phrases)) {
            found.insert(phrases.id);
        }
    }
    drop_texts_of_notices(found);
    return {found.begin(), found.end()};
}

Licence licence_of(std::span<const LicenceEvidence> evidence, bool of_drupal_org) {
    if (auto stated = by_statement(evidence); !stated.basis.empty()) {
        return stated;
    }
    std::set<std::string_view> found;
    std::string basis;
    for (const auto& each : evidence) {
        found.insert(each.recognised.begin(), each.recognised.end());
        if (!each.recognised.empty()) {
            join_to(basis, each.file);
        }
    }
    drop_texts_of_notices(found);
    if (found.size() > 1) {
        return {.basis = basis, .found = {found.begin(), found.end()}};
    }
    if (found.empty()) {
        return {};
    }
    if (of_drupal_org && found.contains("GPL-2.0-only")) {
        return {.expression = "GPL-2.0-or-later", .basis = basis + ", and the terms of drupal.org"};
    }
    return {.expression = std::string(*found.begin()), .basis = basis};
}

}  // namespace slipway::bill

#include "slipway/manifest/php_version.hpp"

#include <slipway/base/assert.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>

namespace slipway::manifest {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_alphanumeric(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_separator(char c) { return c == '-' || c == '_' || c == '+'; }

// Whether a part ends between two characters: a digit beside something that is neither digit nor dot.
bool is_boundary(char before, char after) {
    return before != '.' && after != '.' && is_digit(before) != is_digit(after);
}

// The version with one dot between its parts. What stands first is kept, whatever it is.
std::string canonical(std::string_view version) {
    std::string out;
    if (version.empty()) {
        return out;
    }
    out.reserve(version.size() * 2);
    out += version.front();
    for (std::size_t i = 1; i < version.size(); ++i) {
        const char c = version[i];
        const bool boundary = !is_separator(c) && is_boundary(version[i - 1], c);
        if ((boundary || !is_alphanumeric(c)) && out.back() != '.') {
            out += '.';
        }
        if (boundary || is_alphanumeric(c)) {
            out += c;
        }
    }
    return out;
}

constexpr int rank_of_number = 4;

int rank(std::string_view word) {
    struct Form {
        std::string_view name;
        int rank;
    };
    constexpr std::array forms{Form{"dev", 0}, Form{"alpha", 1}, Form{"a", 1},  Form{"beta", 2},
                               Form{"b", 2},   Form{"RC", 3},    Form{"rc", 3}, Form{"#", rank_of_number},
                               Form{"pl", 5},  Form{"p", 5}};
    const auto* const found = std::find_if(forms.begin(), forms.end(),
                                           [&](const Form& form) { return word.starts_with(form.name); });
    return found == forms.end() ? -1 : found->rank;
}

int sign(std::int64_t difference) {
    return static_cast<int>(difference > 0) - static_cast<int>(difference < 0);
}

bool begins_with_digit(std::string_view part) { return !part.empty() && is_digit(part.front()); }

// The number that a part begins with. PHP's integers do not overflow here, they stop.
std::int64_t number(std::string_view part) {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    std::int64_t out = 0;
    for (std::size_t i = 0; i < part.size() && is_digit(part[i]); ++i) {
        const auto digit = static_cast<std::int64_t>(part[i] - '0');
        out = out > (most - digit) / 10 ? most : out * 10 + digit;
    }
    return out;
}

int compare_parts(std::string_view left, std::string_view right) {
    if (begins_with_digit(left) && begins_with_digit(right)) {
        return sign(number(left) - number(right));
    }
    return sign((begins_with_digit(left) ? rank_of_number : rank(left))
                - (begins_with_digit(right) ? rank_of_number : rank(right)));
}

// Takes the parts of a version one by one.
class Parts {
public:
    explicit Parts(std::string_view text) : rest_(text) {}

    // Whether another part can be taken; an empty one after a final dot cannot.
    bool more() const { return !rest_.empty() && !at_end_; }
    // Whether the part that was taken last ended at a dot, so that something, if only nothing, follows.
    bool left_over() const { return !at_end_; }
    std::string_view rest() const { return rest_; }

    std::string_view take() {
        const auto dot = rest_.find('.');
        const auto part = rest_.substr(0, dot);
        at_end_ = dot == std::string_view::npos;
        rest_.remove_prefix(at_end_ ? rest_.size() : dot + 1);
        return part;
    }

private:
    std::string_view rest_;
    bool at_end_ = false;
};

// How a version that goes on with `rest` compares with one that has ended.
int compare_rest(std::string_view rest) {
    while (!rest.empty()) {
        if (begins_with_digit(rest)) {
            return 1;
        }
        Parts parts(rest);
        if (const int order = sign(rank(parts.take()) - rank_of_number); order != 0) {
            return order;
        }
        if (!parts.left_over()) {
            return 0;
        }
        rest = parts.rest();
    }
    return -1;
}

std::string_view up_to_nul(std::string_view text) { return text.substr(0, text.find('\0')); }

}  // namespace

std::string_view to_string(Operator comparison) {
    switch (comparison) {
        case Operator::equal: return "=";
        case Operator::not_equal: return "!=";
        case Operator::less: return "<";
        case Operator::less_or_equal: return "<=";
        case Operator::greater: return ">";
        case Operator::greater_or_equal: return ">=";
    }
    SLIPWAY_ASSERT(false, "an Operator is one of its enumerators");
}

int compare_versions(std::string_view left, std::string_view right) {
    left = up_to_nul(left);
    right = up_to_nul(right);
    if (left.empty() || right.empty()) {
        return static_cast<int>(!left.empty()) - static_cast<int>(!right.empty());
    }
    // What begins with '#' is taken for canonical.
    const auto canonical_left = left.front() == '#' ? std::string(left) : canonical(left);
    const auto canonical_right = right.front() == '#' ? std::string(right) : canonical(right);
    Parts lefts(canonical_left);
    Parts rights(canonical_right);
    while (lefts.more() && rights.more()) {
        const auto part = lefts.take();
        if (const int order = compare_parts(part, rights.take()); order != 0) {
            return order;
        }
    }
    if (lefts.left_over()) {
        return compare_rest(lefts.rest());
    }
    return rights.left_over() ? -compare_rest(rights.rest()) : 0;
}

bool versions_compare_as(std::string_view left, Operator comparison, std::string_view right) {
    const int order = compare_versions(left, right);
    switch (comparison) {
        case Operator::equal: return order == 0;
        case Operator::not_equal: return order != 0;
        case Operator::less: return order < 0;
        case Operator::less_or_equal: return order <= 0;
        case Operator::greater: return order > 0;
        case Operator::greater_or_equal: return order >= 0;
    }
    SLIPWAY_ASSERT(false, "an Operator is one of its enumerators");
}

}  // namespace slipway::manifest

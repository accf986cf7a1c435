// Requirements of Composer's kind, as far as manifests use them to say which cores they are for.

#include <slipway/base/chars.hpp>
#include <slipway/discover/link_check.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace slipway::discover {

namespace {

// Major, minor and patch; versions before a release count as the release.
using Version = std::array<int, 3>;

constexpr int endless = std::numeric_limits<int>::max();

struct Range {
    Version from{0, 0, 0};
    Version to{endless, 0, 0};  // which is not in it

    bool is_empty() const { return !(from < to); }
};

Range both(const Range& a, const Range& b) { return {std::max(a.from, b.from), std::min(a.to, b.to)}; }

// A version as it is written, and how many of its parts are numbers.
struct Written {
    Version version{0, 0, 0};
    std::size_t parts = 0;
};

std::optional<Written> read_version(std::string_view text) {
    Written out;
    text = text.substr(0, text.find_first_of("-@+"));
    while (!text.empty()) {
        const auto part = text.substr(0, text.find('.'));
        text.remove_prefix(std::min(part.size() + 1, text.size()));
        if (part == "*" || part == "x") {
            return out;
        }
        int number = 0;
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
        if (error != std::errc() || end != part.data() + part.size() || number > 1'000'000) {
            return std::nullopt;
        }
        if (out.parts < out.version.size()) {
            out.version[out.parts++] = number;
        }
    }
    return out;
}

// The first version behind all that begin with the first `parts` of one.
Version after(Version version, std::size_t parts) {
    if (parts == 0) {
        return {endless, 0, 0};
    }
    ++version[parts - 1];
    std::fill(version.begin() + static_cast<std::ptrdiff_t>(parts), version.end(), 0);
    return version;
}

std::optional<Range> read_condition(std::string_view text) {
    constexpr std::array<std::string_view, 8> operators = {">=", "<=", "==", ">", "<", "=", "^", "~"};
    const auto* const found =
        std::ranges::find_if(operators, [&](std::string_view one) { return text.starts_with(one); });
    const auto op = found == operators.end() ? std::string_view() : *found;
    const auto written = read_version(trimmed(text.substr(op.size())));
    if (!written) {
        return std::nullopt;
    }
    const auto& [version, parts] = *written;
    if (op == ">=") {
        return Range{.from = version};
    }
    if (op == ">") {
        return Range{.from = after(version, 3)};
    }
    if (op == "<") {
        return Range{.to = version};
    }
    if (op == "<=") {
        return Range{.to = after(version, 3)};
    }
    if (op == "^") {
        return Range{.from = version, .to = after(version, std::min<std::size_t>(parts, 1))};
    }
    if (op == "~") {
        return Range{.from = version, .to = after(version, parts > 1 ? parts - 1 : parts)};
    }
    return Range{.from = version, .to = after(version, parts)};
}

// Conditions that must all hold: between them are spaces or commas, none between an operator and its version.
std::optional<Range> read_alternative(std::string_view text) {
    Range out;
    bool any = false;
    while (!(text = trimmed(text)).empty()) {
        auto end = text.find_first_not_of("<>=^~! ");
        end = std::min(text.find_first_of(" ,", std::min(end, text.size())), text.size());
        const auto condition = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(text.find_first_not_of(" ,", end), text.size()));
        if (condition.starts_with("!")) {
            continue;  // one version left out leaves others
        }
        const auto range = read_condition(condition);
        if (!range) {
            return std::nullopt;
        }
        out = both(out, *range);
        any = true;
    }
    return any ? std::optional(out) : std::nullopt;
}

}  // namespace

std::optional<bool> admits_core(std::string_view requirement, int core_major) {
    const Range core{.from = {core_major, 0, 0}, .to = {core_major + 1, 0, 0}};
    bool admits = false;
    for (auto rest = requirement;;) {
        const auto bar = std::min(rest.find('|'), rest.size());
        const auto range = read_alternative(rest.substr(0, bar));
        if (!range) {
            return std::nullopt;
        }
        admits = admits || !both(*range, core).is_empty();
        if (bar == rest.size()) {
            return admits;
        }
        rest.remove_prefix(bar);
        rest.remove_prefix(std::min(rest.find_first_not_of('|'), rest.size()));
    }
}

}  // namespace slipway::discover

#include "slipway/resolve/checkout_version.hpp"

#include "version.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <optional>

namespace slipway::resolve {

namespace {

constexpr std::string_view dev = "x-dev";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits_at_begin(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
}

// "7" and "7.x": a branch without the words that say so.
bool is_bare_branch(std::string_view version) {
    const auto digits = digits_at_begin(version);
    return digits != 0 && (digits == version.size() || version.substr(digits) == ".x");
}

// "7.x-1…"
bool names_core(std::string_view version) {
    const auto digits = digits_at_begin(version);
    return digits != 0 && version.substr(digits).starts_with(".x-")
           && digits_at_begin(version.substr(digits + 3)) != 0;
}

// The "-dev" that a bare branch lacks.
std::string_view branch_ending(std::string_view version) {
    if (!is_bare_branch(version)) {
        return {};
    }
    return version.ends_with('x') ? "-dev" : ".x-dev";
}

// The text before its last '-', and what is behind it.
struct Split {
    std::string_view front;
    std::string_view back;
};

std::optional<Split> split_at_last_dash(std::string_view text) {
    const auto dash = text.rfind('-');
    return dash == std::string_view::npos ? std::nullopt
                                          : std::optional(Split{text.substr(0, dash), text.substr(dash + 1)});
}

bool is_abbreviated_commit(std::string_view text) {
    return text.size() > 1 && text.front() == 'g' && std::ranges::all_of(text.substr(1), [](char c) {
               return is_digit(c) || (c >= 'a' && c <= 'f');
           });
}

// What git says of a commit behind a tag.
struct Description {
    std::string_view tag;
    std::string_view commits;  // since the tag; empty if it is the tag's own
};

Description parse_description(std::string_view text) {
    if (const auto commit = split_at_last_dash(text); commit && is_abbreviated_commit(commit->back)) {
        if (const auto count = split_at_last_dash(commit->front); count && is_number(count->back)) {
            return {.tag = count->front, .commits = count->back};
        }
    }
    return {.tag = text, .commits = {}};
}

// Whether the tag is a release of the branch: "7.x-1.2" or "7.x-1.2-beta1" of "7.x-1".
bool is_release_of(std::string_view tag, std::string_view branch) {
    if (!tag.starts_with(branch) || !tag.substr(branch.size()).starts_with('.')) {
        return false;
    }
    auto rest = tag.substr(branch.size() + 1);
    const auto digits = digits_at_begin(rest);
    rest.remove_prefix(digits);
    return digits != 0
           && (rest.empty()
               || (rest.size() > 1 && rest.front() == '-' && rest.find('-', 1) == std::string_view::npos));
}

}  // namespace

std::string full_version(std::string_view version, std::string_view core, bool is_core) {
    if (version.empty()) {
        return {};
    }
    const auto ending = branch_ending(version);
    if (is_core || names_core(version)) {
        return fmt::format("{}{}", version, ending);
    }
    return fmt::format("{}.x-{}{}", core.substr(0, core.find('.')), version, ending);
}

std::string checkout_version(const Checkout& checkout) {
    if (!checkout.full_version.empty()) {
        return checkout.full_version;
    }
    if (!checkout.tag.empty()) {
        return checkout.tag;
    }
    if (!checkout.branch.empty()) {
        return checkout.branch + "-dev";
    }
    return checkout.revision.empty() ? "unknown" : checkout.revision;
}

bool is_development_version(std::string_view version) {
    return version.ends_with(dev) && version.size() > dev.size() + 1;
}

std::string rebuilt_version(std::string_view version, std::string_view description) {
    // The character before "x-dev" is any in Drush; it is a dot.
    const auto branch = version.substr(0, version.size() - dev.size() - 1);
    const auto [tag, commits] = parse_description(description);
    if (!is_release_of(tag, branch)) {
        return std::string(version);
    }
    return fmt::format("{}+{}-dev", tag, commits.empty() ? "0" : commits);
}

}  // namespace slipway::resolve

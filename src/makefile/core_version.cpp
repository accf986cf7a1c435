#include "core_version.hpp"

namespace slipway::makefile {

namespace {

// ".99" and ".99-beta1"
bool is_minor_version(std::string_view text) {
    if (!text.starts_with('.')) {
        return false;
    }
    const auto suffix = text.substr(1 + leading_digits(text.substr(1)).size());
    if (suffix.empty() || suffix.size() == text.size() - 1) {
        return text.size() > 1 && suffix.empty();
    }
    return suffix.front() == '-' && suffix.size() > 1
           && suffix.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789", 1) == std::string_view::npos;
}

}  // namespace

std::string_view leading_digits(std::string_view text) {
    return text.substr(0, text.find_first_not_of("0123456789"));
}

std::optional<std::string> normalised_core(std::string_view core) {
    const auto major = leading_digits(core);
    const auto rest = core.substr(major.size());
    if (major.empty() || (!rest.empty() && rest != ".x" && !is_minor_version(rest))) {
        return std::nullopt;
    }
    return std::string(major) + ".x";
}

}  // namespace slipway::makefile

#include "slipway/report/explain.hpp"

#include "diagnostics_page.hpp"

#include <algorithm>

namespace slipway::report {

namespace {

constexpr std::string_view heading = "\n### ";

// Where the entry that begins at `begin` ends: before the next heading of any level that entries stand under.
std::size_t end_of_entry(std::string_view page, std::size_t begin) {
    const auto next = std::min(page.find("\n### ", begin + 1), page.find("\n## ", begin + 1));
    return std::min(next, page.size());
}

std::string_view without_blank_end(std::string_view text) {
    const auto last = text.find_last_not_of('\n');
    return text.substr(0, std::min(last + 2, text.size()));
}

}  // namespace

std::optional<std::string_view> explanation(std::string_view slug) {
    const auto page = diagnostics_page();
    for (auto at = page.find(heading); at != std::string_view::npos; at = page.find(heading, at + 1)) {
        const auto name = page.substr(at + heading.size());
        if (name.substr(0, name.find('\n')) == slug) {
            return without_blank_end(page.substr(at + 1, end_of_entry(page, at) - at));
        }
    }
    return std::nullopt;
}

std::vector<std::string_view> explained_slugs() {
    std::vector<std::string_view> out;
    const auto page = diagnostics_page();
    for (auto at = page.find(heading); at != std::string_view::npos; at = page.find(heading, at + 1)) {
        const auto name = page.substr(at + heading.size());
        out.push_back(name.substr(0, name.find('\n')));
    }
    return out;
}

}  // namespace slipway::report

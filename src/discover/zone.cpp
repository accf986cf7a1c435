#include "zone.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace slipway::discover {

namespace {

template <class Predicate>
bool any_part(std::string_view path, Predicate predicate) {
    for (; !path.empty(); path = after_first_part(path)) {
        if (predicate(first_part(path))) {
            return true;
        }
    }
    return false;
}

// What file_scan_directory() leaves out: Drupal 6 what is called so, Drupal 7 what ends so.
bool is_left_out(std::string_view name, int core_major) {
    if (name.starts_with('.')) {
        return true;
    }
    return core_major < 7 ? name == "CVS" : name.ends_with("CVS") || name.ends_with('.');
}

// What RecursiveExtensionFilterIterator does not enter below the top.
bool is_skipped(std::string_view name) {
    static constexpr std::array<std::string_view, 14> skipped = {
        "Drupal", "assets", "css",  "files", "fixtures",  "images", "includes",
        "js",     "lib",    "misc", "src",   "templates", "tests",  "vendor"};
    return name.starts_with('.') || std::ranges::binary_search(skipped, name);
}

// What is left of a path below a directory; nothing if it is not below it.
std::optional<std::string_view> inside(std::string_view path, std::string_view directory) {
    if (!is_within(path, directory)) {
        return std::nullopt;
    }
    path.remove_prefix(std::min(path.size(), directory.empty() ? 0 : directory.size() + 1));
    return path;
}

// The search directory of Drupal 6 and 7 that a path is in, without what is searched in it.
struct Base {
    std::uint32_t rank;
    std::string_view rest;
    bool is_private;
};

Base base_of(std::string_view directory) {
    if (const auto rest = inside(directory, "sites/all")) {
        return {rank::sites_all, *rest, false};
    }
    if (const auto rest = inside(directory, "sites/default")) {
        return {rank::site, *rest, false};
    }
    if (const auto rest = inside(directory, "profiles"); rest && !rest->empty()) {
        return {rank::profile, after_first_part(*rest), true};
    }
    return {rank::core, directory, false};
}

// Below one of the directories that are entered at the top of a search directory.
std::optional<Zone> searched(std::string_view directory, std::uint32_t rank) {
    const auto top = first_part(directory);
    const auto rest = after_first_part(directory);
    if (!top.empty() && top != "profiles" && top != "modules" && top != "themes") {
        return std::nullopt;
    }
    // A directory `config` is entered only as modules/config: there, it is a module of core's.
    std::string_view parent = top;
    for (auto left = rest; !left.empty(); left = after_first_part(left)) {
        const auto name = first_part(left);
        if (is_skipped(name) || (name == "config" && !parent.ends_with("modules"))) {
            return std::nullopt;
        }
        parent = name;
    }
    return Zone{.rank = rank, .top = top, .inside = rest, .is_private = top == "profiles"};
}

}  // namespace

std::string_view first_part(std::string_view path) { return path.substr(0, path.find('/')); }

std::string_view after_first_part(std::string_view path) {
    const auto slash = path.find('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
}

bool is_within(std::string_view directory, std::string_view outer) {
    return outer.empty()
           || (directory.starts_with(outer)
               && (directory.size() == outer.size() || directory[outer.size()] == '/'));
}

std::optional<Zone> zone_of_files(std::string_view directory, int core_major) {
    const auto base = base_of(directory);
    const auto top = first_part(base.rest);
    const auto rest = after_first_part(base.rest);
    if ((top != "modules" && top != "themes")
        || any_part(rest, [&](std::string_view name) { return is_left_out(name, core_major); })) {
        return std::nullopt;
    }
    return Zone{.rank = base.rank, .top = top, .inside = rest, .is_private = base.is_private};
}

std::optional<Zone> zone_of_info_yml(std::string_view directory) {
    if (const auto rest = inside(directory, "core")) {
        return searched(*rest, rank::core);
    }
    if (const auto rest = inside(directory, "sites/all")) {
        return searched(*rest, rank::sites_all);
    }
    if (const auto rest = inside(directory, "sites/default")) {
        return searched(*rest, rank::site);
    }
    return searched(directory, rank::root);
}

std::optional<Zone> zone_of_library(std::string_view directory, int core_major) {
    auto base = base_of(directory);
    const auto top = first_part(base.rest);
    const auto rest = after_first_part(base.rest);
    const auto name = first_part(rest);
    if (top != "libraries" || name.empty() || name.starts_with('.') || name == "CVS") {
        return std::nullopt;
    }
    if (core_major >= 8 && base.rank == rank::core) {
        base.rank = rank::root;  // there, `libraries` is where shared ones go
    }
    return Zone{.rank = base.rank, .top = top, .inside = rest, .is_private = base.is_private};
}

bool is_function_name(std::string_view name) {
    const auto is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'
               || static_cast<unsigned char>(c) >= 0x7F;
    };
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return !name.empty() && is_letter(name.front())
           && std::ranges::all_of(name, [&](char c) { return is_letter(c) || is_digit(c); });
}

}  // namespace slipway::discover

#include "slipway/assemble/tag.hpp"

#include "path_list.hpp"

#include <slipway/base/relative_path.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace slipway::assemble {

namespace {

constexpr std::string_view tags_prefix = "tags/";
constexpr std::string_view leases_prefix = "leases/";
constexpr std::size_t fewest_digits = 7;
// A ref's file name holds each byte of a part as three at most, and no file system has less than 255.
constexpr std::size_t longest_part = 80;

std::string ref_name(std::string_view name) { return fmt::format("{}{}", tags_prefix, name); }

cache::Ref kept(const Tag& tag) {
    cache::Ref ref{.trees = {{"platform", tag.platform}}, .facts = {{"origin", tag.origin}}};
    if (!tag.mutable_paths.empty()) {
        ref.facts.emplace("mutable", joined_paths(tag.mutable_paths));
    }
    if (!tag.projects.empty()) {
        ref.facts.emplace("projects", joined_paths(tag.projects));
    }
    if (tag.lock) {
        ref.blobs.emplace("lock", *tag.lock);
    }
    return ref;
}

std::string fact(const cache::Ref& ref, const std::string& name) {
    const auto found = ref.facts.find(name);
    return found == ref.facts.end() ? std::string() : found->second;
}

Result<Tag> tag_of(std::string name, const cache::Ref& ref) {
    const auto platform = ref.trees.find("platform");
    if (platform == ref.trees.end()) {
        return Error(ErrorKind::corrupt, fmt::format("the tag '{}' names no platform", name))
            .with_help("remove it, or make it again with --force");
    }
    const auto lock = ref.blobs.find("lock");
    return Tag{.name = std::move(name),
               .platform = platform->second,
               .message = fact(ref, "message"),
               .origin = fact(ref, "origin"),
               .date = fact(ref, "date"),
               .mutable_paths = split_paths(fact(ref, "mutable")),
               .projects = split_paths(fact(ref, "projects")),
               .lock = lock == ref.blobs.end() ? std::nullopt : std::optional(lock->second)};
}

// Sorted by name.
Result<std::vector<Tag>> all_below(const cache::Store& store, std::string_view prefix) {
    std::vector<Tag> found;
    for (const auto& name : SLIPWAY_TRY(store.refs())) {
        if (!name.starts_with(prefix)) {
            continue;
        }
        if (const auto ref = SLIPWAY_TRY(store.find_ref(name))) {  // not removed meanwhile
            found.push_back(SLIPWAY_TRY(tag_of(name.substr(prefix.size()), *ref)));
        }
    }
    std::ranges::sort(found, {}, &Tag::name);
    return found;
}

bool is_printable(char c) { return static_cast<unsigned char>(c) > ' ' && c != '\x7f'; }

}  // namespace

bool looks_like_id(std::string_view text) {
    return text.size() >= fewest_digits
           && text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

std::string wrong_tag_name(std::string_view name) {
    if (!std::ranges::all_of(name, is_printable)) {
        return "a tag's name has neither spaces nor control characters";
    }
    const auto path = RelativePath::parse(name);
    if (!path) {
        return "a tag's name is one or more parts with '/' between them, none of them empty, '.' or '..'";
    }
    if (name.starts_with('.') || name.starts_with('-')) {
        return "a tag's name begins neither with '.', as a path, nor with '-', as an option";
    }
    if (looks_like_id(name)) {
        return "seven or more hexadecimal digits are taken for a platform's id";
    }
    if (std::ranges::any_of(path->parts(),
                            [](std::string_view part) { return part.size() > longest_part; })) {
        return fmt::format("no part of a tag's name is longer than {} bytes", longest_part);
    }
    return {};
}

Result<void> put_tag(cache::Store& store, const Tag& tag) {
    auto ref = kept(tag);
    ref.facts.emplace("message", tag.message);
    ref.facts.emplace("date", tag.date);
    return store.put_ref(ref_name(tag.name), ref);
}

Result<std::optional<Tag>> find_tag(const cache::Store& store, std::string_view name) {
    const auto ref = SLIPWAY_TRY(store.find_ref(ref_name(name)));
    if (!ref) {
        return std::nullopt;
    }
    return SLIPWAY_TRY(tag_of(std::string(name), *ref));
}

Result<std::vector<Tag>> tags(const cache::Store& store) { return all_below(store, tags_prefix); }

Result<void> remove_tag(cache::Store& store, std::string_view name) {
    return store.remove_ref(ref_name(name));
}

Result<void> put_lease(cache::Store& store, const Tag& platform) {
    // Not synced: after a power failure the build is done again, from what is in the store.
    return store.put_ref(fmt::format("{}{}", leases_prefix, platform.platform.hex()), kept(platform),
                         cache::Durability::none);
}

Result<std::vector<Tag>> leases(const cache::Store& store) { return all_below(store, leases_prefix); }

}  // namespace slipway::assemble

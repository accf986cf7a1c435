#include "target.hpp"

#include <slipway/assemble/tag.hpp>
#include <slipway/diag/visible_text.hpp>
#include <slipway/lock/lock.hpp>
#include <slipway/sys/file.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <system_error>
#include <utility>

namespace slipway::app {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_lock = std::size_t{256} << 20U;

Target target_of(const assemble::Platform& platform) {
    return {.platform = platform.id,
            .lock = platform.lock,
            .origin = platform.origin,
            .mutable_paths = platform.mutable_paths,
            .projects = platform.projects};
}

Target target_of(const assemble::Tag& tag) {
    return {.platform = tag.platform,
            .lock = tag.lock,
            .origin = tag.origin,
            .mutable_paths = tag.mutable_paths,
            .projects = tag.projects};
}

// A target as it was found.
Target as(TargetKind kind, std::string name, Target target) {
    target.kind = kind;
    target.name = std::move(name);
    return target;
}

bool is_path_only(std::string_view text) { return text.starts_with('/') || text.starts_with('.'); }

// All platforms that refs name whose ids begin so, each with what is known of it by a ref that has its lock,
// if there is one.
Result<std::map<Digest, Target>> named_by_refs(const cache::Store& store, std::string_view beginning) {
    std::map<Digest, Target> found;
    const auto add = [&](const Digest& id, Target told) {
        if (!id.hex().starts_with(beginning)) {
            return;
        }
        const auto [at, is_new] = found.try_emplace(id, std::move(told));
        if (!is_new && !at->second.lock) {
            at->second = std::move(told);
        }
    };
    for (const auto& platform : SLIPWAY_TRY(assemble::platforms(store))) {
        add(platform.id, target_of(platform));
    }
    for (const auto& kept : SLIPWAY_TRY(assemble::leases(store))) {
        add(kept.platform, target_of(kept));
    }
    for (const auto& tag : SLIPWAY_TRY(assemble::tags(store))) {
        add(tag.platform, target_of(tag));
    }
    return found;
}

Error ambiguous(const std::string& text, const std::map<Digest, Target>& found) {
    std::string ids;
    for (const auto& [id, target] : found) {
        ids += fmt::format("{}{}", ids.empty() ? "" : ", ", id.hex());
    }
    return Error(ErrorKind::conflict,
                 fmt::format("several platforms have ids that begin with {}: {}", text, ids))
        .with_help("write more of its digits");
}

Result<std::optional<Target>> find_id(const cache::Store& store, const std::string& text) {
    if (!assemble::looks_like_id(text)) {
        return std::nullopt;
    }
    auto digits = text;
    std::ranges::transform(digits, digits.begin(),
                           [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
    auto found = SLIPWAY_TRY(named_by_refs(store, digits));
    if (const auto whole = Digest::from_hex(digits); found.empty() && whole && store.has_tree(*whole)) {
        found[*whole].platform = *whole;  // not named by any ref, and not yet collected
    }
    if (found.size() > 1) {
        return ambiguous(text, found);
    }
    if (found.empty()) {
        return std::nullopt;
    }
    auto& [id, target] = *found.begin();
    return as(TargetKind::id, id.hex(), std::move(target));
}

Result<std::optional<Target>> find_tag(const cache::Store& store, const std::string& text) {
    if (!assemble::wrong_tag_name(text).empty()) {
        return std::nullopt;
    }
    const auto tag = SLIPWAY_TRY(assemble::find_tag(store, text));
    return tag ? std::optional(as(TargetKind::tag, text, target_of(*tag))) : std::nullopt;
}

Result<std::optional<Target>> find_path(const cache::Store& store, const std::string& text) {
    std::error_code error;
    const auto status = fs::status(text, error);
    if (fs::is_directory(status)) {
        auto target =
            as(TargetKind::directory, text, target_of(SLIPWAY_TRY(assemble::platform_at(store, text))));
        target.path = text;
        return target;
    }
    if (fs::is_regular_file(status)) {
        return Target{.kind = TargetKind::lock_file, .name = text, .path = text};
    }
    return std::nullopt;
}

}  // namespace

Result<Target> resolve_target(const cache::Store& store, const std::string& text) {
    if (!is_path_only(text)) {
        if (auto tag = SLIPWAY_TRY(find_tag(store, text))) {
            return *std::move(tag);
        }
        if (auto id = SLIPWAY_TRY(find_id(store, text))) {
            return *std::move(id);
        }
    }
    if (auto path = SLIPWAY_TRY(find_path(store, text))) {
        return *std::move(path);
    }
    return Error(ErrorKind::not_found,
                 is_path_only(text)
                     ? fmt::format("there is nothing at {}", text)
                     : fmt::format("there is no tag, platform, directory or lock file '{}'", visible(text)))
        .with_help("'slipway tags' and 'slipway ls' list what there is; --store names another store");
}

Result<Target> resolve_platform(cache::Store& store, const std::string& text) {
    auto target = SLIPWAY_TRY(resolve_target(store, text));
    if (target.kind != TargetKind::lock_file) {
        return target;
    }
    constexpr std::size_t most = std::size_t{256} << 20U;
    auto bytes = SLIPWAY_TRY(read_file(target.path, most));
    target.lock = SLIPWAY_TRY(store.put_blob(bytes, cache::Mode::file));
    const auto lock = SLIPWAY_TRY(lock::parse(target.name, std::move(bytes)));
    if (lock.platform == Digest{}) {
        return Error(ErrorKind::not_found, fmt::format("{} names no platform", visible(target.name)))
            .with_help("build it, or name a tag, a platform's id or a directory");
    }
    target.platform = lock.platform;
    return target;
}

Result<lock::Lock> read_lock(const cache::Store& store, const Target& target) {
    if (target.kind == TargetKind::lock_file) {
        return lock::parse(target.path.native(), SLIPWAY_TRY(read_file(target.path, largest_lock)));
    }
    if (!target.lock) {
        return Error(ErrorKind::not_found,
                     fmt::format("nothing is known of what {} consists of", visible(target.name)))
            .with_help("build it again with this store, or name its lock");
    }
    return lock::parse("the lock of " + target.name, SLIPWAY_TRY(store.read_blob(*target.lock)));
}

}  // namespace slipway::app

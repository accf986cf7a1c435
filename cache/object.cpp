#include "slipway/cache/object.hpp"

#include "object_hasher.hpp"

#include <slipway/base/assert.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <optional>

namespace slipway::cache {

namespace {

constexpr std::array all_modes = {Mode::file, Mode::executable, Mode::symlink, Mode::directory};

std::string_view to_octal(Mode mode) {
    using enum Mode;
    switch (mode) {
        case file: return "100644";
        case executable: return "100755";
        case symlink: return "120000";
        case directory: return "40000";
    }
    SLIPWAY_ASSERT(false, "a Mode is one of its enumerators");
}

std::optional<Mode> mode_of(std::string_view octal) {
    const auto* const found =
        std::ranges::find_if(all_modes, [octal](Mode mode) { return to_octal(mode) == octal; });
    return found == all_modes.end() ? std::nullopt : std::optional(*found);
}

// The byte that git compares after a name's last: a directory's name goes on with a slash.
unsigned char after_end(Mode mode) { return mode == Mode::directory ? '/' : '\0'; }

// Whether git puts the name a, of that mode, before b.
bool sorts_before(std::string_view a, Mode mode_a, std::string_view b, Mode mode_b) {
    const auto common = std::min(a.size(), b.size());
    if (const int order = a.compare(0, common, b, 0, common); order != 0) {
        return order < 0;
    }
    const auto next = [common](std::string_view name, Mode mode) {
        return name.size() > common ? static_cast<unsigned char>(name[common]) : after_end(mode);
    };
    return next(a, mode_a) < next(b, mode_b);
}

bool entry_before(const TreeEntry& a, const TreeEntry& b) {
    return sorts_before(a.name, a.mode, b.name, b.mode);
}

bool is_name(std::string_view name) {
    constexpr std::string_view separators("/\0", 2);
    return !name.empty() && name != "." && name != ".."
           && name.find_first_of(separators) == std::string_view::npos;
}

// A name that stands twice, or nothing. A file and a directory of one name need not be neighbours: "a",
// "a.b", "a/".
std::optional<std::string> repeated_name(const std::vector<TreeEntry>& entries) {
    std::vector<std::string_view> names;
    names.reserve(entries.size());
    for (const auto& entry : entries) {
        names.emplace_back(entry.name);
    }
    std::ranges::sort(names);
    const auto found = std::ranges::adjacent_find(names);
    return found == names.end() ? std::nullopt : std::optional<std::string>(*found);
}

Digest object_id(std::string_view type, std::string_view bytes) {
    return object_hasher(type, bytes.size()).update(bytes).finish();
}

// Takes one entry off the front of a tree's bytes; nothing if there is none that git would write.
std::optional<TreeEntry> take_entry(std::string_view& bytes) {
    const auto space = bytes.find(' ');
    const auto end = bytes.find('\0');
    if (space == std::string_view::npos || end == std::string_view::npos || space > end
        || bytes.size() - end - 1 < Digest::size) {
        return std::nullopt;
    }
    const auto mode = mode_of(bytes.substr(0, space));
    const auto name = bytes.substr(space + 1, end - space - 1);
    if (!mode || !is_name(name)) {
        return std::nullopt;
    }
    TreeEntry entry{std::string(name), *mode, {}};
    std::ranges::copy(bytes.substr(end + 1, Digest::size), entry.id.bytes.begin());
    bytes.remove_prefix(end + 1 + Digest::size);
    return entry;
}

Error not_a_tree(std::size_t offset) {
    return {ErrorKind::corrupt, fmt::format("no tree entry as git writes it at byte {}", offset)};
}

}  // namespace

Hasher object_hasher(std::string_view type, std::uint64_t size) {
    Hasher hasher;
    hasher.update(fmt::format("{} {}", type, size)).update(std::string_view("\0", 1));
    return hasher;
}

Result<Tree> Tree::of(std::vector<TreeEntry> entries) {
    for (const auto& entry : entries) {
        if (!is_name(entry.name)) {
            return Error(ErrorKind::unsupported, fmt::format("'{}' cannot be a name in a tree", entry.name));
        }
    }
    if (const auto repeated = repeated_name(entries)) {
        return Error(ErrorKind::unsupported,
                     fmt::format("the name '{}' stands twice in one tree", *repeated));
    }
    std::ranges::sort(entries, entry_before);
    Tree tree;
    tree.entries_ = std::move(entries);
    return tree;
}

Result<Tree> Tree::parse(std::string_view bytes) {
    Tree tree;
    for (auto rest = bytes; !rest.empty();) {
        const auto offset = bytes.size() - rest.size();
        auto entry = take_entry(rest);
        if (!entry || (!tree.entries_.empty() && !entry_before(tree.entries_.back(), *entry))) {
            return not_a_tree(offset);
        }
        tree.entries_.push_back(*std::move(entry));
    }
    if (const auto repeated = repeated_name(tree.entries_)) {
        return Error(ErrorKind::corrupt, fmt::format("the name '{}' stands twice in one tree", *repeated));
    }
    return tree;
}

std::string Tree::serialize() const {
    std::string bytes;
    for (const auto& entry : entries_) {
        bytes += to_octal(entry.mode);
        bytes += ' ';
        bytes += entry.name;
        bytes += '\0';
        bytes += entry.id.view();
    }
    return bytes;
}

Digest Tree::id() const { return tree_id(serialize()); }

const TreeEntry* Tree::find(std::string_view name) const {
    // Where it stands depends on its mode, which the caller does not know: look in both places.
    for (const auto mode : {Mode::file, Mode::directory}) {
        const auto at = std::partition_point(entries_.begin(), entries_.end(), [&](const TreeEntry& entry) {
            return sorts_before(entry.name, entry.mode, name, mode);
        });
        if (at != entries_.end() && at->name == name) {
            return &*at;
        }
    }
    return nullptr;
}

Digest tree_id(std::string_view bytes) { return object_id("tree", bytes); }

Digest blob_id(std::string_view bytes) { return object_id("blob", bytes); }

std::int64_t mtime_of(const Digest& blob) {
    constexpr std::int64_t epoch = 315'532'800;  // 1980-01-01: the earliest time that a zip archive can hold
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < sizeof bits; ++i) {
        bits = bits << 8U | blob.bytes.at(i);
    }
    return epoch + (bits >> 2U);
}

}  // namespace slipway::cache

#include "tree.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace slipway::patch {

namespace {

// ".git" and what file systems of others take for it: ".GIT", "git~1", ".git ", ".git::$INDEX_ALLOCATION".
bool names_git_directory(std::string_view part) {
    std::string lower(part.substr(0, part.find_first_of(":\\")));
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    const auto end = lower.find_last_not_of(". ");
    lower.erase(end == std::string::npos ? 0 : end + 1);
    return lower == ".git" || lower == "git~1";
}

// All directories above `path`, the nearest first.
template <class Visit>
Result<void> for_each_parent(const RelativePath& path, Visit visit) {
    for (auto parent = path.parent(); !parent.empty();) {
        const auto above = SLIPWAY_TRY(RelativePath::parse(parent));
        SLIPWAY_TRY(visit(above));
        parent = parent.substr(0, above.parent().size());
    }
    return {};
}

Error beyond(const RelativePath& path, const RelativePath& link) {
    return {ErrorKind::unsupported,
            fmt::format("the patch names '{}', and '{}' is a symbolic link", path.text(), link.text())};
}

}  // namespace

Result<RelativePath> safe_path(std::string_view name) {
    constexpr std::size_t longest = 4096;  // more cannot be opened
    auto path = RelativePath::parse(name);
    if (name.size() > longest) {
        return Error(ErrorKind::unsupported, fmt::format("the patch names a path of {} bytes", name.size()));
    }
    if (!path) {
        return Error(ErrorKind::unsupported,
                     fmt::format("the patch names '{}', which is not inside the patched directory", name));
    }
    for (const auto part : path->parts()) {
        if (names_git_directory(part)) {
            return Error(ErrorKind::unsupported,
                         fmt::format("the patch names '{}', a file of git's own", name));
        }
    }
    return path;
}

Result<const File*> Tree::find(const RelativePath& path) {
    auto known = files_.find(path);
    if (known == files_.end()) {
        known = files_.emplace(path, SLIPWAY_TRY(read_(path))).first;
    }
    return known->second ? &*known->second : nullptr;
}

Result<const File*> Tree::find_directly(const RelativePath& path) {
    const auto is_no_link = [&](const RelativePath& parent) -> Result<void> {
        const auto* const above = SLIPWAY_TRY(find(parent));
        if (above != nullptr && above->mode == FileMode::symlink) {
            return beyond(path, parent);
        }
        return {};
    };
    SLIPWAY_TRY(for_each_parent(path, is_no_link));
    return find(path);
}

bool has_file_below(const FileMap& files, const RelativePath& path) {
    const auto prefix = path.text() + '/';
    auto file = files.upper_bound(path);
    while (file != files.end() && file->first.text() < prefix) {
        ++file;  // "a-b" sorts between "a" and "a/b"
    }
    while (file != files.end() && !file->second && file->first.text().starts_with(prefix)) {
        ++file;
    }
    return file != files.end() && file->first.text().starts_with(prefix);
}

Result<std::vector<Change>> settle(const FileMap& changes, Tree& tree) {
    const auto after = [&](const RelativePath& path) -> Result<const File*> {
        const auto changed = changes.find(path);
        if (changed == changes.end()) {
            return tree.find(path);
        }
        return changed->second ? &*changed->second : nullptr;
    };
    std::vector<Change> settled;
    for (const auto& change : changes) {
        const auto& path = change.first;
        const auto is_directory = [&](const RelativePath& parent) -> Result<void> {
            const auto* const above = SLIPWAY_TRY(after(parent));
            if (above != nullptr && above->mode == FileMode::symlink) {
                return beyond(path, parent);
            }
            if (above != nullptr) {
                return Error(ErrorKind::conflict, fmt::format("'{}' is a file, so there can be no '{}'",
                                                              parent.text(), path.text()));
            }
            return {};
        };
        if (change.second) {
            SLIPWAY_TRY(for_each_parent(path, is_directory));
        } else if (SLIPWAY_TRY(tree.find(path)) == nullptr) {
            continue;  // it came and went
        }
        settled.push_back(Change{path, change.second});
    }
    return settled;
}

}  // namespace slipway::patch

#include "names.hpp"

#include "refusal.hpp"

#include <slipway/hash/fast.hpp>

#include <fmt/core.h>

#include <utility>

namespace slipway::archive {

namespace {

using Kind = Entry::Kind;

std::string_view described(Kind kind) {
    switch (kind) {
        case Kind::file:
        case Kind::executable: return "a file";
        case Kind::symlink: return "a symbolic link";
        case Kind::hardlink: return "a hard link";
        case Kind::directory: return "a directory";
    }
    return "";
}

std::string content_of(const Entry& entry) {
    switch (entry.kind) {
        case Kind::file:
        case Kind::executable: return xxh3_hex(entry.bytes);
        case Kind::symlink: return std::string(entry.bytes);
        case Kind::hardlink: return entry.hardlink->text();
        case Kind::directory: return {};
    }
    return {};
}

}  // namespace

Result<bool> Names::take(const Entry& entry) {
    SLIPWAY_TRY(take_parents(entry.path));
    const auto& path = entry.path.text();
    if (const auto found = standing_.find(path); found != standing_.end()) {
        auto& there = found->second;
        if (there.kind != entry.kind || there.content != content_of(entry)) {
            return refused(fmt::format("{} stands in it twice, as {} and again as {}", quoted(path),
                                       described(there.kind),
                                       there.kind == entry.kind ? "another one" : described(entry.kind)));
        }
        return std::exchange(there.implied, false);
    }
    standing_.emplace(path, Standing{entry.kind, false, content_of(entry)});
    return true;
}

Result<RelativePath> Names::file_at(const RelativePath& link, const RelativePath& target) const {
    const auto found = standing_.find(target.text());
    if (found == standing_.end()) {
        return refused(fmt::format("{} is a hard link to {}, which does not stand before it",
                                   quoted(link.text()), quoted(target.text())));
    }
    switch (found->second.kind) {
        case Kind::file:
        case Kind::executable: return target;
        case Kind::hardlink: return RelativePath::parse(found->second.content);
        case Kind::symlink:
        case Kind::directory: break;
    }
    return refused(fmt::format("{} is a hard link to {}, which is {}", quoted(link.text()),
                               quoted(target.text()), described(found->second.kind)));
}

Result<void> Names::take_parents(const RelativePath& path) {
    const auto parent = path.parent();
    if (parent == parent_) {
        return {};
    }
    for (std::size_t end = 0; end != parent.size();) {
        const auto slash = parent.find('/', end + 1);
        end = slash == std::string_view::npos ? parent.size() : slash;
        const auto above = parent.substr(0, end);
        const auto found = standing_.find(std::string(above));
        if (found == standing_.end()) {
            standing_.emplace(above, Standing{Kind::directory, true, {}});
        } else if (found->second.kind != Kind::directory) {
            return refused(fmt::format("{} stands below {}, which is {}", quoted(path.text()), quoted(above),
                                       described(found->second.kind)));
        }
    }
    parent_ = parent;
    return {};
}

}  // namespace slipway::archive

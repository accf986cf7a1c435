#include "slipway/fetch/transform.hpp"

#include <slipway/archive/unpack.hpp>
#include <slipway/base/chars.hpp>
#include <slipway/cache/tree_builder.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::fetch {

namespace {

using Kind = archive::Entry::Kind;

cache::Mode mode_of(Kind kind) {
    switch (kind) {
        case Kind::executable: return cache::Mode::executable;
        case Kind::symlink: return cache::Mode::symlink;
        case Kind::directory: return cache::Mode::directory;
        case Kind::file:
        case Kind::hardlink: break;
    }
    return cache::Mode::file;
}

// Everything in the archive, in the store. A later entry of one name is what stays, as tar has it.
struct Content {
    struct Item {
        cache::Mode mode{};
        Digest id = {};
        std::string target = {};  // of a link
    };
    std::map<RelativePath, Item> items;

    Result<void> add(const archive::Entry& entry, cache::Store& store) {
        if (entry.kind == Kind::hardlink) {
            const auto original = items.find(*entry.hardlink);
            if (original == items.end()) {
                return Error(
                    ErrorKind::unsupported,
                    fmt::format("'{}' is a hard link to what is not in the archive", entry.path.text()));
            }
            items.insert_or_assign(entry.path, original->second);
            return {};
        }
        Item item{.mode = mode_of(entry.kind)};
        if (entry.kind != Kind::directory) {
            item.id = SLIPWAY_TRY(store.put_blob(entry.bytes, item.mode));
        }
        if (entry.kind == Kind::symlink) {
            item.target = entry.bytes;
        }
        items.insert_or_assign(entry.path, std::move(item));
        return {};
    }
};

// The part of the archive that is the project: its single top directory, or nothing to strip (spec §4.5).
std::string single_top_directory(const Content& content) {
    std::string top;
    for (const auto& [path, item] : content.items) {
        const auto first = std::string(path.parts().front());
        const bool is_directory = path.text() != first || item.mode == cache::Mode::directory;
        if (!is_directory || (!top.empty() && top != first)) {
            return {};
        }
        top = first;
    }
    return top;
}

Result<void> place(const RelativePath& path, const Content::Item& item, cache::TreeBuilder& tree) {
    if (item.mode == cache::Mode::directory) {
        return tree.add_directory(path);
    }
    if (item.mode == cache::Mode::symlink && !link_stays_inside(path, item.target)) {
        return Error(ErrorKind::unsupported,
                     fmt::format("the symbolic link '{}' leads out of the project, to '{}'", path.text(),
                                 item.target))
            .with_help("an archive with such a link is not safe to unpack; ask its author for one without");
    }
    return tree.add(path, item.mode, item.id);
}

// The tree below `root` ("" for all), or nothing if no entry is there. May also be a single file.
Result<std::optional<Digest>> tree_below(const std::string& root,
                                         const Content& content,
                                         cache::Store& store) {
    cache::TreeBuilder tree;
    bool found = root.empty();
    for (const auto& [path, item] : content.items) {
        const auto& text = path.text();
        if (!root.empty() && (text == root || !text.starts_with(root + '/'))) {
            found = found || (text == root && item.mode == cache::Mode::directory);
            continue;
        }
        found = true;
        const auto below =
            SLIPWAY_TRY(RelativePath::parse(root.empty() ? text : text.substr(root.size() + 1)));
        SLIPWAY_TRY(place(below, item, tree));
    }
    if (!found) {
        return std::optional<Digest>();
    }
    return std::optional(SLIPWAY_TRY(tree.write(store)));
}

Result<Digest> subtree_of(const std::string& subtree, const Content& content, cache::Store& store) {
    auto path = SLIPWAY_TRY(RelativePath::parse_lenient(subtree));
    const auto named = content.items.find(path);
    if (named != content.items.end() && named->second.mode != cache::Mode::directory) {
        return Error(ErrorKind::unsupported,
                     fmt::format("'{}' is a file in the archive, not a directory", subtree))
            .with_help("let 'subtree' name the directory that it is in");
    }
    if (auto tree = SLIPWAY_TRY(tree_below(path.text(), content, store))) {
        return *tree;
    }
    std::vector<std::string> tops;
    for (const auto& [entry, item] : content.items) {
        if (const std::string top(entry.parts().front()); tops.empty() || tops.back() != top) {
            tops.push_back(top);
        }
    }
    tops.resize(std::min<std::size_t>(tops.size(), 5));
    return Error(ErrorKind::not_found, fmt::format("the archive has no directory '{}'", subtree))
        .with_help(fmt::format("'subtree' counts from the archive's root, where there is: {}",
                               fmt::join(tops, ", ")));
}

// Nobody wants a file of such a name that is no archive: most often it is a web page that says what is wrong.
bool promises_archive(std::string_view name) {
    constexpr std::array<std::string_view, 12> endings = {".tar",     ".tar.gz", ".tgz",    ".tar.bz2",
                                                          ".tbz",     ".tbz2",   ".tar.xz", ".txz",
                                                          ".tar.zst", ".zip",    ".7z",     ".rar"};
    const auto small = lower(std::string(name));
    return std::ranges::any_of(endings, [&](std::string_view ending) { return small.ends_with(ending); });
}

// What unpacks with programs that we do not have, by its first bytes.
std::string_view foreign_archive(std::string_view bytes) {
    constexpr std::pair<std::string_view, std::string_view> known[] = {{"7z\xBC\xAF\x27\x1C", "7z"},
                                                                       {"Rar!\x1A\x07", "rar"}};
    for (const auto& [magic, name] : known) {
        if (bytes.starts_with(magic)) {
            return name;
        }
    }
    return {};
}

// A file that is no archive is the one file of its tree.
Result<Digest> single_file(const plan::Unpack& action, const std::string& bytes, cache::Store& store) {
    if (const auto foreign = foreign_archive(bytes); !foreign.empty()) {
        return Error(ErrorKind::unsupported,
                     fmt::format("it is a {} archive, which cannot be unpacked", foreign))
            .with_help("take it in another form: tar, tar.gz, tar.bz2, tar.xz, tar.zst or zip");
    }
    if (!action.subtree.empty()) {
        return Error(ErrorKind::unsupported, "it is not an archive, so it has no subtree")
            .with_help(
                "supported are tar, tar.gz, tar.bz2, tar.xz, tar.zst and zip; check that the URL gives one");
    }
    if (action.file_name.empty() || promises_archive(action.file_name)) {
        return Error(ErrorKind::unsupported,
                     "it is not an archive (tar, tar.gz, tar.bz2, tar.xz, tar.zst, zip)")
            .with_help("check what the URL gives: often it is a web page that says what is wrong");
    }
    cache::TreeBuilder tree;
    const auto name = SLIPWAY_TRY(RelativePath::parse_lenient(action.file_name));
    const auto blob = SLIPWAY_TRY(store.put_blob(bytes, cache::Mode::file));
    SLIPWAY_TRY(tree.add(name, cache::Mode::file, blob));
    return tree.write(store);
}

}  // namespace

Result<cache::ActionResult> unpack(const plan::Unpack& action, const Digest& blob, cache::Store& store) {
    const auto bytes = SLIPWAY_TRY(store.read_blob(blob));
    const auto format = archive::detect(bytes);
    if (!format) {
        return cache::ActionResult{.object = SLIPWAY_TRY(single_file(action, bytes, store)),
                                   .facts = {{"file", action.file_name}}};
    }
    Content content;
    SLIPWAY_TRY(archive::unpack(bytes, *format, {},
                                [&](const archive::Entry& entry) { return content.add(entry, store); }));
    if (!action.subtree.empty()) {
        return cache::ActionResult{.object = SLIPWAY_TRY(subtree_of(action.subtree, content, store))};
    }
    const auto tree = SLIPWAY_TRY(tree_below(single_top_directory(content), content, store));
    return cache::ActionResult{.object = *tree};
}

}  // namespace slipway::fetch

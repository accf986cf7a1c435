#include "slipway/assemble/content_hash.hpp"

#include <slipway/cache/follow.hpp>
#include <slipway/hash/checksum.hpp>
#include <slipway/hash/cksum.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::assemble {

namespace {

using cache::Mode;
using cache::TreeEntry;

constexpr std::size_t most_files = 10'000'000;

// What Drush does not look at: also what is hidden and has ".+" in its name.
bool is_left_out(std::string_view name) {
    return name == "node_modules" || name == "bower_components"
           || (name.starts_with('.') && name.find(".+") != std::string_view::npos);
}

// As PHP's trim(), and exec() before it, leave a line of cksum's: up to the name's first line feed, without
// space around it.
std::string_view as_php_reads(std::string_view line) {
    line = line.substr(0, line.find('\n'));
    constexpr std::string_view space(" \t\r\v\0", 5);
    return line.substr(0, line.find_last_not_of(space) + 1);
}

// Whether `path` is at or below `directory`, "" being above all.
bool is_within(std::string_view path, std::string_view directory) {
    return directory.empty() || path == directory
           || (path.starts_with(directory) && path.substr(directory.size()).starts_with('/'));
}

class Lines {
public:
    Lines(const cache::Store& store, const Digest& platform) : store_(store), platform_(platform) {}

    Result<std::vector<std::string>> collect() && {
        pending_.push_back({.tree = platform_});
        while (!pending_.empty()) {
            const auto directory = std::move(pending_.back());
            pending_.pop_back();
            const auto tree = SLIPWAY_TRY(store_.read_tree(directory.tree));
            for (const auto& entry : tree.entries()) {
                if (!is_left_out(entry.name)) {
                    SLIPWAY_TRY(add(directory, entry));
                }
            }
        }
        std::ranges::sort(lines_);
        return std::move(lines_);
    }

private:
    struct Directory {
        std::string path = {};  // as it is reached: "", "sites/all"
        std::string real = {};  // without links
        Digest tree = {};
        std::vector<std::string> left = {};  // the real directories whose links were followed to come here
    };

    static std::string below(const std::string& path, const std::string& name) {
        return path.empty() ? name : path + '/' + name;
    }

    Result<void> add(const Directory& directory, const TreeEntry& entry) {
        auto path = below(directory.path, entry.name);
        if (entry.mode == Mode::symlink) {
            return add_link(directory, std::move(path));
        }
        if (entry.mode == Mode::directory) {
            pending_.push_back(
                {std::move(path), below(directory.real, entry.name), entry.id, directory.left});
            return {};
        }
        return add_file(path, entry.id);
    }

    Result<void> add_link(const Directory& directory, std::string path) {
        auto target = SLIPWAY_TRY(cache::follow(store_, platform_, path));
        if (!target) {
            return add_line(
                {});  // cksum prints nothing for what is not there, and Drush takes that for a line
        }
        if (target->mode != Mode::directory) {
            return add_file(path, target->id);
        }
        auto left = directory.left;
        left.push_back(directory.real);
        if (std::ranges::any_of(left, [&](const auto& real) { return is_within(real, target->path); })) {
            return Error(ErrorKind::unsupported,
                         fmt::format("the symbolic link '{}' leads to a directory that it is in itself, so "
                                     "there is no end to the files below it",
                                     path));
        }
        pending_.push_back({std::move(path), std::move(target->path), target->id, std::move(left)});
        return {};
    }

    Result<void> add_file(const std::string& path, const Digest& blob) {
        const auto bytes = SLIPWAY_TRY(store_.read_blob(blob));
        return add_line(fmt::format("{} {} /__build__/{}", cksum(bytes), bytes.size(), path));
    }

    Result<void> add_line(std::string_view line) {
        lines_.emplace_back(as_php_reads(line));
        return lines_.size() <= most_files
                   ? Result<void>()
                   : Error(ErrorKind::unsupported, "the platform has too many files to be hashed");
    }

    const cache::Store& store_;
    Digest platform_;
    std::vector<Directory> pending_;
    std::vector<std::string> lines_;
};

}  // namespace

Result<cache::ActionResult> content_hash(const Digest& platform, const cache::Store& store) {
    const auto lines = SLIPWAY_TRY(Lines(store, platform).collect());
    const auto text = fmt::format("{}", fmt::join(lines, "\n"));
    return cache::ActionResult{.object = {},
                               .facts = {{"md5", checksum_of(ChecksumAlgorithm::md5, text).hex}}};
}

}  // namespace slipway::assemble

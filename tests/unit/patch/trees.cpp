#include "trees.hpp"

#include <fmt/core.h>

#include <chrono>
#include <fstream>
#include <sstream>
#include <utility>

namespace slipway::patch::test {

namespace fs = std::filesystem;

namespace {

// Equal trees give equal time stamps in diffs.
const auto long_ago =
    fs::file_time_type::clock::from_sys(std::chrono::sys_seconds(std::chrono::seconds(1335830400)));

}  // namespace

ReadFile reader_of(const Tree& tree) {
    return [&tree](const RelativePath& path) -> Result<std::optional<File>> {
        const auto found = tree.find(path.text());
        return found == tree.end() ? std::nullopt : std::optional(found->second);
    };
}

File text(std::string bytes) { return {FileMode::regular, std::move(bytes)}; }

File program(std::string bytes) { return {FileMode::executable, std::move(bytes)}; }

File link_to(std::string target) { return {FileMode::symlink, std::move(target)}; }

Tree changed(Tree tree, const Applied& applied) {
    for (const auto& [path, file] : applied.changes) {
        if (file) {
            tree[path.text()] = *file;
        } else {
            tree.erase(path.text());
        }
    }
    return tree;
}

void write_tree(const fs::path& directory, const Tree& tree) {
    fs::remove_all(directory);
    fs::create_directories(directory);
    for (const auto& [name, file] : tree) {
        const auto path = directory / name;
        fs::create_directories(path.parent_path());
        if (file.mode == FileMode::symlink) {
            fs::create_symlink(file.bytes, path);
            continue;
        }
        std::ofstream(path, std::ios::binary) << file.bytes;
        fs::last_write_time(path, long_ago);
        fs::permissions(path, fs::perms(file.mode == FileMode::executable ? 0755 : 0644));
    }
}

Tree read_tree(const fs::path& directory) {
    Tree tree;
    for (const auto& entry : fs::recursive_directory_iterator(directory)) {
        const auto name = fs::relative(entry.path().parent_path(), directory) / entry.path().filename();
        const auto key = name.lexically_normal().string();
        if (entry.is_symlink()) {
            tree[key] = link_to(fs::read_symlink(entry.path()).string());
        } else if (entry.is_regular_file()) {
            std::ostringstream bytes;
            bytes << std::ifstream(entry.path(), std::ios::binary).rdbuf();
            const bool runs = (entry.status().permissions() & fs::perms::owner_exec) != fs::perms::none;
            tree[key] = runs ? program(bytes.str()) : text(bytes.str());
        }
    }
    return tree;
}

std::string difference(const Tree& expected, const Tree& actual) {
    std::string out;
    for (const auto& [name, file] : expected) {
        const auto other = actual.find(name);
        if (other == actual.end()) {
            out += fmt::format("{}: missing\n", name);
        } else if (other->second.mode != file.mode) {
            out += fmt::format("{}: another mode\n", name);
        } else if (other->second.bytes != file.bytes) {
            out += fmt::format("{}: expected\n{}\n--- got\n{}\n", name, file.bytes, other->second.bytes);
        }
    }
    for (const auto& [name, file] : actual) {
        if (!expected.contains(name)) {
            out += fmt::format("{}: not expected\n", name);
        }
    }
    return out;
}

}  // namespace slipway::patch::test

#include "store_contents.hpp"

#include <fmt/core.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>

namespace slipway::test {

namespace fs = std::filesystem;

namespace {

// "ab/cdef….x" -> abcdef…
std::optional<Digest> digest_of(std::string name) {
    if (name.ends_with(".x")) {
        name.resize(name.size() - 2);
    }
    std::erase(name, '/');
    return Digest::from_hex(name);
}

std::int64_t expected_time(const Digest& id) {
    const auto first = std::stoull(id.hex().substr(0, 8), nullptr, 16);
    return 315'532'800 + static_cast<std::int64_t>(first / 4);
}

bool is_whole(const cache::Store& store, const Digest& tree) {
    const auto read = store.read_tree(tree);
    return read && std::ranges::all_of(read->entries(), [&store](const cache::TreeEntry& entry) {
               return entry.mode == cache::Mode::directory ? is_whole(store, entry.id)
                                                           : store.read_blob(entry.id).has_value();
           });
}

}  // namespace

std::vector<std::string> files_below(const fs::path& directory) {
    std::vector<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(directory)) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path().lexically_relative(directory).string());
        }
    }
    std::ranges::sort(files);
    return files;
}

std::string content_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> damaged_objects(const fs::path& root) {
    std::vector<std::string> complaints;
    for (const std::string type : {"blob", "tree"}) {
        const auto directory = root / (type == "blob" ? "objects" : "trees");
        for (const auto& name : files_below(directory)) {
            const auto bytes = content_of(directory / name);
            const auto id = digest_of(name);
            if (!id || sha256(fmt::format("{} {}{}{}", type, bytes.size(), '\0', bytes)) != *id) {
                complaints.push_back(fmt::format("{} {} holds other bytes", type, name));
                continue;
            }
            struct stat status {};
            const mode_t mode = name.ends_with(".x") ? 0555 : 0444;
            if (::stat((directory / name).c_str(), &status) < 0 || (status.st_mode & 07777U) != mode) {
                complaints.push_back(fmt::format("{} {} has another mode", type, name));
            }
            if (type == "blob" && status.st_mtim.tv_sec != expected_time(*id)) {
                complaints.push_back(fmt::format("{} {} has another time", type, name));
            }
        }
    }
    return complaints;
}

std::vector<std::string> broken_actions(const cache::Store& store) {
    std::vector<std::string> complaints;
    for (const auto& name : files_below(store.root() / "actions")) {
        const auto key = digest_of(name);
        const auto result = key ? store.find_action(*key) : std::nullopt;
        if (!result) {
            complaints.push_back("action " + name + " is not readable");
        } else if (result->object && !is_whole(store, *result->object)) {
            complaints.push_back("action " + name + " names a tree that is not whole");
        }
    }
    return complaints;
}

}  // namespace slipway::test

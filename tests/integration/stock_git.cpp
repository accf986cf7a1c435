#include "stock_git.hpp"

#include <fmt/core.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>
#include <string_view>
#include <tests/support/program.hpp>
#include <tests/support/temporary_directory.hpp>

namespace slipway::test {

namespace fs = std::filesystem;

namespace {

// A repository that is asked for ids and holds nothing.
class Git {
public:
    Git() { output_of({"git", "init", "--quiet", "--object-format=sha256"}, options({})); }

    // The ids that git answers, one a line.
    std::vector<std::string> ids(std::vector<std::string> command, const std::string& input) const {
        command.insert(command.begin(), "git");
        std::vector<std::string> lines;
        auto text = output_of(command, options(input));
        for (std::string_view rest = text; !rest.empty();) {
            const auto end = std::min(rest.find('\n'), rest.size());
            lines.emplace_back(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        return lines;
    }

private:
    RunOptions options(const std::string& input) const {
        return {.directory = directory_.path(),
                .environment = {"GIT_DIR=" + (directory_ / "git").native(), "GIT_CONFIG_GLOBAL=/dev/null",
                                "GIT_CONFIG_SYSTEM=/dev/null"},
                .input = input};
    }

    TemporaryDirectory directory_;
};

struct Walk {
    std::vector<fs::path> files;  // each with a name of one line
    std::map<fs::path, std::string> ids;
    std::map<std::size_t, std::vector<fs::path>, std::greater<>> directories;  // by depth, the deepest first
};

// What working copies have besides the platform's own.
bool is_left_out(const fs::path& path) {
    const auto name = path.filename();
    return name == ".git" || name == ".svn" || name == ".hg" || name == ".bzr";
}

// A link of --link-mode=symlink stands for what it leads to.
bool leads_into_store(const fs::path& path) {
    return fs::is_symlink(path) && fs::read_symlink(path).native().find("/projects/") != std::string::npos;
}

void walk(const fs::path& directory, std::size_t depth, const Git& git, Walk& found) {
    found.directories[depth].push_back(directory);
    for (const auto& entry : fs::directory_iterator(directory)) {
        const auto& path = entry.path();
        if (is_left_out(path)) {
            continue;
        }
        if (entry.is_symlink() && !leads_into_store(path)) {
            found.ids[path] = git.ids({"hash-object", "--stdin"}, fs::read_symlink(path).native()).at(0);
        } else if (entry.is_directory()) {
            walk(path, depth + 1, git, found);
        } else if (path.native().find('\n') != std::string::npos) {
            found.ids[path] = git.ids({"hash-object", "--no-filters", "--", path}, {}).at(0);
        } else {
            found.files.push_back(path);
        }
    }
}

void hash_files(const Git& git, Walk& found) {
    std::string names;
    for (const auto& path : found.files) {
        names += path.native() + '\n';
    }
    const auto ids = git.ids({"hash-object", "--no-filters", "--stdin-paths"}, names);
    for (std::size_t i = 0; i < found.files.size(); ++i) {
        found.ids[found.files.at(i)] = ids.at(i);
    }
}

// As `mktree -z` reads an entry.
std::string entry_line(const fs::path& path, const std::string& id) {
    struct ::stat status {};
    leads_into_store(path) ? ::stat(path.c_str(), &status) : ::lstat(path.c_str(), &status);
    const auto* const mode = S_ISLNK(status.st_mode)           ? "120000 blob"
                             : S_ISDIR(status.st_mode)         ? "040000 tree"
                             : (status.st_mode & S_IXUSR) != 0 ? "100755 blob"
                                                               : "100644 blob";
    return fmt::format("{} {}\t{}", mode, id, path.filename().native()) + '\0';
}

std::string attribute(const fs::path& directory) {
    std::array<char, 64> value{};
    const auto size = ::getxattr(directory.c_str(), "user.slipway.id", value.data(), value.size());
    return size < 0 ? std::string() : std::string(value.data(), static_cast<std::size_t>(size));
}

}  // namespace

std::string git_mktree_id(const fs::path& directory) {
    const Git git;
    Walk found;
    walk(directory, 0, git, found);
    hash_files(git, found);
    for (const auto& [depth, directories] : found.directories) {
        std::string trees;
        for (const auto& each : directories) {
            for (const auto& entry : fs::directory_iterator(each)) {
                if (!is_left_out(entry.path())) {
                    trees += entry_line(entry.path(), found.ids.at(entry.path()));
                }
            }
            trees += '\0';  // an empty entry ends a tree
        }
        const auto ids = git.ids({"mktree", "-z", "--batch", "--missing"}, trees);
        for (std::size_t i = 0; i < directories.size(); ++i) {
            found.ids[directories.at(i)] = ids.at(i);
        }
    }
    return found.ids.at(directory);
}

void check_published(const std::vector<std::string>& arguments, const fs::path& from) {
    for (const auto& argument : arguments) {
        const auto directory = from / argument;
        std::error_code ignored;
        const auto id = fs::is_directory(directory, ignored) ? attribute(directory) : std::string();
        if (id.empty()) {
            continue;
        }
        if (const auto stock = git_mktree_id(directory); stock != id) {
            throw std::runtime_error(
                fmt::format("git calls {} {}, and slipway {}", directory.native(), stock, id));
        }
    }
}

}  // namespace slipway::test

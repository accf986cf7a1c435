#include "site.hpp"

#include "../support/paths.hpp"
#include "stock_git.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <tests/unit/archive/archives.hpp>
#include <utility>

namespace slipway::test {

namespace fs = std::filesystem;

namespace {

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

fs::path made(const fs::path& directory) {
    fs::create_directories(directory);
    return directory;
}

}  // namespace

Site::Site(const NginxOptions& options) : Site(options, Content::demonstration, fs::temp_directory_path()) {}

Site::Site(const fs::path& parent) : Site({}, Content::demonstration, parent) {}

Site Site::bare(const NginxOptions& options) { return {options, Content::bare, fs::temp_directory_path()}; }

Site::Site(const NginxOptions& options, Content content, const fs::path& parent)
    : directory_(parent), nginx_(made(directory_ / "site"), options) {
    if (content == Content::demonstration) {
        output_of({source_directory() + "/fixtures/pack", files(), nginx_.url("")});
    } else {
        serve("core.tar", tar_of({{"core/index.php", "<?php\n"}, {"core/modules/README.txt", "modules\n"}}));
    }
}

fs::path Site::write_makefile(std::string_view name,
                              std::string_view text,
                              std::string_view core_version) const {
    auto path = files() / name;
    write(path, fmt::format("core = {}\napi = 2\n{}", core_version,
                            replaced(std::string(text), "@BASE@", nginx_.url(""))));
    return path;
}

std::string Site::serve(std::string_view name, std::string_view bytes) const {
    write(files() / name, bytes);
    return fmt::format("{}/{}", nginx_.url(""), name);
}

std::vector<std::string> Site::command(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), slipway_program());
    if (std::ranges::find(arguments, "--store") == arguments.end()) {
        arguments.insert(arguments.end(), {"--store", directory_ / "store"});
    }
    arguments.insert(arguments.end(), {"--make-update-default-url", nginx_.url("/release-history")});
    return arguments;
}

// NOLINTNEXTLINE(performance-unnecessary-value-param): many callers hand it over
ProgramOutcome Site::slipway(std::vector<std::string> arguments, const RunOptions& options) const {
    auto outcome = run_program(command(arguments), options);
    // What is merged into a platform (--no-core) makes it another than its attribute says.
    const bool publishes = arguments.at(0) == "build" || arguments.at(0) == "make";
    if (outcome.status == 0 && publishes && std::ranges::find(arguments, "--no-core") == arguments.end()) {
        check_published(arguments, options.directory);
    }
    return outcome;
}

ProgramOutcome Site::build(const fs::path& makefile, std::string_view platform) const {
    return slipway({"build", makefile, "-o", directory_ / platform});
}

ProgramOutcome Site::build_anew(const fs::path& makefile, std::string_view platform) const {
    return slipway({"build", makefile, "-o", directory_ / platform, "--no-lock"});
}

std::string get(std::string_view entry, std::string_view url) {
    return fmt::format("{0}[download][type] = get\n{0}[download][url] = {1}\n", entry, url);
}

std::string tar_of(const std::map<std::string, std::string>& files) {
    std::string tar;
    for (const auto& [name, bytes] : files) {
        tar += tar_file(name, bytes);
    }
    return tar + tar_end();
}

std::string contents(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write(const fs::path& path, std::string_view text) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

std::vector<std::string> listing(const fs::path& directory) {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(directory)) {
        names.push_back(entry.path().lexically_relative(directory));
    }
    std::ranges::sort(names);
    return names;
}

std::string git_tree_id(const fs::path& directory) {
    const TemporaryDirectory repository;
    const RunOptions options{
        .directory = directory,
        .environment = {"GIT_DIR=" + (repository / "git").native(), "GIT_WORK_TREE=" + directory.native(),
                        "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null"},
        .input = {}};
    output_of({"git", "init", "--quiet", "--object-format=sha256"}, options);
    output_of({"git", "add", "--all", "--force"}, options);
    return output_of({"git", "write-tree"}, options);
}

}  // namespace slipway::test

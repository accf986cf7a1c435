#include "files.hpp"

#include <slipway/makefile/parse.hpp>
#include <slipway/sys/file.hpp>

#include <algorithm>
#include <array>
#include <string_view>
#include <system_error>
#include <utility>

namespace slipway::survey {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t largest_file = std::size_t{1} << 20U;
constexpr std::array<std::string_view, 3> never_entered{"CVS", "node_modules", "bower_components"};

}  // namespace

Listing list(const fs::path& directory) {
    Listing out;
    std::error_code error;
    if (!fs::is_directory(fs::symlink_status(directory, error))) {  // nor is a link to one entered
        return out;
    }
    for (fs::directory_iterator it(directory, error), end; !error && it != end; it.increment(error)) {
        auto name = it->path().filename().string();
        std::error_code ignored;
        const auto status = it->symlink_status(ignored);
        if (name.starts_with('.') || std::ranges::find(never_entered, name) != never_entered.end()) {
            continue;
        }
        if (fs::is_directory(status)) {
            out.directories.push_back(std::move(name));
        } else if (fs::is_regular_file(status)) {
            out.files.push_back(std::move(name));
        }
    }
    std::ranges::sort(out.directories);
    std::ranges::sort(out.files);
    return out;
}

std::optional<std::string> text_of(const fs::path& file) {
    std::error_code error;
    if (!fs::is_regular_file(fs::symlink_status(file, error))) {
        return std::nullopt;
    }
    auto text = read_file(file, largest_file);
    return text ? std::optional(*std::move(text)) : std::nullopt;
}

document::Map info_of(const fs::path& file) {
    auto text = text_of(file);
    if (!text) {
        return {};
    }
    SourceMap sources;
    Diagnostics ignored;
    const auto format = file.extension() == ".yml" ? makefile::Format::yaml : makefile::Format::ini;
    auto document = makefile::parse(sources.add(file.native(), *std::move(text)), sources,
                                    document::Mode::drush, ignored, format);
    return document ? std::move(document->root) : document::Map();
}

bool is_info(const std::string& name) { return name.ends_with(".info") || name.ends_with(".info.yml"); }

}  // namespace slipway::survey

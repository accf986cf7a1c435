#include "contents.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/diag/diagnostic.hpp>
#include <slipway/diag/source_map.hpp>
#include <slipway/document/document.hpp>
#include <slipway/document/reporter.hpp>
#include <slipway/ini/info.hpp>
#include <slipway/manifest/constraint.hpp>
#include <slipway/yaml/parse.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace slipway::bill {

namespace {

using cache::Mode;
using cache::TreeEntry;

constexpr std::size_t deepest = 64;  // directories in each other
constexpr std::string_view ini_suffix = ".info";
constexpr std::string_view yaml_suffix = ".info.yml";

bool is_file(const TreeEntry& entry) { return entry.mode == Mode::file || entry.mode == Mode::executable; }

// "LICENSE", "license.md", "COPYING.LESSER", "MIT-LICENSE.txt", "COPYRIGHT.txt".
bool is_licence(const std::string& name) {
    const auto small = lower(name);
    const auto stem = small.substr(0, small.find('.'));
    constexpr std::array<std::string_view, 6> begins{"license",   "licence",   "copying",
                                                     "copyright", "unlicense", "gpl"};
    return std::ranges::any_of(begins, [&](std::string_view word) { return stem.starts_with(word); })
           || stem.ends_with("license") || stem.ends_with("licence");
}

// The machine name that a manifest's file gives; empty if it is none.
std::string extension_of(const std::string& name) {
    for (const auto suffix : {yaml_suffix, ini_suffix}) {
        if (name.ends_with(suffix) && name.size() > suffix.size()) {
            return name.substr(0, name.size() - suffix.size());
        }
    }
    return {};
}

class Reader {
public:
    Reader(const cache::Store& store, const std::stop_token& stop) : store_(store), stop_(stop) {}

    Result<void> read(const Digest& tree, const std::string& path) {
        const auto root = SLIPWAY_TRY(store_.read_tree(tree));
        for (const auto& entry : root.entries()) {
            if (is_file(entry)) {
                SLIPWAY_TRY(look_at_root_file(entry, below(path, entry.name)));
            }
        }
        return walk(root, path, {});
    }

    Contents take() { return std::move(out_); }

private:
    // Where in the component a directory is.
    struct Place {
        std::size_t depth = 0;
        bool in_tests = false;
    };

    static std::string below(const std::string& path, const std::string& name) {
        return path.empty() ? name : fmt::format("{}/{}", path, name);
    }

    Result<void> look_at_root_file(const TreeEntry& entry, const std::string& path) {
        if (entry.name == "composer.json" || entry.name == "package.json") {
            const auto package = read_package(SLIPWAY_TRY(store_.read_blob(entry.id)));
            if (!package) {
                out_.unreadable.push_back(path);
                return {};
            }
            (entry.name == "composer.json" ? out_.composer : out_.npm) = *package;
            out_.licences.push_back({.file = entry.name, .stated = package->licence});
        } else if (is_licence(entry.name)) {
            out_.licences.push_back(
                {.file = entry.name,
                 .recognised = recognised_licences(SLIPWAY_TRY(store_.read_blob(entry.id)))});
        }
        return {};
    }

    Result<void> walk(const cache::Tree& tree, const std::string& path, Place place) {
        if (stop_.stop_requested()) {
            return Error(ErrorKind::cancelled, "interrupted");
        }
        if (place.depth > deepest) {
            out_.unreadable.push_back(path);
            return {};
        }
        for (const auto& entry : tree.entries()) {
            const auto inner = below(path, entry.name);
            if (entry.mode == Mode::directory) {
                const bool tests = place.in_tests || entry.name == "tests" || entry.name == "Tests";
                const auto directory = SLIPWAY_TRY(store_.read_tree(entry.id));
                SLIPWAY_TRY(walk(directory, inner, {place.depth + 1, tests}));
            } else if (is_file(entry)) {
                SLIPWAY_TRY(look_at_file(entry, inner, place.in_tests));
            }
        }
        return {};
    }

    Result<void> look_at_file(const TreeEntry& entry, const std::string& path, bool in_tests) {
        if (path.ends_with("vendor/composer/installed.json")) {
            auto installed = read_installed(SLIPWAY_TRY(store_.read_blob(entry.id)), path);
            if (!installed) {
                out_.unreadable.push_back(path);
                return {};
            }
            out_.bundled.insert(out_.bundled.end(), installed->begin(), installed->end());
        }
        const auto extension = extension_of(entry.name);
        if (!extension.empty()) {
            out_.extensions.insert(extension);
            if (!in_tests) {
                look_at_manifest(entry.name, path, SLIPWAY_TRY(store_.read_blob(entry.id)));
            }
        }
        return {};
    }

    // What is wrong with a manifest is for `slipway check` to say; here counts what can be read.
    void look_at_manifest(const std::string& name, const std::string& path, std::string text) {
        SourceMap sources;
        Diagnostics diagnostics;
        document::Reporter reporter(document::Mode::drush, diagnostics);
        const auto file = sources.add(path, std::move(text));
        const auto data = name.ends_with(yaml_suffix) ? yaml::parse(
                              {.text = sources[file].text, .file = file, .because = {}}, reporter)
                                                      : ini::parse_info(std::array{file}, sources, reporter);
        if (!data) {
            out_.unreadable.push_back(path);
            return;
        }
        const auto* const core = data->find("core");
        out_.needs_core =
            out_.needs_core || core != nullptr || data->find("core_version_requirement") != nullptr;
        if (const auto* const list = data->find("dependencies"); list != nullptr && list->is_map()) {
            for (const auto& each : list->map().entries()) {
                const auto dependency =
                    manifest::read_dependency({.text = each.value.text(), .span = each.value.span()},
                                              core == nullptr ? "8.x" : core->text(), sources, reporter);
                out_.needs.insert(dependency.name.text);
            }
        }
        if (const auto* const theme = data->find("base theme"); theme != nullptr && theme->is_text()) {
            out_.needs.insert(theme->text());
        }
    }

    const cache::Store& store_;
    const std::stop_token& stop_;
    Contents out_ = {};
};

}  // namespace

Result<Contents> read_contents(const cache::Store& store,
                               const Digest& tree,
                               const std::string& path,
                               const std::stop_token& stop) {
    Reader reader(store, stop);
    SLIPWAY_TRY(reader.read(tree, path));
    auto out = reader.take();
    out.needs.erase("");
    return out;
}

}  // namespace slipway::bill

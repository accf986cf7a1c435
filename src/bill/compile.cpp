#include "contents.hpp"
#include "licence.hpp"
#include "purl.hpp"

#include <slipway/bill/bill.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

namespace slipway::bill {

namespace {

std::string place_of(const lock::Entry& entry) {
    return entry.path.empty() ? fmt::format("{} in the platform's root", entry.name)
                              : fmt::format("{} in {}", entry.name, entry.path);
}

// How many directories two paths have in common.
std::size_t nearness(std::string_view a, std::string_view b) {
    std::size_t common = 0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()) && a[i] == b[i]; ++i) {
        common += a[i] == '/' ? 1U : 0U;
    }
    return common;
}

class Compiler {
public:
    Compiler(lock::Lock lock, const cache::Store& store, const PatchText& patch_text, std::stop_token stop)
        : store_(store), patch_text_(patch_text), stop_(std::move(stop)) {
        lock::sort(lock);
        out_.lock = std::move(lock);
    }

    Result<Bill> compile() {
        for (const auto& entry : out_.lock.entries) {
            SLIPWAY_TRY(add(entry));
        }
        for (std::size_t i = 0; i < out_.components.size(); ++i) {
            connect(i);
        }
        return std::move(out_);
    }

private:
    Result<void> add(const lock::Entry& entry) {
        auto& component = out_.components.emplace_back(Component{.entry = entry, .version = entry.version});
        component.purl = purl_of(entry, out_.lock.core);
        component.cpe = cpe_of(entry);
        component.supplier = is_of_drupal_org(entry) ? "drupal.org" : "";
        for (const auto& patch : entry.patches) {
            component.patches.push_back({patch, patch_text_(patch)});
            if (!component.patches.back().text) {
                out_.remarks.push_back(
                    fmt::format("the store does not tell the text of the patch {} of {}: the bill names it, "
                                "without its text",
                                patch.url, entry.name));
            }
        }
        auto contents = read_contents(store_, entry.tree, entry.path, stop_);
        if (!contents && contents.error().kind() == ErrorKind::cancelled) {
            return std::move(contents).error();
        }
        component.was_read = contents.has_value();
        if (!contents) {
            out_.remarks.push_back(fmt::format(
                "the store does not have the files of {}: nothing is known of its licence, and of what "
                "it needs",
                place_of(entry)));
        }
        contents_.push_back(contents ? *std::move(contents) : Contents{});
        take(contents_.back(), component);
        return {};
    }

    void take(Contents& contents, Component& component) {
        component.licence = licence_of(contents.licences, is_of_drupal_org(component.entry));
        component.bundled = std::move(contents.bundled);
        for (const auto& [package, file] :
             {std::pair(&contents.composer, "composer.json"), std::pair(&contents.npm, "package.json")}) {
            if (component.version.empty() && !package->version.empty()) {
                component.version = package->version;
                component.version_basis = file;
            }
        }
        for (const auto& file : contents.unreadable) {
            out_.remarks.push_back(fmt::format("{} cannot be read, and says nothing here", file));
        }
    }

    // The component that has a module: the nearest to who needs it, if several do.
    std::optional<std::size_t> provider_of(const std::string& extension, std::size_t needed_by) const {
        std::optional<std::size_t> best;
        const auto& path = out_.components[needed_by].entry.path;
        for (std::size_t i = 0; i < contents_.size(); ++i) {
            if (!contents_[i].extensions.contains(extension)) {
                continue;
            }
            const auto& here = out_.components[i].entry.path;
            if (!best || nearness(here, path) > nearness(out_.components[*best].entry.path, path)) {
                best = i;
            }
        }
        return best;
    }

    void connect(std::size_t at) {
        std::set<std::size_t> found;
        auto& component = out_.components[at];
        const auto& contents = contents_[at];
        for (const auto& extension : contents.needs) {
            if (contents.extensions.contains(extension)) {
                continue;  // its own
            }
            if (const auto provider = provider_of(extension, at)) {
                found.insert(*provider);
            } else {
                component.unmet.push_back(extension);
            }
        }
        for (std::size_t i = 0; contents.needs_core && i < out_.components.size(); ++i) {
            if (out_.components[i].entry.type == "core") {
                found.insert(i);
            }
        }
        found.erase(at);
        component.depends_on.assign(found.begin(), found.end());
    }

    const cache::Store& store_;
    const PatchText& patch_text_;
    std::stop_token stop_;
    Bill out_ = {};
    std::vector<Contents> contents_ = {};  // of each component
};

}  // namespace

Result<Bill> compile(lock::Lock lock,
                     const cache::Store& store,
                     const PatchText& patch_text,
                     const std::stop_token& stop) {
    return Compiler(std::move(lock), store, patch_text, stop).compile();
}

}  // namespace slipway::bill

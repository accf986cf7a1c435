// Makefiles that are found in projects (spec §6).

#include "compilation.hpp"
#include "makefile_options.hpp"

#include <slipway/build/makefile_source.hpp>
#include <slipway/cache/tree_builder.hpp>
#include <slipway/diag/slugs.hpp>

#include <fmt/core.h>

#include <array>
#include <utility>

namespace slipway::build {

bool Compilation::may_hold_makefile(const Item& item) const {
    const auto& variant = item.asked->variant;
    return item.level->options.recursion && !item.is_library() && item.asked->do_recursion
           && !(variant && variant->text == "projects");
}

void Compilation::look_for_makefile(const Item& item) {
    const auto& project = item.asked->name;
    const std::array<std::string, 4> candidates = {project + ".make.yml", project + ".make",
                                                   "drupal-org.make.yml", "drupal-org.make"};
    const auto tree = world_.store.read_tree(*item.tree);
    if (!tree) {
        report(item, {.slug = slug::makefile_unreadable,
                      .span = item.asked->span,
                      .message = fmt::format("{}: {}", item.label(), tree.error().to_string())});
        return;
    }
    for (const auto& name : candidates) {
        const auto* const entry = tree->find(name);
        if (entry != nullptr && entry->mode != cache::Mode::directory
            && entry->mode != cache::Mode::symlink) {
            add_nested(item, name, entry->id);
            return;
        }
    }
}

void Compilation::add_nested(const Item& item, const std::string& file_name, const Digest& blob) {
    auto bytes = world_.store.read_blob(blob);
    if (!bytes) {
        report(item, {.slug = slug::makefile_unreadable,
                      .span = item.asked->span,
                      .message = fmt::format("{}: {}", item.label(), bytes.error().to_string())});
        return;
    }
    // Includes are relative to the makefile, which is at the top of its tree; diagnostics show where that
    // tree goes.
    const auto shown = fmt::format("{}/", item.path.empty() ? item.asked->name : item.path);
    names_->add_nested(shown + file_name, *bytes);
    const auto& options = item.level->options;
    Diagnostics found;
    auto makefile = makefile::load(
        {.path = shown + file_name,
         .bytes = *std::move(bytes),
         .policy = options.policy,
         .role = makefile::Role::nested,
         .core = item.level->makefile.core,
         .only = options.only,
         .allowed_options = options.allowed_options},
        [&](const makefile::Place& place) -> Result<std::string> {
            if (place.kind != makefile::Place::Kind::file) {
                auto included = read_makefile({world_.store, world_.transport, world_.stop}, place,
                                              pins_->makefile(names_->of_place(place)));
                if (included) {
                    names_->add(place, *included);
                }
                return included;
            }
            const bool below = place.path.starts_with(shown);
            auto included =
                read_in_tree(world_.store, *item.tree, below ? place.path.substr(shown.size()) : place.path);
            if (included) {
                names_->add_nested(place.path, *included);
            }
            return included;
        },
        sources_, found);
    auto in_force = makefile ? with_options_of_nested(*makefile, options, found) : Options{};
    for (const auto& diagnostic : found.all()) {
        report(item, diagnostic);
    }
    if (!makefile) {
        return;
    }
    journal_.add(item.order,
                 {.kind = Event::Kind::found_makefile, .name = item.asked->name, .detail = file_name});
    std::vector<makefile::Text> translations;
    for (const auto& translation : item.translations) {
        translations.push_back(translation.language);
    }
    Level level{.makefile = *std::move(makefile),
                .options = std::move(in_force),
                .base = item.type == "profile" ? item.path : item.base(),
                .directory = {},
                .tree = item.tree,
                .may_read_host = item.from_host && item.level->may_read_host,
                .pinned = item.level->pinned,
                .translations = std::move(translations),
                .order = item.order,
                .is_root = false,
                .through = item.level->through};
    level.through.push_back(item.asked->name);
    add_level(std::move(level));
}

}  // namespace slipway::build

// Looking through a tree for extensions.

#include "facts.hpp"

#include <slipway/cache/follow.hpp>
#include <slipway/discover/extension.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <tuple>
#include <utility>

namespace slipway::discover {

namespace {

using cache::Mode;

// Beside the results of actions, under a key that none of them has: theirs are digests of another form.
Digest key_of(const Digest& tree) { return sha256("slipway analysis 1\n" + tree.hex()); }

std::string below(const std::string& directory, const std::string& name) {
    return directory.empty() ? name : directory + '/' + name;
}

// "views" of "views.module"; nothing for a file of another kind, or one without a name.
std::optional<std::string> stem(const std::string& file, std::string_view suffix) {
    if (file.size() <= suffix.size() || !file.ends_with(suffix)) {
        return std::nullopt;
    }
    return file.substr(0, file.size() - suffix.size());
}

bool holds_libraries(std::string_view directory) {
    return directory == "libraries" || directory == "sites/all/libraries";
}

class Search {
public:
    Search(const cache::Store& store, const Digest& tree) : store_(store), root_(tree) {}

    Result<Analysis> run() {
        waiting_.push_back({"", root_, false});
        while (!waiting_.empty()) {
            const auto next = std::move(waiting_.back());
            waiting_.pop_back();
            SLIPWAY_TRY(look_into(next));
        }
        std::ranges::sort(out_.extensions, {}, [](const Extension& extension) {
            return std::tie(extension.directory, extension.name, extension.form);
        });
        return std::move(out_);
    }

private:
    struct Directory {
        std::string path;
        Digest id;
        bool behind_link;
    };

    // What a name in a directory stands for once links are followed; nothing for a link that is not followed.
    struct Target {
        Mode mode;
        Digest id;
        bool behind_link;
    };

    Result<std::optional<Target>> target_of(const Directory& directory, const cache::TreeEntry& entry) const {
        if (entry.mode != Mode::symlink) {
            return std::optional(Target{entry.mode, entry.id, directory.behind_link});
        }
        if (directory.behind_link) {
            return std::optional<Target>();
        }
        const auto path = below(directory.path, entry.name);
        const auto followed = SLIPWAY_TRY(cache::follow(store_, root_, path));
        const bool leads_up = followed && (followed->path.empty() || path.starts_with(followed->path + '/'));
        if (!followed || (followed->mode == Mode::directory && leads_up)) {
            return std::optional<Target>();
        }
        return std::optional(Target{followed->mode, followed->id, true});
    }

    Result<void> look_into(const Directory& directory) {
        const auto tree = SLIPWAY_TRY(store_.read_tree(directory.id));
        std::map<std::string, Extension> of_files;
        for (const auto& entry : tree.entries()) {
            if (entry.name.starts_with('.')) {
                continue;  // hidden from every version of Drupal
            }
            const auto target = SLIPWAY_TRY(target_of(directory, entry));
            if (!target) {
                continue;
            }
            if (target->mode == Mode::directory) {
                add_directory(directory, entry.name, *target);
            } else {
                SLIPWAY_TRY(add_file(directory, entry.name, target->id, of_files));
            }
        }
        for (auto& [name, extension] : of_files) {
            SLIPWAY_TRY(add(std::move(extension)));
        }
        return {};
    }

    void add_directory(const Directory& directory, const std::string& name, const Target& target) {
        auto path = below(directory.path, name);
        if (holds_libraries(directory.path)) {
            out_.extensions.push_back({.name = name, .directory = path, .form = Extension::Form::library});
        }
        waiting_.push_back({std::move(path), target.id, target.behind_link});
    }

    Result<void> add_file(const Directory& directory,
                          const std::string& file,
                          const Digest& blob,
                          std::map<std::string, Extension>& of_files) {
        struct Sign {
            std::string_view suffix;
            bool Extension::*flag;
        };
        static constexpr std::array signs{
            Sign{".module", &Extension::has_module}, Sign{".info", &Extension::has_info},
            Sign{".engine", &Extension::has_engine}, Sign{".profile", &Extension::has_profile}};
        if (auto name = stem(file, ".info.yml")) {
            Extension found{.name = *std::move(name),
                            .directory = directory.path,
                            .form = Extension::Form::info_yml,
                            .manifest = below(directory.path, file),
                            .manifest_blob = blob};
            return add(std::move(found));
        }
        for (const auto& [suffix, flag] : signs) {
            const auto name = stem(file, suffix);
            if (!name) {
                continue;
            }
            auto& extension = of_files[*name];
            extension.name = *name;
            extension.directory = directory.path;
            extension.*flag = true;
            // A .profile says something where there is no .info: that of Drupal 6.
            if (suffix == ".info" || (suffix == ".profile" && extension.manifest.empty())) {
                extension.manifest = below(directory.path, file);
                extension.manifest_blob = blob;
            }
        }
        return {};
    }

    Result<void> add(Extension extension) {
        if (extension.manifest_blob) {
            const auto bytes = SLIPWAY_TRY(store_.read_blob(*extension.manifest_blob));
            if (extension.form == Extension::Form::info_yml) {
                extension.type = type_line_of(bytes);
            }
            read_facts(bytes, extension);
        }
        out_.extensions.push_back(std::move(extension));
        return {};
    }

    const cache::Store& store_;
    Digest root_;
    std::vector<Directory> waiting_;
    Analysis out_;
};

std::optional<Analysis> known_analysis(const cache::Store& store, const Digest& tree) {
    const auto known = store.find_action(key_of(tree));
    if (!known || !known->object) {
        return std::nullopt;
    }
    const auto text = store.read_blob(*known->object);
    return text ? analysis_of(*text) : std::nullopt;
}

}  // namespace

std::string_view to_string(Kind kind) {
    switch (kind) {
        case Kind::module: return "module";
        case Kind::theme: return "theme";
        case Kind::theme_engine: return "theme engine";
        case Kind::profile: return "profile";
        case Kind::library: return "library";
    }
    return "extension";
}

Result<Analysis> analyse(cache::Store& store, const Digest& tree) {
    if (auto known = known_analysis(store, tree)) {
        return *std::move(known);
    }
    auto analysis = SLIPWAY_TRY(Search(store, tree).run());
    const auto blob = SLIPWAY_TRY(store.put_blob(to_text(analysis), Mode::file));
    store.put_action(key_of(tree), {.object = blob});
    return analysis;
}

}  // namespace slipway::discover

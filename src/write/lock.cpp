#include "slipway/write/lock.hpp"

#include "same_data.hpp"

#include <slipway/base/chars.hpp>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::write {

namespace {

using document::Kind;
using document::Map;
using document::Value;
using makefile::Group;
using makefile::Makefile;

Value text_value(std::string_view text) { return {Kind::text, text, {}}; }

void put(Map& map, std::string_view key, std::string_view text) { map.set({key, {}}, text_value(text)); }

const Map* map_at(const Map& map, std::string_view key) {
    const auto* found = map.find(key);
    return found != nullptr && found->is_map() ? &found->map() : nullptr;
}

bool is_same(const Value& left, const Value& right) {
    if (left.is_map() != right.is_map()) {
        return false;
    }
    return left.is_map() ? same_data(left.map(), right.map()) : left.text() == right.text();
}

// PHP's idea of empty, but for the text "0".
bool is_empty(const Value& value) { return value.is_falsy() && !(value.is_text() && value.written() == "0"); }

// Attributes that are true where nothing is said: FALSE must be.
bool is_true_by_default(std::string_view key) { return key == "do_recursion" || key == "overwrite"; }

Map without_empty(const Map& map, const Map* defaults);

// One value of it; nothing if it is empty, and `preset` would not count in its place.
std::optional<Value> unless_empty(const Map::Entry& entry, const Value* preset) {
    if (is_true_by_default(entry.key.text) && entry.value.is_falsy()) {
        return text_value("0");
    }
    auto value = entry.value;
    if (value.is_map()) {
        const bool has_defaults = preset != nullptr && preset->is_map();
        value.map() = without_empty(entry.value.map(), has_defaults ? &preset->map() : nullptr);
    }
    const bool says_nothing = value.is_map() ? value.map().empty() : is_empty(value);
    return says_nothing && preset == nullptr ? std::nullopt : std::optional(std::move(value));
}

// Without what is empty, at any depth. What a default would fill stays.
Map without_empty(const Map& map, const Map* defaults) {
    Map out;
    for (const auto& entry : map.entries()) {
        const auto* preset = defaults == nullptr ? nullptr : defaults->find(entry.key.text);
        if (auto kept = unless_empty(entry, preset)) {
            out.set(entry.key, *std::move(kept));
        }
    }
    return out;
}

std::string without_core(const std::string& version, const std::string& core, const std::string& type) {
    const bool prefixed = type != "core" && version.starts_with(core + '-');
    return prefixed ? version.substr(core.size() + 1) : version;
}

// One entry of the lock, while it is put together.
class Entry {
public:
    Entry(const Makefile& makefile, const Pin& pin, Map asked, const Map* defaults)
        : makefile_(makefile), pin_(pin), defaults_(defaults), out_(std::move(asked)) {}

    Map pinned() && {
        out_.erase("name");
        if (pin_.group == Group::libraries) {
            out_.erase("contrib_destination");
            put(out_, "type", "library");
        } else {
            add_type();
            add_translations();
            add_version();
        }
        add_git_refs();
        if (pin_.group == Group::projects) {
            leave_out_defaults();
        }
        auto out = without_empty(out_, defaults_);
        if (out.empty()) {  // which would take the project out
            put(out, "version", version_);
        }
        return out;
    }

private:
    void add_type() {
        const auto* written = out_.find("type");
        if (written != nullptr && written->text() == "module") {
            const bool meant = !pin_.service_type.empty() && pin_.service_type != "module";
            const bool changes_default = defaults_ != nullptr && defaults_->find("type") != nullptr;
            if (!meant && !changes_default) {
                out_.erase("type");
            }
        } else if (written == nullptr && pin_.is_release && pin_.type != "module") {
            put(out_, "type", pin_.type);
        }
    }

    // The makefile's list is each project's, and is not repeated above them.
    void add_translations() {
        const auto* all = makefile_.data.find("translations");
        if (all != nullptr && out_.find("translations") == nullptr) {
            out_.set({"translations", {}}, *all);
        }
    }

    void add_version() {
        const auto* core = out_.find("core");
        const auto of_core = core != nullptr && !core->is_falsy() ? core->text() : makefile_.core;
        const auto* download = out_.find("download");
        if (pin_.is_release) {
            version_ = without_core(pin_.version, of_core, pin_.type);
            put(out_, "version", version_);
            if (download != nullptr) {
                leave_out_release_download();
            }
        } else if (download != nullptr && download->is_map()) {
            if (const auto* full = download->map().find("full_version");
                full != nullptr && !full->is_falsy()) {
                version_ = without_core(full->text(), of_core, pin_.type);
                put(out_, "version", version_);
            }
        }
        if (!pin_.location.empty()) {
            put(out_, "location", pin_.location);
        }
    }

    // [download][type] = pm says nothing; checksums beside it do.
    void leave_out_release_download() {
        auto* download = out_.find("download");
        if (download->is_map()) {
            download->map().erase("full_version");
        }
        if (!download->is_map() || download->map().size() <= 1) {
            out_.erase("download");
        }
    }

    void add_git_refs() {
        auto* download = out_.find("download");
        if (download == nullptr || !download->is_map() || pin_.is_release) {
            return;
        }
        auto& map = download->map();
        if (map.find("type") == nullptr && pin_.group == Group::projects) {
            put(map, "type", "git");
        }
        if (!pin_.branch.empty()) {
            put(map, "branch", pin_.branch);
        }
        if (!pin_.revision.empty()) {
            put(map, "revision", pin_.revision);
        }
    }

    void leave_out_defaults() {
        if (defaults_ == nullptr) {
            return;
        }
        for (const auto& preset : defaults_->entries()) {
            const auto* value = out_.find(preset.key.text);
            if (value != nullptr && is_same(*value, preset.value)) {
                out_.erase(preset.key.text);
            }
        }
    }

    const Makefile& makefile_;
    const Pin& pin_;
    const Map* defaults_;
    Map out_;
    std::string version_;
};

void add_group(DrushMakefile& out,
               const Makefile& makefile,
               std::span<const Pin> pins,
               Group group,
               std::string_view name) {
    const auto* asked = map_at(makefile.data, name);
    const auto* all_defaults = map_at(makefile.data, "defaults");
    const auto* defaults = all_defaults == nullptr ? nullptr : map_at(*all_defaults, name);
    std::vector<const Pin*> ordered;
    for (const auto& pin : pins) {
        if (pin.group == group && asked != nullptr && map_at(*asked, pin.key) != nullptr) {
            ordered.push_back(&pin);
        }
    }
    // Not of std::ranges: clang 14 does not take its result.
    std::stable_partition(ordered.begin(), ordered.end(), [](const Pin* pin) { return pin->type == "core"; });
    Value entries{SourceSpan{}};
    for (const auto* pin : ordered) {
        Value entry{SourceSpan{}};
        entry.map() = Entry(makefile, *pin, *map_at(*asked, pin->key), defaults).pinned();
        entries.map().set({pin->name, {}}, std::move(entry));
        out.types[pin->name] = pin->type;
    }
    if (!entries.map().empty()) {
        out.data.set({std::string(name), {}}, std::move(entries));
    }
}

std::string type_of(const Map::Entry& project) {
    const auto* type = project.value.is_map() ? project.value.map().find("type") : nullptr;
    if (type != nullptr && !type->is_falsy()) {
        return lower(type->text());
    }
    return project.key.text == "drupal" ? "core" : "module";
}

// Each entry of a top-level map of `data`, as change(entry) leaves it.
template <class Change>
void change_each(Map& data, std::string_view group, Change change) {
    auto* entries = data.find(group);
    if (entries == nullptr || !entries->is_map()) {
        return;
    }
    Value changed(entries->span());
    for (auto entry : entries->map().entries()) {
        change(entry);
        changed.map().set(entry.key, std::move(entry.value));
    }
    *entries = std::move(changed);
}

}  // namespace

DrushMakefile locked(const Makefile& makefile, std::span<const Pin> pins) {
    DrushMakefile out;
    put(out.data, "core", makefile.core);
    put(out.data, "api", "2");
    for (const auto* const key : {"defaults", "options", "slipway"}) {
        const auto* value = makefile.data.find(key);
        if (value != nullptr && value->is_map()) {
            Value kept(value->span());
            kept.map() =
                std::string_view(key) == "defaults" ? without_empty(value->map(), nullptr) : value->map();
            if (!kept.map().empty()) {
                out.data.set({key, {}}, std::move(kept));
            }
        }
    }
    add_group(out, makefile, pins, Group::projects, "projects");
    add_group(out, makefile, pins, Group::libraries, "libraries");
    return out;
}

DrushMakefile expanded(const Makefile& makefile) {
    DrushMakefile out{.data = makefile.data};
    const auto* core = out.data.find("core");
    const auto written = core == nullptr ? std::string() : core->text();
    put(out.data, "core", makefile.core);
    out.data.erase("format");
    if (written.find('.') != std::string::npos && written != makefile.core) {
        put(out.data, "core_release", written);
    }
    if (out.data.find("api") == nullptr) {
        put(out.data, "api", "2");
    }
    change_each(out.data, "projects", [&out](Map::Entry& project) {
        out.types[project.key.text.str()] = type_of(project);
        auto* version = project.value.is_map() ? project.value.map().find("version") : nullptr;
        if (version != nullptr && version->text() == "*") {
            *version = Value(Kind::null_constant, "", version->span());
        }
    });
    change_each(out.data, "libraries", [](Map::Entry& library) {
        if (library.value.is_map()) {
            library.value.map().erase("contrib_destination");
        }
    });
    return out;
}

}  // namespace slipway::write

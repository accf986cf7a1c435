#include "pins.hpp"

#include <slipway/diag/slugs.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace slipway::build {

namespace {

using lock::Entry;

bool is_upgraded(const Options& options, const Entry& entry) {
    const auto& names = options.upgrade;
    const auto is_named = [&names](const std::string& name) {
        return std::ranges::find(*names, name) != names->end();
    };
    return names && (names->empty() || is_named(entry.name) || is_named(entry.key));
}

std::string text_of(const std::optional<makefile::Text>& text) { return text ? text->text : std::string(); }

// Whether a version is of another core: "6.x-2.0" where 7.x is asked for.
bool is_of_another_core(std::string_view version, std::string_view core) {
    const auto dash = version.find(".x-");
    return dash != std::string_view::npos && version.substr(0, dash + 2) != core;
}

}  // namespace

Pins::Pins(const Options& options, const LockNames& names) : names_(names), required_(options.locked) {
    if (options.lock == nullptr) {
        return;
    }
    core_ = options.lock->core;
    for (const auto& entry : options.lock->entries) {
        if (is_upgraded(options, entry)) {
            continue;
        }
        for (const auto& asker : entry.asked_by) {
            auto place = asker.through;
            place.push_back(entry.key);
            entries_.emplace(Place(entry.group, std::move(place)), &entry);
        }
    }
    if (options.upgrade && options.upgrade->empty()) {
        return;
    }
    for (const auto& input : options.lock->inputs) {
        const bool upgraded =
            options.upgrade && std::ranges::find(*options.upgrade, input.path) != options.upgrade->end();
        if (!upgraded) {
            makefiles_.emplace(input.path, input.sha256);
        }
    }
}

const lock::Entry* Pins::find(const Item& item) const {
    if (entries_.empty() || item.level->makefile.core != core_) {
        return nullptr;
    }
    auto place = item.level->through;
    place.push_back(item.asked->key);
    const auto group = item.is_library() ? Entry::Group::libraries : Entry::Group::projects;
    const auto found = entries_.find(Place(group, std::move(place)));
    return found == entries_.end() ? nullptr : found->second;
}

std::optional<Digest> Pins::makefile(const std::string& name) const {
    const auto found = makefiles_.find(name);
    return found == makefiles_.end() ? std::nullopt : std::optional(found->second);
}

std::string requested_version(const makefile::Project& project) { return text_of(project.version); }

std::string requested_variant(const makefile::Project& project) { return text_of(project.variant); }

bool names_version(std::string_view requested, std::string_view version) {
    const auto dash = version.find(".x-");
    return requested == version || (dash != std::string_view::npos && requested == version.substr(dash + 3));
}

bool is_same_release(const Item& item, const Entry& pinned, const std::string& feed) {
    const auto& source = pinned.source;
    const auto core = text_of(item.asked->core);
    const auto requested = requested_version(*item.asked);
    return source.kind == lock::Source::Kind::release && source.content && source.feed == feed
           && (source.requested ? *source.requested == requested : names_version(requested, pinned.version))
           && source.variant == requested_variant(*item.asked)
           && !is_of_another_core(pinned.version, core.empty() ? item.level->makefile.core : core);
}

Diagnostic not_locked(const Item& item, const std::string& why) {
    return {.severity = Severity::error,
            .slug = slug::lock_outdated,
            .span = item.asked->span,
            .message = fmt::format("{}: {}", item.label(), why),
            .help = "build without --locked, or write the lock anew: slipway lock"};
}

std::string why_not_locked(const Item& item) {
    if (item.locked == nullptr) {
        return "it is not in the lock";
    }
    const auto& locked = *item.locked;
    const auto what = locked.version.empty() ? locked.source.url
                                             : fmt::format("{} from {}", locked.version, locked.source.url);
    return fmt::format("the lock has {}, and the makefile asks for something else", what);
}

Diagnostic drifted(const Item& item, SourceSpan span, const std::string& what) {
    return {.severity = Severity::error,
            .slug = slug::lock_drift,
            .span = span,
            .message = fmt::format("{}: {}", item.label(), what),
            .help = fmt::format("if that is what you want, accept it: slipway lock --upgrade {}",
                                item.asked->name)};
}

bool is_own_source(std::string_view url) {
    return url.find("://") == std::string_view::npos && !url.starts_with('/');
}

}  // namespace slipway::build

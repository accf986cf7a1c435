#include "slipway/discover/link_check.hpp"

#include "link_words.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/manifest/constraint.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace slipway::discover {

namespace {

std::string core_of(int major) { return fmt::format("{}.x", major); }

// What is checked of one view: from its roots, breadth first, so that the way to each is a shortest one.
class Walk {
public:
    Walk(const Platform& platform, const LinkCheck& check, const View& view, Words& words)
        : platform_(platform), check_(check), view_(view), words_(words) {}

    void from(const Found& root, Severity severity) {
        if (!reach(root, nullptr)) {
            return;
        }
        severity_ = severity;
        while (!waiting_.empty()) {
            const auto* const next = waiting_.front();
            waiting_.pop_front();
            look_at(*next);
        }
    }

private:
    bool reach(const Found& found, const Reached* by) {
        const auto [at, is_new] = reached_.try_emplace(found.winner);
        if (is_new) {
            at->second = {.found = &found, .by = by};
            waiting_.push_back(&at->second);
        }
        return is_new;
    }

    void look_at(const Reached& here) {
        const auto& candidate = *here.found->winner;
        if (candidate.extension == nullptr) {
            return;
        }
        const auto& extension = *candidate.extension;
        check_itself(here, extension);
        for (const auto& reference : extension.references) {
            follow(here, reference);
        }
    }

    void check_itself(const Reached& here, const Extension& extension) {
        if (!extension.is_readable) {
            words_.unreadable(here, severity_);
            return;
        }
        const auto major = platform_.core_major();
        if (major < 8 ? !extension.core.empty() && extension.core != core_of(major)
                      : !admits(extension, major)) {
            words_.wrong_core(here, core_of(major), severity_);
        }
        if (!check_.php.empty() && !extension.php.empty()
            && manifest::compare_versions(check_.php, extension.php) < 0) {
            words_.php_too_low(here, check_.php, severity_);
        }
        if (here.found->by_directory_order || has_rival(*here.found)) {
            words_.duplicate(here);
        }
    }

    static bool admits(const Extension& extension, int major) {
        if (!extension.core_requirement.empty()) {
            return admits_core(extension.core_requirement, major).value_or(true);
        }
        return extension.core.empty() || extension.core == core_of(major);
    }

    // Whether it overrides another project's extension: not the same files at another place.
    static bool has_rival(const Found& found) {
        return std::ranges::any_of(found.overridden,
                                   [&](const Candidate* other) { return !other->is_same(*found.winner); });
    }

    void follow(const Reached& here, const Reference& reference) {
        const auto dependency = words_.dependency_of(here, reference, core_of(platform_.core_major()));
        const auto& name = dependency.name.text;
        const auto& own = *here.found->winner->extension;
        if (name.empty() || std::ranges::count(own.removed, name) != 0 || is_given_up_by(here, name)) {
            return;
        }
        const auto* const found =
            reference.kind == Kind::profile ? profile(name) : view_.find(reference.kind, name);
        if (found == nullptr) {
            words_.undefined({here, reference}, dependency, view_, severity_);
            return;
        }
        const auto version = version_of(*found);
        if (!dependency.conditions.empty() && !satisfies(version, dependency)
            && !is_core_of_unknown(*found)) {
            words_.unmet({here, reference}, dependency, *found, version, severity_);
        }
        reach(*found, &here);
    }

    // A profile that builds on `here` may do without some of its modules.
    static bool is_given_up_by(const Reached& here, const std::string& name) {
        const auto* const by = here.by;
        return by != nullptr && here.found->winner->kind == Kind::profile
               && by->found->winner->kind == Kind::profile
               && std::ranges::count(by->found->winner->extension->removed, name) != 0;
    }

    // Another profile, on which one builds.
    const Found* profile(const std::string& name) {
        const auto at = platform_.profiles().find(name);
        if (at == platform_.profiles().end()) {
            return nullptr;
        }
        return &bases_.try_emplace(name, Found{.winner = at->second}).first->second;
    }

    std::string version_of(const Found& found) const {
        if (found.winner->extension == nullptr) {
            return {};  // a library has no manifest
        }
        const auto& extension = *found.winner->extension;
        return is_core(found) && (extension.version.empty() || extension.version == "VERSION")
                   ? check_.core_version
                   : extension.version;
    }

    static bool is_core(const Found& found) { return found.winner->placement->path.empty(); }
    bool is_core_of_unknown(const Found& found) const { return is_core(found) && version_of(found).empty(); }

    const Platform& platform_;
    const LinkCheck& check_;
    const View& view_;
    Words& words_;
    Severity severity_ = Severity::error;
    std::map<const Candidate*, Reached> reached_;
    std::deque<const Reached*> waiting_;
    std::map<std::string, Found> bases_;
};

// Depth first, without recursion: manifests may make a chain of any length.
class Cycles {
public:
    Cycles(const View& view, Words& words) : view_(view), words_(words) {}

    void run() {
        for (const auto& found : view_.all()) {
            if (found.winner->kind == Kind::module) {
                enter(found);
                walk();
            }
        }
    }

private:
    struct Step {
        const Found* found;
        std::size_t next;  // of its references
    };

    bool enter(const Found& found) {
        if (!seen_.insert(found.winner).second) {
            return false;
        }
        path_.push_back({&found, 0});
        on_path_.insert(found.winner);
        return true;
    }

    void walk() {
        while (!path_.empty()) {
            auto& step = path_.back();
            const auto& references = step.found->winner->extension->references;
            if (step.next == references.size()) {
                on_path_.erase(step.found->winner);
                path_.pop_back();
                continue;
            }
            const auto& reference = references[step.next++];
            const auto* const found = reference.kind == Kind::module
                                          ? view_.find(Kind::module, bare_name(reference.written))
                                          : nullptr;
            if (found == nullptr || found->winner->extension == nullptr) {
                continue;
            }
            if (on_path_.contains(found->winner)) {
                report(*found, reference);
            } else {
                enter(*found);
            }
        }
    }

    void report(const Found& first, const Reference& closing) {
        std::vector<const Found*> cycle;
        const auto at = std::ranges::find(path_, &first, &Step::found);
        std::transform(at, path_.end(), std::back_inserter(cycle),
                       [](const Step& step) { return step.found; });
        words_.cycle(cycle, closing);
    }

    const View& view_;
    Words& words_;
    std::vector<Step> path_;
    std::set<const Candidate*> on_path_;
    std::set<const Candidate*> seen_;
};

// Names that differ only in the case of their letters are one name to PHP.
void report_twins(const View& view, Words& words) {
    std::map<std::pair<Kind, std::string>, const Found*> seen;
    for (const auto& found : view.all()) {
        if (found.winner->kind == Kind::library) {
            continue;
        }
        const auto [at, is_new] =
            seen.try_emplace({found.winner->kind, lower(std::string(found.winner->name))}, &found);
        if (!is_new) {
            words.twins(*at->second, found);
        }
    }
}

}  // namespace

std::string_view bare_name(std::string_view written) {
    written = written.substr(0, written.find('('));
    if (const auto colon = written.find(':'); colon != std::string_view::npos) {
        written.remove_prefix(colon + 1);
    }
    return trimmed(written);
}

void check_links(const Platform& platform,
                 const LinkCheck& check,
                 SourceMap& sources,
                 Diagnostics& diagnostics) {
    Words words(platform, check, sources, diagnostics);
    auto profiles = check.profiles;
    std::ranges::sort(profiles);
    std::erase_if(profiles, [&](const std::string& name) { return !platform.profiles().contains(name); });
    for (const auto& name : profiles) {
        const auto view = platform.view(name);
        Walk walk(platform, check, view, words);
        walk.from(*view.find(Kind::profile, name), check.severity);
    }
    if (profiles.empty()) {
        profiles.emplace_back();  // what every site sees
    }
    for (const auto& name : profiles) {
        const auto view = platform.view(name);
        Walk walk(platform, check, view, words);
        for (const auto& found : view.all()) {
            const auto& winner = *found.winner;
            if (winner.inside.empty() && winner.kind != Kind::profile
                && check.projects.contains(winner.directory)) {
                walk.from(found, Severity::warning);
            }
        }
        Cycles(view, words).run();
        report_twins(view, words);
    }
}

}  // namespace slipway::discover

#include "slipway/resolve/release_history.hpp"
#include "version.hpp"

#include <fmt/core.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

namespace slipway::resolve {

namespace {

constexpr std::size_t most_suggestions = 3;

// "7.x-2" without the core that may stand before it.
std::string_view without_core(const VersionRequest& request) {
    std::string_view version = request.version;
    if (version.starts_with(request.core) && version.substr(request.core.size()).starts_with('-')) {
        version.remove_prefix(request.core.size() + 1);
    }
    return version;
}

// The first stable release of a major, else the first of any kind.
const Release* best_of(const ReleaseHistory& history, std::string_view major) {
    const Release* best = nullptr;
    for (const auto& release : history.releases) {
        if (release.major == major) {
            if (!release.has_extra) {
                return &release;
            }
            best = best == nullptr ? &release : best;
        }
    }
    return best;
}

const Release* recommended(const ReleaseHistory& history) {
    if (const auto* best = best_of(history, history.recommended_major)) {
        return best;
    }
    for (const auto& major : history.supported_majors) {
        if (const auto* best = best_of(history, major)) {
            return best;
        }
    }
    return nullptr;
}

// What the release that is asked for may be called, the likeliest first.
std::vector<std::string> spellings(const VersionRequest& request) {
    const auto version = without_core(request);
    const std::string ending = version.ends_with(".x") ? "-dev" : "";
    if (request.is_core) {
        return {request.version + ending};
    }
    std::vector<std::string> names = {fmt::format("{}-{}{}", request.core, version, ending)};
    const auto major = request.core.substr(0, request.core.find('.'));
    if (is_number(major) && (major.size() > 1 || major >= "8")) {
        names.push_back(request.version + ending);  // a semantic version, or "8.x-1.0" for a later core
    }
    return names;
}

const Release* find(const ReleaseHistory& history, std::string_view version) {
    const auto found = std::find_if(history.releases.begin(), history.releases.end(),
                                    [&](const Release& release) { return release.version == version; });
    return found == history.releases.end() ? nullptr : &*found;
}

// "7.x-3.29, 7.x-3.28 and 7.x-3.27 are the nearest; 7.x-3.30 is recommended"
std::string suggestion(const ReleaseHistory& history, const std::string& wanted) {
    const auto parts = split_version(wanted);
    std::vector<std::pair<VersionDistance, const Release*>> offers;
    for (const auto& release : history.releases) {
        offers.emplace_back(distance(parts, split_version(release.version)), &release);
    }
    std::stable_sort(offers.begin(), offers.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    offers.resize(std::min(offers.size(), most_suggestions));

    std::string text;
    for (std::size_t i = 0; i < offers.size(); ++i) {
        text += i == 0 ? "" : i + 1 == offers.size() ? " and " : ", ";
        text += offers[i].second->version;
    }
    if (offers.empty()) {
        return "it has no published release at all";
    }
    text += offers.size() == 1 ? " is there" : " are the nearest";
    if (const auto* best = recommended(history)) {
        text += fmt::format("; {} is recommended", best->version);
    }
    return text;
}

Error no_release(const ReleaseHistory& history, const std::string& wanted) {
    return Error(ErrorKind::not_found, fmt::format("{} has no release {}", history.name, wanted))
        .with_help(suggestion(history, wanted));
}

}  // namespace

Result<const Release*> select_release(const ReleaseHistory& history, const VersionRequest& request) {
    if (request.version.empty()) {
        if (const auto* best = recommended(history)) {
            return best;
        }
        return Error(ErrorKind::not_found, fmt::format("{} recommends no release", history.name))
            .with_help(suggestion(history, request.version));
    }
    const auto names = spellings(request);
    if (!request.is_core && is_number(without_core(request))) {
        if (const auto* best = best_of(history, without_core(request))) {
            return best;
        }
        return no_release(history, names.front());
    }
    for (const auto& name : names) {
        if (const auto* release = find(history, name)) {
            return release;
        }
    }
    return no_release(history, names.front());
}

bool is_exact(const VersionRequest& request) {
    const auto version = without_core(request);
    return !version.empty() && !is_number(version) && !version.ends_with(".x") && !version.ends_with("-dev");
}

}  // namespace slipway::resolve

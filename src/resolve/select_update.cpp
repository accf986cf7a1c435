#include "slipway/resolve/release_history.hpp"
#include "target_major.hpp"
#include "version.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string>

namespace slipway::resolve {

namespace {

bool is_recommendable(const Release& release) { return !release.insecure && !release.unsupported; }

bool is_snapshot(const Release& release) { return release.extra == "dev"; }

// "1" for "1.2", "7.x-1.2" and "1"; empty for "any version".
std::string major_of(const VersionRequest& request) {
    const auto parts = split_version(request.version);
    return parts.numbers.empty() ? std::string() : parts.numbers.front();
}

// The release that is in use, if the version names one for good.
const Release* exact_release(const ReleaseHistory& history, const VersionRequest& request) {
    if (!is_exact(request)) {
        return nullptr;
    }
    const auto release = select_release(history, request);
    return release ? *release : nullptr;
}

}  // namespace

bool is_later_major(const std::string& major, const std::string& other) {
    return major.size() != other.size() ? major.size() > other.size() : major > other;
}

std::string target_major(const ReleaseHistory& history, const std::string& current) {
    const auto& supported = history.supported_majors;
    if (std::find(supported.begin(), supported.end(), current) != supported.end()) {
        return current;
    }
    const bool chooses = history.recommended_major.empty() && !supported.empty();
    const auto& recommended = chooses ? supported.front() : history.recommended_major;
    return is_later_major(current, recommended) ? current : recommended;
}

Result<const Release*> select_update(const ReleaseHistory& history, const VersionRequest& request) {
    const auto current_major = major_of(request);
    if (current_major.empty()) {
        return select_release(history, request);
    }
    const auto major = target_major(history, current_major);
    const auto* const current = exact_release(history, request);
    const Release* unstable = nullptr;
    for (const auto& release : history.releases) {
        const bool reached = &release == current && release.major == major;
        if (release.major == major && is_recommendable(release)) {
            if (!release.has_extra) {
                return &release;
            }
            const bool preferred = unstable == nullptr || (is_snapshot(*unstable) && !is_snapshot(release));
            unstable = preferred ? &release : unstable;
        }
        if (reached) {  // all that follows is older
            break;
        }
    }
    if (unstable != nullptr) {
        return unstable;
    }
    return Error(ErrorKind::not_found,
                 fmt::format("{} has no release that {} can be updated to", history.name, request.version))
        .with_help("all releases that are left are marked as insecure or unsupported: look at its page");
}

}  // namespace slipway::resolve

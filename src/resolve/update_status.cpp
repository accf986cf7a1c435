#include "slipway/resolve/update_status.hpp"

#include "target_major.hpp"
#include "version.hpp"

#include <fmt/core.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <system_error>
#include <utility>

namespace slipway::resolve {

namespace {

// Between the date in a snapshot's .info files and that of its archive.
constexpr std::int64_t leeway = 100;

bool contains(const std::vector<std::string>& list, std::string_view text) {
    return std::ranges::find(list, text) != list.end();
}

std::optional<std::int64_t> date_of(const Release& release) {
    std::int64_t seconds = 0;
    const auto* const end = release.date.data() + release.date.size();
    const auto [last, error] = std::from_chars(release.date.data(), end, seconds);
    return error == std::errc() && last == end ? std::optional(seconds) : std::nullopt;
}

class Assessment {
public:
    Assessment(const ReleaseHistory& history, const InUse& in_use)
        : history_(history),
          in_use_(in_use),
          parts_(split_version(in_use.version)),
          major_(parts_.numbers.empty() ? std::string() : parts_.numbers.front()),
          target_(target_major(history, major_)),
          is_snapshot_(parts_.extra == "dev") {}

    UpdateStatus make() {
        find_release();
        find_date();
        judge_project();
        judge_release();
        judge_support();
        look_at_releases();
        recommend();
        settle();
        return std::move(out_);
    }

private:
    void find_release() {
        const auto found = std::ranges::find(history_.releases, in_use_.version, &Release::version);
        release_ = found == history_.releases.end() ? nullptr : &*found;
        out_.is_listed = release_ != nullptr || contains(history_.revoked, in_use_.version);
    }

    // A snapshot that is the same file as the one that is listed now is as old as that.
    void find_date() {
        date_ = in_use_.date;
        if (is_snapshot_ && !date_ && release_ != nullptr && !in_use_.md5.empty()
            && in_use_.md5 == release_->md5) {
            date_ = date_of(*release_);
        }
    }

    void judge_project() {
        const auto& status = history_.project_status;
        if (status == "insecure") {
            flaw(Standing::insecure, "the project is marked as insecure");
        } else if (status == "revoked" || status == "unpublished") {
            flaw(Standing::revoked, "the project is revoked");
        } else if (status == "unsupported") {
            flaw(Standing::unsupported, "the project is not supported any more");
        }
    }

    void judge_release() {
        if (contains(history_.revoked, in_use_.version)) {
            flaw(Standing::revoked, "the release is revoked");
        }
        if (release_ != nullptr && release_->insecure) {
            flaw(Standing::insecure, "the release is marked as insecure");
        }
        if (release_ != nullptr && release_->unsupported) {
            flaw(Standing::unsupported, "the release is not supported any more");
        }
    }

    // By majors where the history has them, else by branches; a history that has neither says nothing.
    void judge_support() {
        const bool by_major = !history_.recommended_major.empty();
        if (by_major && !contains(history_.supported_majors, major_)) {
            flaw(Standing::unsupported,
                 fmt::format("major version {} is not supported any more", major_.empty() ? "?" : major_));
        }
        if (!by_major && !history_.supported_branches.empty()
            && std::ranges::none_of(history_.supported_branches, [&](const std::string& branch) {
                   return in_use_.version.starts_with(branch);
               })) {
            flaw(Standing::unsupported, fmt::format("it is in none of the supported branches, {}",
                                                    fmt::join(history_.supported_branches, ", ")));
        }
    }

    // Down to the release in use: what is above it is newer.
    void look_at_releases() {
        for (const auto& release : history_.releases) {
            if (&release == release_) {
                note_newest(release);
                break;
            }
            if (release.insecure || release.unsupported) {
                continue;
            }
            if (is_later_major(release.major, target_)) {
                note_above(release);
                continue;
            }
            note_newest(release);
            if (release.security_update && is_newer_than_snapshot(release)) {
                out_.security_updates.push_back(release.version);
            }
        }
        if (!out_.security_updates.empty()) {
            flaw(Standing::insecure,
                 fmt::format("{} fixes what is insecure in it", out_.security_updates.front()));
        }
    }

    void note_newest(const Release& release) {
        if (out_.latest.empty() && release.major == target_ && !release.insecure && !release.unsupported) {
            out_.latest = release.version;
            latest_ = &release;
        }
    }

    void note_above(const Release& release) {
        if (contains(history_.supported_majors, release.major) && !contains(majors_above_, release.major)) {
            majors_above_.push_back(release.major);
            out_.also.push_back(release.version);
        }
    }

    // Everything listed above a release is newer; a snapshot is listed last whenever it was packed.
    bool is_newer_than_snapshot(const Release& release) const {
        if (!is_snapshot_) {
            return true;
        }
        const auto date = date_of(release);
        return date_ && (!date || *date_ + leeway <= *date);
    }

    void recommend() {
        const auto update = select_update(
            history_, {.core = in_use_.core, .version = in_use_.version, .is_core = in_use_.is_core});
        out_.recommended = update ? (*update)->version : std::string();
    }

    void settle() {
        std::ranges::stable_sort(out_.flaws, std::ranges::greater(), &Flaw::kind);
        if (!out_.flaws.empty()) {
            out_.standing = out_.flaws.front().kind;
        } else if (out_.recommended.empty()) {
            out_.note = "the release history has no release that could be compared with it";
        } else if (is_snapshot_) {
            settle_snapshot();
        } else {
            const bool is_current = in_use_.version == out_.recommended || in_use_.version == out_.latest;
            out_.standing = is_current ? Standing::current : Standing::outdated;
        }
        if (out_.note.empty() && !out_.is_listed) {
            out_.note = "the release history does not list this release";
        }
    }

    // Compared with the newest there is, be it a release or the snapshot of today.
    void settle_snapshot() {
        auto newest = latest_ == nullptr ? std::nullopt : date_of(*latest_);
        if (release_ != nullptr) {
            newest = std::max(newest, date_of(*release_));
        }
        if (!date_) {
            out_.note = "nobody knows when this snapshot was packed";
        } else if (!newest) {
            out_.note = "the release history does not say when its releases were packed";
        } else {
            out_.standing = *date_ + leeway > *newest ? Standing::current : Standing::outdated;
        }
    }

    void flaw(Standing kind, std::string why) { out_.flaws.push_back({kind, std::move(why)}); }

    const ReleaseHistory& history_;
    const InUse& in_use_;
    VersionParts parts_;
    std::string major_;
    std::string target_;
    bool is_snapshot_;
    const Release* release_ = nullptr;  // the one in use, if it is listed
    const Release* latest_ = nullptr;
    std::optional<std::int64_t> date_ = {};
    std::vector<std::string> majors_above_ = {};
    UpdateStatus out_ = {};
};

}  // namespace

std::string_view name_of(Standing standing) {
    constexpr std::array<std::string_view, 6> names{"current",     "outdated", "unknown",
                                                    "unsupported", "revoked",  "insecure"};
    return names.at(static_cast<std::size_t>(standing));
}

bool is_flaw(Standing standing) { return standing >= Standing::unsupported; }

UpdateStatus update_status(const ReleaseHistory& history, const InUse& in_use) {
    return Assessment(history, in_use).make();
}

}  // namespace slipway::resolve

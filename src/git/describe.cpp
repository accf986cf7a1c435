#include "describe.hpp"

#include "failure.hpp"

#include <slipway/base/handle.hpp>

#include <git2.h>

#include <fmt/core.h>

#include <algorithm>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <string_view>
#include <utility>

namespace slipway::git {

namespace {

using Commit = Handle<git_commit, git_commit_free>;

constexpr std::size_t max_candidates = 10;  // git's own: more are no nearer
constexpr int shown_digits = 7;

struct Tag {
    std::string name;
    std::string id;
    bool annotated = false;
};

constexpr std::string_view prefix = "refs/tags/";

bool is_tag(const RemoteRef& ref) { return std::string_view(ref.name).starts_with(prefix); }
bool is_annotated(const RemoteRef& ref) { return ref.id != ref.peeled; }

std::int64_t date_of(git_repository& repository, const std::string& id) {
    git_oid oid{};
    Handle<git_tag, git_tag_free> tag;
    const bool read =
        git_oid_fromstr(&oid, id.c_str()) == 0 && git_tag_lookup(out(tag), &repository, &oid) == 0;
    const auto* const tagger = read ? git_tag_tagger(tag.get()) : nullptr;
    return tagger == nullptr ? 0 : tagger->when.time;
}

// Which of two tags of one commit names it.
bool is_better(git_repository& repository, const Tag& tag, const Tag& other) {
    if (tag.annotated != other.annotated) {
        return tag.annotated;
    }
    if (tag.annotated) {
        const auto date = date_of(repository, tag.id);
        const auto other_date = date_of(repository, other.id);
        if (date != other_date) {
            return date > other_date;
        }
    }
    return tag.name < other.name;
}

// By the commit that they are of.
std::map<std::string, Tag> tags_of(git_repository& repository, const std::vector<RemoteRef>& refs) {
    std::map<std::string, Tag> tags;
    for (const auto& ref : refs) {
        if (!is_tag(ref)) {
            continue;
        }
        Tag tag{.name = ref.name.substr(prefix.size()), .id = ref.id, .annotated = is_annotated(ref)};
        const auto [known, is_new] = tags.try_emplace(ref.peeled, tag);
        if (!is_new && is_better(repository, tag, known->second)) {
            known->second = std::move(tag);
        }
    }
    return tags;
}

// git's walk (builtin/describe.c): by date, noting for each tag that is met how many of the commits seen are
// not below it.
class Walk {
public:
    Walk(git_repository& repository, const std::map<std::string, Tag>& tags)
        : repository_(repository), tags_(tags) {}

    Result<std::optional<std::string>> from(const std::string& commit) {
        SLIPWAY_TRY(visit(commit, {}));
        while (!waiting_.empty() && !(has_enough() && is_tagged(*waiting_.begin()->second))) {
            SLIPWAY_TRY(look_for_candidates());
        }
        if (candidates_.empty()) {
            return std::optional<std::string>();
        }
        auto& best = *std::min_element(candidates_.begin(), candidates_.end(),
                                       [](const auto& a, const auto& b) { return a.depth < b.depth; });
        SLIPWAY_TRY(finish(best));
        return std::optional(
            best.depth == 0 && best.commit == commit
                ? best.name
                : fmt::format("{}-{}-g{}", best.name, best.depth, commit.substr(0, shown_digits)));
    }

private:
    using Below = std::bitset<max_candidates>;  // which candidates a commit is part of

    struct Candidate {
        std::string name;
        std::string commit;
        std::size_t depth = 0;
        std::size_t bit = 0;
    };
    struct Seen {
        Below below;
        std::int64_t time = 0;
        std::vector<std::string> parents;
    };

    // Adds the commit behind those that are as young, or marks it if it is known.
    Result<void> visit(const std::string& id, const Below& below) {
        if (const auto known = seen_.find(id); known != seen_.end()) {
            known->second.below |= below;
            return {};
        }
        git_oid oid{};
        Commit commit;
        if (git_oid_fromstr(&oid, id.c_str()) < 0 || git_commit_lookup(out(commit), &repository_, &oid) < 0) {
            return last_error(-1, fmt::format("follow the history to {}", id));
        }
        Seen seen{.below = below, .time = git_commit_time(commit.get()), .parents = {}};
        for (unsigned i = 0; i < git_commit_parentcount(commit.get()); ++i) {
            seen.parents.emplace_back(git_oid_tostr_s(git_commit_parent_id(commit.get(), i)));
        }
        const auto time = seen.time;
        const auto at = seen_.emplace(id, std::move(seen)).first;
        waiting_.emplace(-time, at);
        return {};
    }

    bool has_enough() const { return candidates_.size() == max_candidates; }
    bool is_tagged(const std::pair<const std::string, Seen>& seen) const {
        return tags_.contains(seen.first);
    }

    std::map<std::string, Seen>::iterator pop() {
        const auto at = waiting_.begin()->second;
        waiting_.erase(waiting_.begin());
        return at;
    }

    Result<void> visit_parents(const Seen& seen) {
        for (const auto& parent : seen.parents) {
            SLIPWAY_TRY(visit(parent, seen.below));
        }
        return {};
    }

    Result<void> look_for_candidates() {
        const auto at = pop();
        auto& seen = at->second;
        if (const auto tag = tags_.find(at->first); tag != tags_.end()) {
            const auto bit = candidates_.size();
            candidates_.push_back(
                {.name = tag->second.name, .commit = at->first, .depth = count_, .bit = bit});
            seen.below.set(bit);
        }
        ++count_;
        for (auto& candidate : candidates_) {
            candidate.depth += seen.below[candidate.bit] ? 0U : 1U;
        }
        return visit_parents(seen);
    }

    // Counts the rest of what is not below the best, which nothing nearer can change any more.
    Result<void> finish(Candidate& best) {
        while (!waiting_.empty()) {
            const auto at = pop();
            const auto& seen = at->second;
            const auto is_below = [&](const auto& other) { return other.second->second.below[best.bit]; };
            if (seen.below[best.bit] && std::all_of(waiting_.begin(), waiting_.end(), is_below)) {
                return {};
            }
            best.depth += seen.below[best.bit] ? 0U : 1U;
            SLIPWAY_TRY(visit_parents(seen));
        }
        return {};
    }

    git_repository& repository_;
    const std::map<std::string, Tag>& tags_;
    std::map<std::string, Seen> seen_;
    std::multimap<std::int64_t, std::map<std::string, Seen>::iterator> waiting_;  // the youngest first
    std::vector<Candidate> candidates_;
    std::size_t count_ = 0;  // of commits seen
};

}  // namespace

std::vector<std::string> tags_to_compare(const std::vector<RemoteRef>& refs) {
    std::map<std::string, std::vector<std::string>> by_commit;
    for (const auto& ref : refs) {
        if (is_tag(ref) && is_annotated(ref)) {
            by_commit[ref.peeled].push_back(ref.name);
        }
    }
    std::vector<std::string> names;
    for (const auto& [commit, tags] : by_commit) {
        if (tags.size() > 1) {
            names.insert(names.end(), tags.begin(), tags.end());
        }
    }
    return names;
}

Result<std::optional<std::string>> describe_by_tags(git_repository& repository,
                                                    const std::vector<RemoteRef>& refs,
                                                    const std::string& commit) {
    const auto tags = tags_of(repository, refs);
    if (tags.empty()) {
        return std::optional<std::string>();
    }
    return Walk(repository, tags).from(commit);
}

}  // namespace slipway::git

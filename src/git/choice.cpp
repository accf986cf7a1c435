#include "choice.hpp"

#include "nearest.hpp"
#include "objects.hpp"

#include <slipway/base/chars.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>

namespace slipway::git {

namespace {

constexpr std::string_view branches = "refs/heads/";
constexpr std::string_view tags = "refs/tags/";

using Refs = std::vector<RemoteRef>;

const RemoteRef* find(const Refs& refs, std::string_view prefix, std::string_view name) {
    const auto found = std::find_if(refs.begin(), refs.end(), [&](const RemoteRef& ref) {
        return std::string_view(ref.name).starts_with(prefix)
               && std::string_view(ref.name).substr(prefix.size()) == name;
    });
    return found == refs.end() ? nullptr : &*found;
}

std::vector<std::string> names_below(const Refs& refs, std::string_view prefix) {
    std::vector<std::string> names;
    for (const auto& ref : refs) {
        if (std::string_view(ref.name).starts_with(prefix)) {
            names.push_back(ref.name.substr(prefix.size()));
        }
    }
    return names;
}

// What a name may be short for, in git's order (gitrevisions(7)).
const RemoteRef* find_by_rules(const Refs& refs, std::string_view name) {
    for (const std::string_view prefix : {"", "refs/", "refs/tags/", "refs/heads/"}) {
        if (const auto* const ref = find(refs, prefix, name); ref != nullptr) {
            return ref;
        }
    }
    return nullptr;
}

// As `git checkout NAME` in a fresh clone: that has one branch of its own, all tags, and origin's branches.
const RemoteRef* find_as_checkout(const Refs& refs, std::string_view name) {
    if (name == default_branch(refs)) {
        return find(refs, branches, name);
    }
    if (const auto* const ref = find_by_rules(refs, name); ref != nullptr) {
        return ref;
    }
    for (std::string_view clone : {"refs/remotes/origin/", "remotes/origin/", "origin/"}) {
        if (name.starts_with(clone)) {
            const auto rest = name.substr(clone.size());
            return rest == "HEAD" ? find(refs, "HEAD", "") : find(refs, branches, rest);
        }
    }
    return nullptr;
}

// "v1.0-3-gabc1234", as git describe writes it: the id, or nothing.
std::string_view described_id(std::string_view name) {
    const auto dash = name.rfind("-g");
    if (dash == std::string_view::npos || dash == 0) {
        return {};
    }
    const auto before = name.substr(0, dash);
    const auto number = before.find_last_not_of("0123456789");
    const bool counted =
        number != std::string_view::npos && number + 1 < before.size() && before[number] == '-';
    const auto id = name.substr(dash + 2);
    return counted && (is_shortened_id(id) || is_full_id(id)) ? id : std::string_view();
}

// "main~2^" is "main" and the way "~2^".
std::pair<std::string_view, std::string_view> split_path(std::string_view name) {
    const auto at = name.find_first_of("~^");
    if (at == std::string_view::npos || at == 0
        || name.find_first_not_of("~^0123456789", at) != std::string_view::npos) {
        return {name, {}};
    }
    return {name.substr(0, at), name.substr(at)};
}

std::string quoted(const std::vector<std::string>& names) {
    return fmt::format("'{}'", fmt::join(names, "', '"));
}

// What to write instead: the same name as something else, else the nearest, else what there is.
std::string suggestion(const Refs& refs,
                       std::string_view kind,
                       std::string_view name,
                       std::string_view prefix) {
    if (prefix == branches && find(refs, tags, name) != nullptr) {
        return fmt::format("there is a tag '{}'", name);
    }
    if (prefix == tags && find(refs, branches, name) != nullptr) {
        return fmt::format("there is a branch '{}'", name);
    }
    const auto names = names_below(refs, prefix);
    if (names.empty()) {
        return fmt::format("there is no {} at all", kind);
    }
    constexpr std::size_t enough = 3;
    if (const auto near = nearest(name, names, enough); !near.empty()) {
        return fmt::format("the nearest {} is {}", kind, quoted(near));
    }
    auto some = names;
    some.resize(std::min(names.size(), enough));
    return fmt::format("there is {}", quoted(some));
}

Result<Choice> choose_below(const Refs& refs,
                            const Revision& revision,
                            std::string_view kind,
                            std::string_view prefix) {
    if (const auto* const ref = find(refs, prefix, revision.name); ref != nullptr) {
        return Choice{.ref = ref, .id = {}, .path = {}};
    }
    return Error(ErrorKind::not_found, fmt::format("there is no {} '{}'", kind, revision.name))
        .with_help(suggestion(refs, kind, revision.name, prefix));
}

Result<Choice> choose_head(const Refs& refs) {
    if (const auto* const head = find(refs, "HEAD", ""); head != nullptr) {
        return Choice{.ref = head, .id = {}, .path = {}};
    }
    return Error(ErrorKind::not_found, "its HEAD names a branch that does not exist")
        .with_help("name a branch: " + suggestion(refs, "branch", "", branches));
}

Result<Choice> choose_revision(const Refs& refs, std::string_view text) {
    const auto parts = split_path(text);
    const auto name = parts.first;
    std::string path(parts.second);
    if (is_full_id(name)) {
        return Choice{.ref = nullptr, .id = lower(std::string(name)), .path = std::move(path)};
    }
    if (const auto* const ref = find_as_checkout(refs, name); ref != nullptr) {
        return Choice{.ref = ref, .id = {}, .path = std::move(path)};
    }
    const auto id = is_shortened_id(name) ? name : described_id(name);
    if (!id.empty()) {
        return Choice{.ref = nullptr, .id = lower(std::string(id)), .path = std::move(path)};
    }
    auto names = names_below(refs, tags);
    const auto more = names_below(refs, branches);
    names.insert(names.end(), more.begin(), more.end());
    const auto near = nearest(name, names, 3);
    return Error(ErrorKind::not_found, fmt::format("there is no tag, branch or commit '{}'", name))
        .with_help(near.empty() ? "write a tag, a branch or a commit's id"
                                : "the nearest is " + quoted(near));
}

Result<Choice> choose_refspec(const Refs& refs, std::string_view text) {
    auto source = text.substr(text.starts_with('+') ? 1 : 0);
    source = source.substr(0, source.find(':'));
    if (source.starts_with('^') || source.find('*') != std::string_view::npos) {
        return Error(ErrorKind::unsupported, fmt::format("the refspec '{}' does not name one ref", text))
            .with_help("write one ref: refs/heads/NAME, refs/merge-requests/N/head");
    }
    if (is_full_id(source)) {
        return Choice{.ref = nullptr, .id = lower(std::string(source)), .path = {}};
    }
    if (const auto* const ref = find_by_rules(refs, source.empty() ? "HEAD" : source); ref != nullptr) {
        return Choice{.ref = ref, .id = {}, .path = {}};
    }
    return Error(ErrorKind::not_found, fmt::format("there is no ref '{}'", source))
        .with_help(suggestion(refs, "ref", source, ""));
}

}  // namespace

std::string_view default_branch(const std::vector<RemoteRef>& refs) {
    const auto* const head = find(refs, "HEAD", "");
    if (head == nullptr) {
        return {};
    }
    if (std::string_view(head->target).starts_with(branches)) {
        return std::string_view(head->target).substr(branches.size());
    }
    const auto same = std::find_if(refs.begin(), refs.end(), [&](const RemoteRef& ref) {
        return std::string_view(ref.name).starts_with(branches) && ref.id == head->id;
    });
    return same == refs.end() ? std::string_view() : std::string_view(same->name).substr(branches.size());
}

Result<Choice> choose(const Revision& revision, const std::vector<RemoteRef>& refs) {
    switch (revision.kind) {
        case Revision::Kind::branch: return choose_below(refs, revision, "branch", branches);
        case Revision::Kind::tag: return choose_below(refs, revision, "tag", tags);
        case Revision::Kind::revision: return choose_revision(refs, revision.name);
        case Revision::Kind::refspec: return choose_refspec(refs, revision.name);
        case Revision::Kind::head: break;
    }
    return choose_head(refs);
}

std::string describe(const Revision& revision) {
    switch (revision.kind) {
        case Revision::Kind::branch: return fmt::format("branch '{}'", revision.name);
        case Revision::Kind::tag: return fmt::format("tag '{}'", revision.name);
        case Revision::Kind::revision: return fmt::format("revision '{}'", revision.name);
        case Revision::Kind::refspec: return fmt::format("refspec '{}'", revision.name);
        case Revision::Kind::head: break;
    }
    return "HEAD";
}

}  // namespace slipway::git

#include "slipway/plan/action.hpp"

#include "key_builder.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>

namespace slipway::plan {

namespace {

void add_checksums(KeyBuilder& builder, std::vector<Checksum> checksums, const std::optional<Digest>& pin) {
    if (pin) {
        checksums.push_back({.algorithm = ChecksumAlgorithm::sha256, .hex = pin->hex()});
    }
    std::ranges::sort(checksums);
    const auto twins = std::ranges::unique(checksums);
    checksums.erase(twins.begin(), twins.end());
    for (const auto& checksum : checksums) {
        builder.field(to_string(checksum.algorithm), checksum.hex);
    }
}

std::string_view to_string(FetchVcs::System system) {
    switch (system) {
        case FetchVcs::System::svn: return "svn";
        case FetchVcs::System::hg: return "hg";
        case FetchVcs::System::bzr: break;
    }
    return "bzr";
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// What the key of each kind covers besides its inputs. The versions here are the history of the kinds: count
// one up when the same parameters begin to give another result.
struct Parameters {
    KeyBuilder operator()(const FetchFile& action) const {
        KeyBuilder builder("fetch", 1);
        const auto has_sha256 =
            action.pin || std::ranges::any_of(action.checksums, [](const Checksum& checksum) {
                return checksum.algorithm == ChecksumAlgorithm::sha256;
            });
        if (!has_sha256) {  // with one, the bytes are the same wherever they come from
            builder.field("url", action.url);
            if (action.form) {
                builder.field("form", *action.form);
            }
        }
        add_checksums(builder, action.checksums, action.pin);
        return builder;
    }

    KeyBuilder operator()(const FetchGit& action) const {
        KeyBuilder builder("git", 2);  // 2: the fact "time"
        builder.field("commit", action.pin.empty() ? action.name : action.pin);
        if (action.submodules != FetchGit::Submodules::none) {
            builder.field("submodules",
                          action.submodules == FetchGit::Submodules::direct ? "direct" : "recursive");
        }
        return builder;
    }

    KeyBuilder operator()(const FetchVcs& action) const {
        KeyBuilder builder(to_string(action.system), 1);
        builder.field("url", action.url).field("revision", action.revision);
        return builder;
    }

    KeyBuilder operator()(const CopyDirectory&) const { return {"copy", 1}; }

    KeyBuilder operator()(const Unpack& action) const {
        KeyBuilder builder("unpack", 2);
        builder.field("subtree", action.subtree).field("file name", action.file_name);
        return builder;
    }

    KeyBuilder operator()(const SelectRelease& action) const {
        KeyBuilder builder("select", 2);
        builder.field("core", action.core).field("version", action.version);
        builder.field("type", action.type).field("variant", action.variant);
        builder.field("wanted", action.update ? "update" : "version");
        return builder;
    }

    KeyBuilder operator()(const ApplyPatch& action) const {
        KeyBuilder builder("patch", 1);
        builder.field("fuzz", action.fuzz ? "allow" : "refuse");
        return builder;
    }

    KeyBuilder operator()(const Stamp& action) const {
        KeyBuilder builder("stamp", 1);
        builder.field("PATCHES.txt", action.patches_txt);
        for (const auto& name : action.file_names) {
            builder.field("file", name);
        }
        return builder;
    }

    KeyBuilder operator()(const AddFiles& action) const {
        KeyBuilder builder("add", 1);
        for (const auto& path : action.paths) {
            builder.field("path", path);
        }
        return builder;
    }

    KeyBuilder operator()(const StampInfo& action) const {
        KeyBuilder builder("info", 1);
        builder.field("version", action.version).field("project", action.project);
        builder.field("time", std::to_string(action.time));
        return builder;
    }

    KeyBuilder operator()(const ReadTranslationServer&) const { return {"translation server", 1}; }

    KeyBuilder operator()(const Link& action) const {
        KeyBuilder builder("link", 1);
        for (const auto& path : action.paths) {
            builder.field("path", path);
        }
        return builder;
    }

    KeyBuilder operator()(const PrepareInstall&) const { return {"prepare", 1}; }

    KeyBuilder operator()(const HashContent&) const { return {"hash", 1}; }
};

// What a plan tells apart and a key does not.
struct Distinction {
    std::string operator()(const FetchFile& action) const {
        return fmt::format("{}\n{}\n{}", action.known_is_enough ? "known" : "ask", action.pin ? "pinned" : "",
                           action.url);
    }
    std::string operator()(const FetchGit& action) const {
        return fmt::format("{}\n{}\n{}\n{}", static_cast<int>(action.kind), action.describe ? "describe" : "",
                           action.name, action.url);
    }
    std::string operator()(const FetchVcs& action) const { return action.username + '\n' + action.password; }
    std::string operator()(const CopyDirectory& action) const { return action.path; }
    std::string operator()(const ApplyPatch& action) const { return action.name; }
    template <class Other>
    std::string operator()(const Other&) const {
        return {};
    }
};

struct Name {
    std::string_view operator()(const FetchFile&) const { return "fetch"; }
    std::string_view operator()(const FetchGit&) const { return "git"; }
    std::string_view operator()(const FetchVcs& action) const { return to_string(action.system); }
    std::string_view operator()(const CopyDirectory&) const { return "copy"; }
    std::string_view operator()(const Unpack&) const { return "unpack"; }
    std::string_view operator()(const SelectRelease&) const { return "select"; }
    std::string_view operator()(const ApplyPatch&) const { return "patch"; }
    std::string_view operator()(const Stamp&) const { return "stamp"; }
    std::string_view operator()(const AddFiles&) const { return "add"; }
    std::string_view operator()(const StampInfo&) const { return "info"; }
    std::string_view operator()(const ReadTranslationServer&) const { return "translation server"; }
    std::string_view operator()(const Link&) const { return "link"; }
    std::string_view operator()(const PrepareInstall&) const { return "prepare"; }
    std::string_view operator()(const HashContent&) const { return "hash"; }
};

struct MustLook {
    bool operator()(const FetchFile& action) const { return action.checksums.empty() && !action.pin; }
    bool operator()(const FetchGit& action) const {
        if (!action.pin.empty()) {
            return false;
        }
        return action.describe || action.kind != FetchGit::Kind::revision || !is_commit_id(action.name);
    }
    bool operator()(const FetchVcs& action) const {
        return !is_fixed_revision(action.system, action.revision);
    }
    bool operator()(const CopyDirectory&) const { return true; }
    template <class Other>
    bool operator()(const Other&) const {
        return false;
    }
};

}  // namespace

std::string_view name_of(const Action& action) { return std::visit(Name{}, action); }

std::string fingerprint(const Action& action) {
    auto builder = std::visit(Parameters{}, action);
    builder.field("distinction", std::visit(Distinction{}, action));
    return builder.bytes();
}

std::optional<ActionKey> key_of(const Action& action, std::span<const Digest> inputs) {
    if (std::visit(MustLook{}, action)) {
        return std::nullopt;
    }
    auto builder = std::visit(Parameters{}, action);
    for (const auto& input : inputs) {
        builder.field("input", input);
    }
    return builder.key();
}

bool is_commit_id(std::string_view text) {
    return text.size() == 40 && std::ranges::all_of(text, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

ActionKey content_key(const Digest& sha256) {
    const FetchFile action{.url = {}, .pin = sha256};
    return std::visit(Parameters{}, Action{action}).key();
}

ActionKey commit_tree_key(std::string_view commit, FetchGit::Submodules submodules) {
    const FetchGit action{
        .url = {}, .kind = FetchGit::Kind::revision, .name = std::string(commit), .submodules = submodules};
    return std::visit(Parameters{}, Action{action}).key();
}

bool is_fixed_revision(FetchVcs::System system, std::string_view text) {
    switch (system) {
        case FetchVcs::System::svn: return !text.empty() && std::ranges::all_of(text, is_digit);
        case FetchVcs::System::hg: return is_commit_id(text);
        case FetchVcs::System::bzr: break;
    }
    return text.starts_with("revid:");
}

}  // namespace slipway::plan

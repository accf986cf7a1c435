// publish: makes a platform's tree visible as a directory, all at once.
//
// Files are hard links to the store's objects, read-only; clones or copies where the file system refuses a
// link, or as the link mode says. The mutable paths are real copies that the site may write to. Everything is
// laid out in a hidden directory beside the destination and renamed into place at the end, so nobody ever
// sees a part of a platform.
#pragma once

#include <slipway/assemble/platform.hpp>
#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace slipway::assemble {

struct Verification;  // verify.hpp

// Adds what is no part of a platform's identity, once all else is laid out in `staging` and before anybody
// sees it. It may write below the mutable paths alone: everything else is closed already, and shared with the
// store. Its error ends the work; then nothing is published.
using Finish = std::function<Result<void>(const std::filesystem::path& staging)>;

// What becomes of a platform that is at the destination already. Anything else that is there stays.
enum class Occupied : std::uint8_t {
    refused,   // it stays too
    replaced,  // it goes if nobody changed it or added to it; if somebody did, it stays
    put_aside  // likewise, but then it is renamed to DESTINATION.~1~ (or ~2~ …)
};

struct PublishOptions {
    int threads = 4;     // that create and link; they wait for the file system, so twice the cores is good
    std::string origin;  // what the platform was built from, kept beside its id
    // Besides `sites`: these paths of the platform, and all that is below them, are copies that may be
    // written to. "" is the whole platform.
    std::vector<std::string> mutable_paths = {};
    Finish finish = {};
    std::optional<Digest> lock = {};  // the blob of the platform's lock, kept with it
    LinkMode link_mode = LinkMode::automatic;
    std::vector<std::string> projects = {};  // the paths of its projects, for LinkMode::symlink
    Occupied occupied = Occupied::refused;
    bool seal = false;  // root cannot change it either (seal.hpp)
    // Is told what somebody changed in the platform at the destination, when it is not replaced because of
    // that, or put aside.
    std::function<void(const Platform&, const Verification&)> on_changed = {};
};

struct Published {
    std::uint64_t files = 0;  // in all, symbolic links included; not those that the store keeps for it
    std::uint64_t directories = 0;
    std::uint64_t linked = 0;
    std::uint64_t cloned = 0;          // sharing their bytes, not their inode (reflink)
    std::uint64_t copied = 0;          // mutable or empty files, which are always copies, and as asked for
    std::uint64_t copied_instead = 0;  // files that the file system would neither link nor clone
    std::uint64_t renewed = 0;         // files of which the store made new ones, as they took no more links
    std::uint64_t project_links = 0;   // directories that are links into the store
    std::uint64_t replaced = 0;        // entries that a merge put in the place of others
    std::string why_copied = {};       // the first reason, for people: "the store is on another file system"
    bool already_there = false;        // nothing was done: the destination is that platform
    std::optional<Digest> previous = {};   // the platform that was replaced or put aside
    std::filesystem::path put_aside = {};  // where it is
    bool replaced_in_two_steps = false;    // the file system cannot exchange two directories at once
    std::uint64_t sealed = 0;              // files and directories that root cannot change either
    std::uint64_t unsealed_files = 0;      // hard links, which cannot be sealed here
};

// Creates the directories above the destination that are missing, open to all (0755). A platform of that id,
// published so, that is at the destination already is not looked into, but for Occupied::put_aside. Another
// one is replaced at once, and what it was goes after it was looked at. Errors: conflict if something is at
// the destination that stays; corrupt or not_found if an object of the tree is
// damaged or gone (building again makes it anew); cancelled; io, denied. After any of them nothing is at the
// destination that was not there before. Directories that died builds left beside the destination are
// removed.
Result<Published> publish(cache::Store& store,
                          const Digest& platform,
                          const std::filesystem::path& destination,
                          const PublishOptions& options,
                          const std::stop_token& stop);

// The error for a destination at which something is; for asking before the work begins.
Result<void> check_destination(const std::filesystem::path& destination);
// Likewise, if a platform may be replaced; whether somebody changed it is not asked.
Result<void> check_destination(const cache::Store& store,
                               const std::filesystem::path& destination,
                               Occupied occupied);

// not_found if the platform has nothing at one of the mutable paths: a mistake that would otherwise show when
// a site fails to write.
Result<void> check_mutable_paths(const cache::Store& store,
                                 const Digest& platform,
                                 const std::vector<std::string>& paths);

// The extended attribute on a platform's root that holds its id in hex.
inline constexpr const char* id_attribute = "user.slipway.id";

// Whether a site, or a tool that manages it, may write to this path of a platform: "sites" and below, but of
// "sites/all" only the directory itself, to which entries can be added, and "drush" in it (ADR 0012).
bool is_mutable(const std::string& path);

}  // namespace slipway::assemble

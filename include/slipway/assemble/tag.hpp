// Tags: names for versions of a platform, kept for good; and leases, which keep what nobody named yet.
//
// Both are refs (cache::Store::put_ref), so garbage collection keeps what they name: a tag until it is
// removed, a lease until it is old.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::assemble {

struct Tag {
    std::string name;
    Digest platform;
    std::string message = {};
    std::string origin = {};                      // what the platform was built from
    std::string date = {};                        // when it was tagged: "2026-11-22T23:04:05Z"
    std::vector<std::string> mutable_paths = {};  // as in PublishOptions
    std::vector<std::string> projects = {};       // likewise
    std::optional<Digest> lock = {};              // the blob of the platform's lock

    bool operator==(const Tag&) const = default;
};

// Why a text cannot be a tag's name; empty if it can. A name is a RelativePath of printable characters that
// can neither be taken for an option, nor for a path, nor for a platform's id.
std::string wrong_tag_name(std::string_view name);

// Whether a text is taken for a platform's id: seven or more hexadecimal digits, and nothing else.
bool looks_like_id(std::string_view text);

// Makes it, or replaces one of that name; durable if the store is. Requires a name that is not wrong, and all
// objects of the platform in the store.
Result<void> put_tag(cache::Store& store, const Tag& tag);

// Nothing if there is none; corrupt if its ref is damaged.
Result<std::optional<Tag>> find_tag(const cache::Store& store, std::string_view name);

// All of them, sorted by name. Fails on what it cannot read.
Result<std::vector<Tag>> tags(const cache::Store& store);

// Nothing there is success.
Result<void> remove_tag(cache::Store& store, std::string_view name);

// Keeps a platform that was published nowhere, until it is tagged, published, or a while has passed. Of the
// tag, all but name, message and date counts.
Result<void> put_lease(cache::Store& store, const Tag& platform);

// All of them, sorted by the platform's id, each named by it.
Result<std::vector<Tag>> leases(const cache::Store& store);

}  // namespace slipway::assemble

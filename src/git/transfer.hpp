// The two ways from a remote into a mirror. Both give the id of the commit that a revision stands for, with
// what it holds in the mirror.
#pragma once

#include "address.hpp"

#include <slipway/base/result.hpp>
#include <slipway/git/mirror.hpp>

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

struct git_repository;

namespace slipway::git {

struct RemoteRef;

// Refers to what its maker owns.
struct Transfer {
    git_repository& mirror;
    const Address& address;
    const Limits& limits;
    std::stop_token stop;
};

// By one of git's protocols; what breaks on the way is tried twice. Brings the history, too: the next fetch
// then only brings what is new.
Result<std::string> fetch_from_network(const Transfer& transfer, const Revision& revision);

// From a repository on this machine. Takes the commit alone: libgit2's own way would pack all of the other
// repository and look for differences worth storing, which takes minutes for a large one.
Result<std::string> fetch_from_disk(const Transfer& transfer, const Revision& revision);

// What `git describe --tags` says of the commit in a clone of the remote as it is now (describe.hpp). The
// first requires that the commit was fetched from the network.
Result<std::optional<std::string>> describe_from_network(const Transfer& transfer, const std::string& commit);
Result<std::optional<std::string>> describe_from_disk(const Transfer& transfer, const std::string& commit);

// What the remote offers: at least one ref, else ErrorKind::not_found.
Result<std::vector<RemoteRef>> refs_from_network(const Transfer& transfer);
Result<std::vector<RemoteRef>> refs_from_disk(const Transfer& transfer);

}  // namespace slipway::git

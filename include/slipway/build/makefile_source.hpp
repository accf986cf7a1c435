// Where the bytes of makefiles come from (spec §1.1, §2.4): files, standard input, URLs, repositories, trees
// of projects.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>
#include <slipway/makefile/load.hpp>
#include <slipway/net/transport.hpp>

#include <optional>
#include <stop_token>
#include <string>

namespace slipway::build {

// Where remote makefiles come from, and are kept.
struct Remote {
    cache::Store& store;
    net::Transport& transport;
    std::stop_token stop;
};

// Whether the root makefile is to be downloaded.
bool is_remote(const std::string& makefile);

// What is on this host: a file, or standard input for "-".
Result<std::string> read_local_makefile(const std::string& path);

// The root makefile: what holds "://" is a URL, all else is local. Errors say the way out.
Result<std::string> read_root(const Remote& remote,
                              const std::string& makefile,
                              const std::optional<Digest>& pin = {});

// A makefile that another one includes. Remote ones go through the store: what did not change is not fetched
// again. With a `pin`, the SHA-256 that a lock has, those very bytes, whoever has them; ErrorKind::drifted if
// nobody does. Waits for the network.
Result<std::string> read_makefile(const Remote& remote,
                                  const makefile::Place& place,
                                  const std::optional<Digest>& pin = {});

// A text file of a project's tree.
Result<std::string> read_in_tree(const cache::Store& store, const Digest& tree, const std::string& path);

}  // namespace slipway::build

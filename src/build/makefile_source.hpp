// Where the bytes of makefiles come from (spec §1.1, §2.4): files, standard input, URLs, repositories, trees
// of projects. Private to build.
#pragma once

#include <slipway/base/result.hpp>
#include <slipway/build/build.hpp>
#include <slipway/cache/store.hpp>
#include <slipway/hash/digest.hpp>
#include <slipway/makefile/load.hpp>

#include <string>

namespace slipway::build {

// Whether the root makefile is to be downloaded.
bool is_remote(const std::string& makefile);

// The root makefile: "-" is standard input, what holds "://" a URL, all else a file.
Result<std::string> read_root(const World& world, const std::string& makefile);

// A makefile that another one includes. Remote ones go through the store: what did not change is not fetched
// again. Waits for the network.
Result<std::string> read_makefile(const World& world, const makefile::Place& place);

// A text file of a project's tree.
Result<std::string> read_in_tree(const cache::Store& store, const Digest& tree, const std::string& path);

}  // namespace slipway::build

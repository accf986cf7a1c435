// What the tests of makefile share.
#pragma once

#include <slipway/diag/diagnostic.hpp>
#include <slipway/diag/source_map.hpp>
#include <slipway/document/document.hpp>
#include <slipway/makefile/load.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace slipway::makefile::testing {

// The data of one text, as JSON, and what was reported on the way.
struct Parsed {
    std::string data;
    std::vector<std::string> slugs;
};

Parsed parse_text(const std::string& text, document::Mode mode = document::Mode::strict);

// Files by path, and what came of loading "site.make" among them.
using Files = std::map<std::string, std::string>;

struct Loaded {
    std::optional<Makefile> makefile;
    std::vector<std::string> errors;    // slugs
    std::vector<std::string> warnings;  // slugs
    std::string rendered;
};

Loaded load_files(const Files& files,
                  document::Mode mode = document::Mode::strict,
                  Role role = Role::root,
                  std::string core = {});

// Likewise, with all that the command line can add; path and bytes of the request are filled in.
using Request = Input;
Loaded load_files(const Files& files, Request request);

// As load_files of one file that begins with a core and an API version.
Loaded load_body(const std::string& body, document::Mode mode = document::Mode::strict);

// The project or library of a name. Requires that there is one.
const Project& project(const Loaded& loaded, const std::string& name);

}  // namespace slipway::makefile::testing

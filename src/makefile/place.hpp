// Where the makefiles are that a makefile includes (spec §2.4). Private to makefile.
#pragma once

#include <slipway/makefile/load.hpp>

#include <string>
#include <string_view>

namespace slipway::makefile {

// http, https and ftp, as Drush has it.
bool is_url(std::string_view text);

// A path or URL without "." parts, and with ".." parts applied as far as the text allows: enough to see a
// cycle.
std::string plain(std::string_view path);

// What `written` means in the makefile at `from`: beside it, behind the same server, in the same commit.
Place beside(const Place& from, const std::string& written);

// Whether it is a file or a repository of this host.
bool is_on_host(const Place& place);

// How diagnostics call it: the path, the URL without credentials, or "URL: path" for one in a repository.
std::string shown(const Place& place);

}  // namespace slipway::makefile

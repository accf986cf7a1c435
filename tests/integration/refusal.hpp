// A build that has to fail, and what holds for every failure; and the next one, that has to succeed.
#pragma once

#include "site.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::test {

// "FILE:LINE:", as diagnostics name the first line of the makefile in which `text` stands.
std::string place(const std::filesystem::path& makefile, std::string_view text);

// Builds `makefile` to out/platform of the site. Checks that the exit status is 1, that no id is printed,
// that the message says a way out, and that nothing at all is where the platform would be. Returns the
// message.
std::string refused(const Site& site,
                    const std::filesystem::path& makefile,
                    const std::vector<std::string>& more_arguments = {});

// The problem is fixed: checks that the same destination and store now give a platform, and nothing beside
// it. Removes it again.
void check_builds(const Site& site,
                  const std::filesystem::path& makefile,
                  const std::vector<std::string>& more_arguments = {});

}  // namespace slipway::test

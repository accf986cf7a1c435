// Dock: projects whose archives and release histories hold what a test says, served beside a small core.
#pragma once

#include "site.hpp"

#include <map>
#include <string>
#include <vector>

namespace slipway::test {

struct Dock {
    Site site = Site::bare();

    // Serves ARCHIVE.tar with `files` by their name in the project, and a file "version" that holds ARCHIVE,
    // to tell them apart; @BASE@ in them is replaced.
    void project(const std::string& archive, const std::map<std::string, std::string>& files = {}) const;

    // Serves a release history, and an archive as above for each of the versions, NAME-VERSION.tar. `head`
    // stands before the releases: type, recommended_major … `core` is the last part of the history's address.
    void releases(const std::string& name,
                  const std::string& head,
                  const std::vector<std::string>& versions,
                  const std::string& core = "7.x") const;

    // `slipway COMMAND site.make` with core and these lines, to "platform".
    ProgramOutcome build(const std::string& lines, const std::vector<std::string>& more = {}) const;
    ProgramOutcome make(const std::string& lines, const std::vector<std::string>& more = {}) const;
    // As build; fails the test if the build fails.
    ProgramOutcome builds(const std::string& lines, const std::vector<std::string>& more = {}) const;

    bool has(const std::string& path) const;
    std::string version(const std::string& path) const;  // what is in the file "version" there
};

// The text of a makefile with these lines.
std::string makefile(const std::string& lines);

// The lines that take an entry ("projects[sail]") from ARCHIVE.tar; a profile likewise.
std::string from(const std::string& entry, const std::string& archive);
std::string profile(const std::string& name);

}  // namespace slipway::test

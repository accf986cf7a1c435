// Resolution: what the versions in a root makefile stand for, project by project. Values.
//
// Makefiles that are found inside of projects are no part of it, as they are none of Drush's lock files (spec
// §8.6).
#pragma once

#include <slipway/makefile/model.hpp>

#include <string>
#include <vector>

namespace slipway::build {

// One project or library of the root makefile.
struct Resolved {
    makefile::Group group{};
    std::string key;   // projects[KEY]
    std::string name;  // the key, or projects[KEY][name]
    std::string type;  // "core", "module", "library" …: as the makefile has it, else the update service
    std::string service_type;  // of a release: what the update service says, whatever the makefile does
    std::string version;       // of a release, in full: "7.x-3.29"
    std::string location;      // of its release history
    std::string commit;        // of git, in hex: what was built, if it was
    // Of git, where the makefile does not say: the main branch, and what that or the makefile's branch is
    // now (resolve_branches()).
    std::string branch = {};
    std::string revision = {};
    bool is_release = false;
    bool may_name_host =
        true;  // false: what comes from elsewhere may not have repositories of this host read

    bool is_library() const noexcept { return group == makefile::Group::libraries; }
};

struct Resolution {
    makefile::Makefile makefile;
    std::vector<Resolved>
        entries;  // as in the makefile, projects before libraries; without what is not built
};

}  // namespace slipway::build

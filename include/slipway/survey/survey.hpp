// survey: what an existing platform directory consists of, read from its files alone: no database, no PHP, no
// network, no program (spec §8.5, make-generate).
//
// Everything in a platform is untrusted. Symbolic links are not followed, files have size limits, directories
// a depth; what cannot be read is a remark, not a failure.
#pragma once

#include <slipway/base/result.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace slipway::survey {

// A module, theme or profile with all that belongs to it.
struct Project {
    // release: its .info says which; checkout: a git working copy; custom: nothing says where it is from.
    enum class Origin { release, checkout, custom };

    std::string name;
    std::string type;        // "module", "theme", "profile"
    std::string version;     // of a release: as the .info has it, "7.x-1.2"
    std::string path;        // of its directory, from the platform's root
    std::string status_url;  // of the update service it is from, if that is not drupal.org's
    Origin origin = Origin::custom;
    std::string url = {};  // of a checkout's origin
    std::string branch = {};
    std::string commit = {};
    std::vector<std::string> patches =
        {};  // as PATCHES.txt has them; those that lie beside it as file:// URLs
};

// A directory below `libraries` that no makefile in the platform brings.
struct Library {
    std::string name;
    std::string path;
    std::string url = {};  // of a git checkout
    std::string branch = {};
    std::string commit = {};
};

struct Platform {
    std::string core;          // "7.x"
    std::string core_version;  // "7.90"; empty if the files do not tell
    std::vector<std::string> core_patches;
    std::vector<Project> projects;     // modules, themes, profiles; each by path
    std::vector<Library> libraries;    // by path
    std::vector<std::string> remarks;  // what a person should know: custom code, what could not be read
};

// ErrorKind::not_found if there is no Drupal in the directory.
Result<Platform> survey(const std::filesystem::path& root);

}  // namespace slipway::survey

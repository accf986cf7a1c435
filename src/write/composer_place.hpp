// Where Composer's installers put what a makefile asks for. Private to write.
#pragma once

#include <slipway/makefile/model.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::write {

// In lower case. Of a project that names none: "core" if it is drupal, else "module".
std::string type_of(const makefile::Project& project);

// extra.installer-paths: directories, and what goes there: names of packages or "type:drupal-module".
// Composer takes the first directory that fits.
class InstallerPaths {
public:
    explicit InstallerPaths(int core_major) : core_major_(core_major) {}

    // The package of a module, theme, profile or library. Returns the directory that it goes to.
    std::string add(const makefile::Project& project, std::string package);

    struct Directory {
        std::string path;  // "web/modules/contrib/{$name}"
        std::vector<std::string> packages;
    };

    // First those of single packages, then one for each type: where most packages of the type go.
    std::vector<Directory> directories() const;

private:
    struct Placed {
        std::string type;
        std::string path;
        std::string package;
    };

    std::string usual_path(std::string_view type) const;

    int core_major_;
    std::vector<Placed> placed_;
};

}  // namespace slipway::write

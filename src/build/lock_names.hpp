// How a lock names makefiles, paths of this host and addresses, and which makefiles were read. Private to
// build.
#pragma once

#include <slipway/lock/lock.hpp>
#include <slipway/makefile/load.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::build {

class LockNames {
public:
    // Paths of this host are named relative to the directory of the root makefile.
    explicit LockNames(std::filesystem::path directory);

    // A path of the host, relative or not, or a URL, which loses its password.
    std::string of_file(const std::string& path) const;

    // An address as a makefile has it, or an action: what is no absolute path and no URL stays as it is.
    std::string of_address(const std::string& address) const;

    // The address, or absolute file:// URL, that is so named.
    std::string address_of(const std::string& name) const;

    // -- Makefiles that were read.

    // What a makefile at this place is called.
    std::string of_place(const makefile::Place& place) const;

    void add(const makefile::Place& place, std::string_view bytes);
    // One that is in a project, by its path in the platform.
    void add_nested(std::string path, std::string_view bytes);

    // Sorted, each once.
    std::vector<lock::Input> inputs() const;

private:
    std::filesystem::path directory_;
    std::vector<lock::Input> inputs_;
};

}  // namespace slipway::build

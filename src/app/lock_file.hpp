// The lock file of a makefile: where it is, what it says, and how it is written. Private to app.
#pragma once

#include "command_line.hpp"

#include <slipway/build/build.hpp>
#include <slipway/diag/diagnostic.hpp>
#include <slipway/diag/source_map.hpp>
#include <slipway/lock/lock.hpp>

#include <filesystem>
#include <optional>
#include <string>

namespace slipway::app {

// Which lock a build has to do with: the one that the command line names, or else that of its makefile.
std::filesystem::path lock_file_for(const BuildCommand& command);

// Beside the makefile; what came from elsewhere has its lock in the working directory. Empty for standard
// input, which has none.
std::filesystem::path lock_file_of(const std::string& makefile);

class LockFile {
public:
    explicit LockFile(std::filesystem::path path) : path_(std::move(path)) {}

    // What is there, if anything is. False if something was reported: it is no lock, or that of another
    // makefile than `makefile`.
    bool read(const std::string& makefile, SourceMap& sources, Diagnostics& diagnostics);

    // What is there, only to say what becomes of it: whatever it is, it does not count.
    void glance(const std::string& makefile);

    // Replaces the file in one step, unless it says the same already. That it cannot be written is reported
    // with this severity; false if it is an error.
    bool write(const lock::Lock& lock, Severity severity, Diagnostics& diagnostics);

    const std::filesystem::path& path() const noexcept { return path_; }
    const lock::Lock* lock() const noexcept { return lock_ ? &*lock_ : nullptr; }
    // What there is to say about what was written; empty if nothing is.
    const std::string& news() const noexcept { return news_; }

private:
    std::filesystem::path path_;
    std::string text_ = {};
    std::optional<lock::Lock> lock_ = {};
    std::string news_ = {};
};

// Has the build take what the file pins, and the file what the build turns out to be made of. False if
// something was reported. The file outlives the options.
bool use_lock(const LockUse& use,
              LockFile& file,
              build::Options& options,
              SourceMap& sources,
              Diagnostics& diagnostics);

}  // namespace slipway::app

// Seals: what keeps even root from changing a platform.
//
// Directories and files get the file system's flag "immutable": nothing can be added, removed, renamed or
// written until the flag is taken away, which needs CAP_LINUX_IMMUTABLE. A hard link to an object of the
// store cannot have it: the object could be neither linked again nor collected. Where the file system knows
// fs-verity, such a file is sealed with that: its bytes can never change, while it can still be linked and
// removed. What may be written to is left as it is.
#pragma once

#include <slipway/base/result.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace slipway::assemble {

struct Sealed {
    std::uint64_t directories = 0;
    std::uint64_t files = 0;
    std::uint64_t unsealed_files = 0;  // hard links, where the file system has no fs-verity
};

// What a file system lets us do, found out with a new file in `directory`, which is gone afterwards.
struct SealAbility {
    bool immutable = false;
    bool verity = false;
    std::string why_not = {};  // immutable is false: the reason, for people
};
Result<SealAbility> probe_seals(const std::filesystem::path& directory);

// Seals all that is below a platform's root, but not what may be written to (as in PublishOptions).
Result<Sealed> seal_below(const std::filesystem::path& root, const std::vector<std::string>& mutable_paths);
// The root itself: after it has its name, as what is sealed cannot be renamed.
Result<void> seal_root(const std::filesystem::path& root);
Result<void> unseal_root(const std::filesystem::path& root);

// Makes the directory and all below it removable again. Nothing sealed there is success. No symbolic link is
// followed.
Result<void> unseal(const std::filesystem::path& directory);

}  // namespace slipway::assemble

// Abilities: what the file systems of a store and of a destination can do, found out by doing it.
//
// Nothing is inferred from the name of a file system where an attempt tells: each answer comes from files
// that are made for it and removed again.
#pragma once

#include <slipway/base/result.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace slipway::assemble {

struct Abilities {
    bool hard_links = false;  // from the store to the destination, as all that follows where it says so
    bool clones = false;      // likewise
    bool same_file_system = false;
    bool symbolic_links = false;
    bool exchange = false;       // two directories exchange their names at once
    bool unnamed_files = false;  // in the store: O_TMPFILE
    bool attributes = false;     // extended ones, "user."
    bool immutable = false;
    std::string why_not_immutable = {};
    bool verity = false;
    bool case_sensitive = false;
    std::optional<std::uint64_t> most_links = {};  // that one file can have, as the file system says
    std::string store_kind = {};                   // "ext4", "nfs"; empty if it is none of the well-known
    std::string destination_kind = {};
    bool store_is_remote = false;  // other machines may use it too, and locks may not hold between them
    std::uint64_t store_free = 0;  // bytes that we may still use
    std::uint64_t destination_free = 0;
    std::uint64_t destination_free_files = 0;  // 0 also where there is no limit
};

// `store` and `destination` are directories. Errors: denied or io if nothing can be created in them.
Result<Abilities> find_abilities(const std::filesystem::path& store,
                                 const std::filesystem::path& destination);

}  // namespace slipway::assemble

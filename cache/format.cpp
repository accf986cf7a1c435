#include "format.hpp"

#include <slipway/sys/directory.hpp>
#include <slipway/sys/file.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <string_view>

namespace slipway::cache {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view ours = "slipway store 1 sha256\n";

// Whether the directory holds nothing of anybody's: a name with a dot may be the temporary file of a process
// that was killed while it made the store.
Result<bool> is_blank(const fs::path& root) {
    const auto directory = SLIPWAY_TRY(open_directory(root));
    const auto entries = SLIPWAY_TRY(list_directory(*directory, root));
    return std::ranges::all_of(entries, [](const ListedEntry& entry) {
        return entry.name.starts_with('.') || entry.name == "lost+found";
    });
}

Error other_format(const fs::path& root, std::string_view found) {
    const auto line = found.substr(0, std::min(found.find('\n'), std::size_t{80}));
    return Error(ErrorKind::unsupported,
                 fmt::format("the store '{}' has the format '{}', this slipway knows '{}'", root.string(),
                             line, ours.substr(0, ours.size() - 1)))
        .with_help("use the slipway that made it, or another directory as the store");
}

}  // namespace

Result<void> claim_format(const fs::path& root, bool durable) {
    constexpr std::size_t limit = 4096;
    const auto path = root / "format";
    auto found = read_file(path, limit);
    if (!found && found.error().kind() == ErrorKind::not_found) {
        const bool blank = SLIPWAY_TRY(is_blank(root));
        found =
            read_file(path, limit);  // another process may just have written it, and then made directories
        if (!found && found.error().kind() == ErrorKind::not_found) {
            if (!blank) {
                return Error(ErrorKind::conflict,
                             fmt::format("'{}' is not empty and is not a slipway store", root.string()))
                    .with_help("name a new or empty directory as the store");
            }
            return write_file_atomically(path, ours, durable);
        }
    }
    if (!found) {
        return std::move(found).error();
    }
    return *found == ours ? Result<void>() : other_format(root, *found);
}

}  // namespace slipway::cache

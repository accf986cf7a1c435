#include "parallel_removal.hpp"

#include <slipway/exec/workers.hpp>
#include <slipway/sys/directory.hpp>
#include <slipway/sys/file.hpp>

#include <sys/stat.h>

#include <cstddef>
#include <utility>
#include <vector>

namespace slipway::assemble {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t enough = 64;  // parts, for any number of threads to be busy to the end

// Directories that are removed side by side: those of the highest levels at which there are enough. What is
// above them is made writable, so that they can be.
std::vector<fs::path> parts_of(const fs::path& root) {
    std::vector<fs::path> parts = {root};
    for (bool deeper = true; deeper && parts.size() < enough;) {
        std::vector<fs::path> below;
        for (const auto& part : parts) {
            const auto directory = open_directory(part);
            const auto entries = directory ? list_directory(**directory, part)
                                           : Result<std::vector<ListedEntry>>(std::vector<ListedEntry>());
            if (directory && entries) {
                ::fchmod(**directory, S_IRWXU);  // if it fails, removing what is inside says why
            }
            for (const auto& entry : entries.value_or(std::vector<ListedEntry>())) {
                if (entry.is_directory) {
                    below.push_back(part / entry.name);
                }
            }
        }
        deeper = !below.empty();
        parts = deeper ? std::move(below) : std::move(parts);
    }
    return parts;
}

}  // namespace

Result<void> remove_in_parallel(const fs::path& root, int threads) {
    const auto workers = exec::make_waiting_workers(threads);
    for (const auto& part : parts_of(root)) {
        // What one cannot remove, whoever removes the whole says.
        workers->submit([part] { static_cast<void>(remove_tree(part)); });
    }
    workers->wait();
    return remove_tree(root);
}

}  // namespace slipway::assemble

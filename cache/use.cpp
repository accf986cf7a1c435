#include "use.hpp"

#include "layout.hpp"
#include "staging.hpp"

#include <fmt/core.h>

#include <string>
#include <utility>

namespace slipway::cache {

namespace fs = std::filesystem;

namespace {

using Mode = FileLock::Mode;

Error in_use(const fs::path& root, const std::string& by) {
    return Error(ErrorKind::conflict, fmt::format("the store '{}' is in use by {}", root.string(), by))
        .with_help("try again when that is done");
}

LockWait wait_for(const StoreOptions& options, std::function<std::string(const std::string&)> sentence) {
    return {.wait = options.wait,
            .told =
                [&options, sentence = std::move(sentence)](const std::string& holder) {
                    if (options.say) {
                        options.say(sentence(holder));
                    }
                },
            .stop = options.stop};
}

Result<FileLock> take_gate(const fs::path& root, const StoreOptions& options) {
    const auto path = root / "locks/gate";
    const auto mode = options.use == StoreOptions::Use::alone ? Mode::exclusive : Mode::shared;
    auto gate = FileLock::take(path, mode, wait_for(options, [&](const std::string& holder) {
                                   return fmt::format("waiting for {}, which needs the store '{}' for itself",
                                                      holder, root.string());
                               }));
    if (!gate && gate.error().kind() == ErrorKind::conflict) {
        return in_use(root, FileLock::holder(path));
    }
    return gate;
}

Result<FileLock> take_use(const fs::path& root, const StoreOptions& options) {
    const auto mode = options.use == StoreOptions::Use::alone ? Mode::exclusive : Mode::shared;
    auto use = FileLock::take(root / "locks/use", mode, wait_for(options, [&](const std::string&) {
                                  return fmt::format("waiting for {}, before the store '{}' is ours alone",
                                                     users_of(root / "tmp"), root.string());
                              }));
    if (!use && use.error().kind() == ErrorKind::conflict) {
        return in_use(root, users_of(root / "tmp"));
    }
    return use;
}

}  // namespace

Result<Use> begin_use(const fs::path& root, const StoreOptions& options) {
    SLIPWAY_TRY(open_subdirectory(root, "locks"));
    std::optional<FileLock> gate = SLIPWAY_TRY(take_gate(root, options));
    auto use = SLIPWAY_TRY(take_use(root, options));
    if (options.use == StoreOptions::Use::shared) {
        gate.reset();
    }
    return Use{.gate = std::move(gate), .use = std::move(use)};
}

}  // namespace slipway::cache

#include "locked_platform.hpp"

#include <slipway/compare/locks.hpp>
#include <slipway/diag/slugs.hpp>

#include <fmt/core.h>

#include <string>

namespace slipway::build {

namespace {

// "views is not asked for any more": what became of one that is not as it was.
std::string words_of(const compare::EntryChange& change) {
    using compare::Fate;
    const auto& name = change.entry().name;
    switch (change.fate) {
        case Fate::added: return fmt::format("{} is not in the lock", name);
        case Fate::removed: return fmt::format("{} is in the lock, and nothing asks for it any more", name);
        case Fate::moved:
            return fmt::format("{} goes to '{}', and not to '{}'", name, change.after->path,
                               change.before->path);
        case Fate::upgraded:
        case Fate::downgraded:
        case Fate::switched:
            return fmt::format("{} is {}, and not {}", name, change.after->version, change.before->version);
        case Fate::changed:
            return fmt::format("{} has other files: tree {}, and not {}", name, change.after->tree.hex(),
                               change.before->tree.hex());
        case Fate::same: break;
    }
    return fmt::format("{} is asked for in another way", name);
}

}  // namespace

bool is_as_locked(const lock::Lock& locked, const lock::Lock& built, Diagnostics& diagnostics) {
    const auto before = lock::substance(locked);
    const auto after = lock::substance(built);
    if (before == after) {
        return true;
    }
    Diagnostic diagnostic{.severity = Severity::error,
                          .slug = slug::lock_outdated,
                          .span = {},
                          .message = "the lock is not for this platform"};
    std::string what;
    for (const auto& change : compare::compare(before, after)) {
        if (!change.before || !change.after || *change.before != *change.after) {
            what += fmt::format("{}{}", what.empty() ? ": " : "; ", words_of(change));
        }
    }
    if (what.empty() && before.platform != after.platform) {
        what = fmt::format(": the platform is {}, and not {}: was it built with other options?",
                           built.platform.hex(), locked.platform.hex());
    } else if (what.empty()) {
        what = ": other makefiles are read, or others are missing";
    }
    diagnostic.message += what;
    diagnostic.help = "build without --locked, or write the lock anew: slipway lock";
    diagnostics.report(std::move(diagnostic));
    return false;
}

}  // namespace slipway::build

#include "slipway/report/lock_changes.hpp"

#include "comparison_words.hpp"

#include <slipway/compare/locks.hpp>
#include <slipway/diag/visible_text.hpp>

#include <fmt/format.h>

namespace slipway::report {

std::string lock_changes(const lock::Lock& before, const lock::Lock& after) {
    std::string out;
    for (const auto& change : compare::compare(before, after)) {
        if (change.fate == compare::Fate::same) {
            continue;
        }
        const auto remarks = remarks_on(change);
        out += fmt::format("    {} {} {}{}{}\n", compare::name_of(change.fate), visible(change.entry().name),
                           visible(version_words(change)), remarks.empty() ? "" : "; ",
                           visible(fmt::format("{}", fmt::join(remarks, "; "))));
    }
    return out;
}

}  // namespace slipway::report

// Reporter: how the readers of a makefile say what they find. Private to makefile.
//
// It knows what a loss is in the mode at hand. What defaults repeat for every project is said once; and there
// are limits: a hostile file gets a hundred diagnostics, not a million.
#pragma once

#include <slipway/diag/diagnostic.hpp>
#include <slipway/makefile/mode.hpp>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace slipway::makefile {

class Reporter {
public:
    // `diagnostics` outlives the reporter.
    Reporter(Mode mode, Diagnostics& diagnostics) : mode_(mode), diagnostics_(diagnostics) {}

    Mode mode() const noexcept { return mode_; }

    void error(Diagnostic diagnostic) { report(Severity::error, std::move(diagnostic)); }
    void warning(Diagnostic diagnostic) { report(Severity::warning, std::move(diagnostic)); }
    // What Drush does without a word and no author wants.
    void loss(Diagnostic diagnostic) {
        report(mode_ == Mode::strict ? Severity::error : Severity::warning, std::move(diagnostic));
    }

private:
    void report(Severity severity, Diagnostic diagnostic);

    Mode mode_;
    Diagnostics& diagnostics_;
    std::set<std::tuple<std::string_view, FileId, std::uint32_t>> said_;  // slug, file, offset
    std::size_t errors_ = 0;
    std::size_t warnings_ = 0;
};

}  // namespace slipway::makefile

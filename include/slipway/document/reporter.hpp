// Reporter: how the readers of a makefile, or of an install profile's manifest, say what they find.
//
// It knows what a loss is in the mode at hand. What defaults repeat for every project is said once; and there
// are limits: a hostile file gets a hundred diagnostics, not a million.
#pragma once

#include <slipway/diag/diagnostic.hpp>
#include <slipway/diag/source_map.hpp>
#include <slipway/document/mode.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace slipway::document {

class Reporter {
public:
    // `diagnostics` outlives the reporter. With a file, only what is wrong in that file is reported: for
    // readers of several files, each of which is read for itself as well.
    Reporter(Policy policy, Diagnostics& diagnostics, std::optional<FileId> only = std::nullopt)
        : policy_(std::move(policy)), diagnostics_(diagnostics), only_(only) {}

    // As above, with fixes: `sources` outlives the reporter as well.
    Reporter(Policy policy, const SourceMap& sources, Diagnostics& diagnostics)
        : policy_(std::move(policy)), sources_(&sources), diagnostics_(diagnostics) {}

    const Policy& policy() const noexcept { return policy_; }
    Mode mode() const noexcept { return policy_.mode; }
    // Where all of it goes, for readers that report on their own.
    Diagnostics& diagnostics() const noexcept { return diagnostics_; }

    // The text that spans of a file point into, for fixes. Empty without sources: then there are none.
    std::string_view text(FileId file) const {
        return sources_ == nullptr ? std::string_view() : (*sources_)[file].text;
    }

    // Whether nothing more would be shown, so no work need be put into it.
    bool is_full() const noexcept;
    bool is_full_of_losses() const noexcept;
    // Whether a loss of this slug would be dropped, wherever it were: then it need not be worded.
    bool drops_loss(std::string_view slug) const;

    void error(Diagnostic diagnostic) { report(Severity::error, std::move(diagnostic)); }
    void warning(Diagnostic diagnostic) { lint(Severity::warning, std::move(diagnostic)); }
    // What Drush does without a word and no author wants.
    void loss(Diagnostic diagnostic) { lint(severity_of_loss(), std::move(diagnostic)); }

private:
    Severity severity_of_loss() const noexcept {
        return mode() == Mode::strict ? Severity::error : Severity::warning;
    }
    // What becomes of a mistake that the policy can deny or allow; nothing if it allows it.
    std::optional<Severity> judged(Severity severity, std::string_view slug) const;
    void lint(Severity severity, Diagnostic diagnostic);
    void report(Severity severity, Diagnostic diagnostic);

    Policy policy_;
    const SourceMap* sources_ = nullptr;
    Diagnostics& diagnostics_;
    std::optional<FileId> only_;
    std::set<std::tuple<std::string_view, FileId, std::uint32_t>> said_;  // slug, file, offset
    std::size_t errors_ = 0;
    std::size_t warnings_ = 0;
};

}  // namespace slipway::document

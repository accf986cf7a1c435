// Diagnostic: one thing the makefile's author should know, with the text it is about.
//
// Every diagnostic has a stable slug with an entry in docs/diagnostics.md.
#pragma once

#include <slipway/diag/span.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway {

enum class Severity : std::uint8_t { warning, error };

struct Note {
    SourceSpan span;
    std::string message;
};

struct Diagnostic {
    Severity severity = Severity::error;
    std::string_view slug;                 // one of diag/slugs.hpp: "unknown-attribute"
    std::optional<SourceSpan> span;        // empty when no text is to blame (a full disk)
    std::string message;                   // what is wrong: lower case, no full stop
    std::vector<Note> notes = {};          // other places it involves
    std::optional<std::string> help = {};  // what to do about it
};

// Collects diagnostics, in the order of their discovery. Not thread-safe: each compilation has its own.
class Diagnostics {
public:
    void report(Diagnostic diagnostic) {
        errors_ += diagnostic.severity == Severity::error ? 1U : 0U;
        all_.push_back(std::move(diagnostic));
    }

    bool has_errors() const noexcept { return errors_ != 0; }
    const std::vector<Diagnostic>& all() const noexcept { return all_; }

private:
    std::vector<Diagnostic> all_;
    std::uint32_t errors_ = 0;
};

}  // namespace slipway

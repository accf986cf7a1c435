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

// Puts a text in place of what a span covers; an empty span inserts.
struct Edit {
    SourceSpan span;
    std::string replacement;
};

// How to mend what a diagnostic is about. All edits of a fix are made, or none (diag/edits.hpp).
struct Fix {
    // safe: the file then says what its author certainly meant, so `slipway check --fix` makes it.
    // a guess: shown only, for a person to decide.
    enum class Kind : std::uint8_t { safe, guess };

    Kind kind = Kind::safe;
    std::vector<Edit> edits = {};  // in one file or several, none overlapping another
};

struct Diagnostic {
    Severity severity = Severity::error;
    std::string_view slug;                 // one of diag/slugs.hpp: "unknown-attribute"
    std::optional<SourceSpan> span;        // empty when no text is to blame (a full disk)
    std::string message;                   // what is wrong: lower case, no full stop
    std::vector<Note> notes = {};          // other places it involves
    std::optional<std::string> help = {};  // what to do about it
    std::optional<Fix> fix = {};           // the same, as edits
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

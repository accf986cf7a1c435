// GnuText: a patch file as GNU patch reads it, line by line: comments left out, indentation and carriage
// returns taken away where the header had them, a last line without newline not seen.
#pragma once

#include "patch_text.hpp"

#include <slipway/base/error.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::patch {

// ErrorKind::corrupt, naming the line of the patch.
Error malformed(std::size_t line, std::string_view what);

class GnuText {
public:
    // How the lines of a file's hunks are written.
    struct Form {
        std::size_t indent = 0;
        bool carriage_returns = false;
    };

    explicit GnuText(std::string_view patch) : text_(patch) {}

    // The next line with its newline, or nothing at the end.
    std::optional<std::string> next(const Form& form);

    // Whether "\ No newline at end of file" is next; reads over it.
    bool take_no_newline_mark();

    std::size_t line() const noexcept { return text_.line(); }  // the number of the next one, from 1

    // What git would not have read, and we did: for those who want nothing ignored.
    const std::string& ignored() const noexcept { return ignored_; }
    void ignore(std::string_view what);

private:
    PatchText text_;
    std::string ignored_;
};

}  // namespace slipway::patch

// Error: why an operation on the outside world (disk, network, git, an archive) failed.
//
// Mistakes in a makefile are not Errors: they are Diagnostics, which point at its text (diag/diagnostic.hpp).
// An Error is a value; it carries what was being done and, where one is known, the way out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace slipway {

// What a caller may act on. Anything finer belongs in the message.
enum class ErrorKind : std::uint8_t {
    not_found,
    timed_out,
    corrupt,  // the bytes are not what was promised, or not what they claim to be
    denied,
    conflict,  // something else is where this should go
    cancelled,
    io,
    unsupported,  // understood, and refused or not offered
    drifted,      // it is another than the one that was locked
};

std::string_view to_string(ErrorKind kind);

class Error {
public:
    // The message is lower case, without a full stop, and names the path, URL or entry it is about.
    Error(ErrorKind kind, std::string message);

    ErrorKind kind() const noexcept { return kind_; }
    const std::string& message() const noexcept { return message_; }
    // What the user can do about it, or empty.
    const std::string& help() const noexcept { return help_; }

    // Says what was being done, in words that follow "while": "fetching views 7.x-3.29".
    Error during(std::string activity) &&;

    // Says the way out. The innermost help wins: it knows most.
    Error with_help(std::string help) &&;

    // "while building site.make: while fetching views 7.x-3.29: sha256 differs (...)"
    std::string to_string() const;

private:
    ErrorKind kind_;
    std::string message_;
    std::string help_;
    std::vector<std::string> activities_;  // innermost first
};

}  // namespace slipway

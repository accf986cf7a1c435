// Edits of the texts that a makefile's attributes hold. Private to makefile.
#pragma once

#include <slipway/diag/diagnostic.hpp>
#include <slipway/document/reporter.hpp>
#include <slipway/makefile/model.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::makefile {

// The part of the file that a text was written as, without its quotes; nothing if it is written otherwise.
std::optional<std::string_view> written_part(const Text& text, const document::Reporter& reporter);

// Replaces `size` bytes of a text from `at` on, or all of it.
std::optional<Edit> part_replaced(
    const Text& text, std::size_t at, std::size_t size, std::string by, const document::Reporter& reporter);
std::optional<Edit> replaced(const Text& text, std::string by, const document::Reporter& reporter);

// Gives the entry of a text the key `to` in place of the part `from` that its key ends with, in INI.
std::optional<Edit> key_end_replaced(const Text& text,
                                     std::string_view from,
                                     std::string_view to,
                                     const document::Reporter& reporter);

// What to say about a text, in the language that it is written in.
std::string worded_at(const SourceSpan& span,
                      std::string in_ini,
                      std::string in_yaml,
                      const document::Reporter& reporter);

}  // namespace slipway::makefile

// SourceMap: the texts that spans point into: the makefile, what it includes, makefiles found in projects.
//
// One for each compilation, used by one thread at a time. Texts are at most 4 GiB, as spans are 32 bits wide.
#pragma once

#include <slipway/diag/span.hpp>

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <utility>

namespace slipway {

struct SourceText {
    std::string name;  // as the user knows it: "site.make", "openatrium 7.x-2.5/drupal-org.make"
    std::string text;
};

class SourceMap {
public:
    // The text stays where it is for as long as the map lives, so views into it stay good.
    FileId add(std::string name, std::string text) {
        sources_.push_back({std::move(name), std::move(text)});
        return FileId{static_cast<std::uint32_t>(sources_.size() - 1)};
    }

    // Requires an id that this map gave.
    const SourceText& operator[](FileId id) const { return sources_[static_cast<std::size_t>(id)]; }

private:
    std::deque<SourceText> sources_;
};

// Line and column of a byte offset, both counted from 1; the column in bytes.
struct LineColumn {
    std::size_t line;
    std::size_t column;
};

LineColumn line_column(std::string_view text, std::size_t offset);

}  // namespace slipway

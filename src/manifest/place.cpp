#include "place.hpp"

#include <algorithm>
#include <cstdint>

namespace slipway::manifest {

Place::Place(const makefile::Text& value, const SourceMap& sources) : text_(value.text), whole_(value.span) {
    const std::string_view file = sources[value.span.file].text;
    const auto begin = std::min<std::size_t>(value.span.begin, file.size());
    const auto end = std::clamp<std::size_t>(value.span.end, begin, file.size());
    const auto written = file.substr(begin, end - begin);
    for (const std::size_t indent : {0U, 1U}) {
        if (!divisible_ && written.size() >= indent && written.substr(indent).starts_with(text_)) {
            indent_ = indent;
            divisible_ = true;
        }
    }
}

SourceSpan Place::of(std::string_view part) const {
    if (!divisible_ || part.empty()) {
        return whole_;
    }
    const auto begin =
        whole_.begin
        + static_cast<std::uint32_t>(indent_ + static_cast<std::size_t>(part.data() - text_.data()));
    return {.file = whole_.file, .begin = begin, .end = begin + static_cast<std::uint32_t>(part.size())};
}

}  // namespace slipway::manifest

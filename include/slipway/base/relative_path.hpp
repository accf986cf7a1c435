// RelativePath: a path that stays below wherever it is put. "../x", "/x", "a//b" and "" cannot become one.
//
// Whatever a makefile, an archive or a patch names goes through here before it becomes a path of the host.
// A value type; bytes, not characters: any byte but NUL may stand in a name.
#pragma once

#include <slipway/base/result.hpp>

#include <compare>
#include <string>
#include <string_view>
#include <vector>

namespace slipway {

class RelativePath {
public:
    // ErrorKind::unsupported if a part is empty, "." or "..", if the text is empty or holds a NUL.
    static Result<RelativePath> parse(std::string_view text);

    // As parse, but first drops "./" and doubled and trailing slashes, as archives and people write them.
    // "." alone is an error: there is nothing left to name.
    static Result<RelativePath> parse_lenient(std::string_view text);

    const std::string& text() const noexcept { return text_; }
    std::string_view name() const noexcept;       // the last part
    std::string_view parent() const noexcept;     // all but the last part; empty at the top
    std::vector<std::string_view> parts() const;  // views into this path

    // This path with `below` under it.
    RelativePath operator/(const RelativePath& below) const;

    auto operator<=>(const RelativePath&) const = default;

private:
    explicit RelativePath(std::string text) : text_(std::move(text)) {}

    std::string text_;
};

// Whether a symbolic link that stands at `link` and says `target` points to something below the same root,
// reading the text alone: "../b" at a/x does, "../../b" there does not, an absolute target never does. ".."
// after a name is refused too: if that name is itself a link, the text no longer tells where it leads.
bool link_stays_inside(const RelativePath& link, std::string_view target);

}  // namespace slipway

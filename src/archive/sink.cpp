#include "sink.hpp"

#include "refusal.hpp"

#include <fmt/core.h>

#include <utility>

namespace slipway::archive {

namespace {

constexpr std::size_t longest_name = 4096;  // PATH_MAX: nothing could be unpacked to a longer one

bool names_root(std::string_view name) {
    return name.starts_with('.') && name.find_first_not_of("./") == std::string_view::npos
           && name.find("..") == std::string_view::npos;
}

Result<RelativePath> safe_path(std::string_view name) {
    if (name.size() > longest_name) {
        return refused(
            fmt::format("the name {}... is {} bytes long", quoted(name.substr(0, 64)), name.size()));
    }
    auto path = RelativePath::parse_lenient(name);
    if (!path) {
        return refused(fmt::format("the name {} does not stay inside its directory", quoted(name)));
    }
    return path;
}

}  // namespace

Result<std::optional<RelativePath>> Sink::admit(std::string_view name) {
    SLIPWAY_TRY(budget_.spend_entry());
    if (names_root(name)) {
        return std::optional<RelativePath>();
    }
    return std::optional<RelativePath>(SLIPWAY_TRY(safe_path(name)));
}

Result<void> Sink::put(const Entry& entry) {
    if (!SLIPWAY_TRY(names_.take(entry))) {
        return {};
    }
    return visit_(entry);
}

Result<void> Sink::put_hardlink(const RelativePath& link, std::string_view target) {
    const auto named = SLIPWAY_TRY(safe_path(target));
    return put({link, Entry::Kind::hardlink, {}, SLIPWAY_TRY(names_.file_at(link, named))});
}

}  // namespace slipway::archive

#include "slipway/assemble/verify.hpp"

#include "comparison.hpp"

#include <algorithm>
#include <initializer_list>

namespace slipway::assemble {

namespace {

constexpr std::array<std::string_view, kinds_of_change> names = {"missing", "added", "changed",   "kind",
                                                                 "mode",    "time",  "unreadable"};

bool is_zero(std::uint64_t count) { return count == 0; }

}  // namespace

std::string_view name_of(Change change) { return names.at(static_cast<std::size_t>(change)); }

bool Verification::is_whole() const { return std::ranges::all_of(immutable, is_zero); }

bool Verification::is_untouched() const {
    return is_whole() && std::ranges::all_of(where_sites_write, is_zero);
}

bool Verification::has_foreign_content() const {
    using enum Change;
    const auto met = [this](Change change) {
        const auto at = static_cast<std::size_t>(change);
        return immutable.at(at) + where_sites_write.at(at) != 0;
    };
    return met(added) || met(changed) || met(kind) || met(unreadable);
}

Result<Verification> verify(const cache::Store& store,
                            const Digest& platform,
                            const std::filesystem::path& directory,
                            const VerifyOptions& options,
                            const std::stop_token& stop) {
    return compare(store, platform, directory, options, {}, stop);
}

}  // namespace slipway::assemble

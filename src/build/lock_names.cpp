#include "lock_names.hpp"

#include <slipway/hash/digest.hpp>
#include <slipway/net/transport.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <system_error>
#include <tuple>
#include <utility>

namespace slipway::build {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view file_scheme = "file://";

bool has_scheme(std::string_view text) { return text.find("://") != std::string_view::npos; }

auto order_of(const lock::Input& input) { return std::tie(input.path, input.sha256); }

}  // namespace

LockNames::LockNames(fs::path directory) : directory_(std::move(directory).lexically_normal()) {}

std::string LockNames::of_file(const std::string& path) const {
    const auto plain = path.starts_with(file_scheme) ? path.substr(file_scheme.size()) : path;
    if (plain == "-" || has_scheme(plain)) {
        return net::display_url(plain);
    }
    std::error_code error;
    const auto absolute = fs::absolute(plain, error).lexically_normal();
    const auto relative = absolute.lexically_relative(directory_);
    return error || relative.empty() ? plain : relative.native();
}

std::string LockNames::of_address(const std::string& address) const {
    return address.starts_with('/') || address.starts_with(file_scheme) ? of_file(address)
                                                                        : net::display_url(address);
}

std::string LockNames::address_of(const std::string& name) const {
    return has_scheme(name)
               ? name
               : fmt::format("{}{}", file_scheme, (directory_ / name).lexically_normal().native());
}

std::string LockNames::of_place(const makefile::Place& place) const {
    if (place.kind != makefile::Place::Kind::repository) {
        return of_file(place.path);
    }
    const auto& repository = *place.repository;
    auto out = of_address(repository.url ? repository.url->text : "");
    for (const auto* name :
         {&repository.refspec, &repository.tag, &repository.revision, &repository.branch}) {
        if (*name && !(*name)->text.empty()) {
            out += '@' + (*name)->text;
            break;
        }
    }
    return fmt::format("{}: {}", out, place.path);
}

void LockNames::add(const makefile::Place& place, std::string_view bytes) {
    inputs_.push_back({of_place(place), sha256(bytes)});
}

void LockNames::add_nested(std::string path, std::string_view bytes) {
    inputs_.push_back({std::move(path), sha256(bytes)});
}

std::vector<lock::Input> LockNames::inputs() const {
    auto sorted = inputs_;
    std::ranges::sort(sorted, {}, order_of);
    const auto twins = std::ranges::unique(sorted);
    sorted.erase(twins.begin(), twins.end());
    return sorted;
}

}  // namespace slipway::build

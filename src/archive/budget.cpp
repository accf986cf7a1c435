#include "budget.hpp"

#include "refusal.hpp"

#include <fmt/core.h>

namespace slipway::archive {

namespace {

constexpr std::uint64_t ratio_matters_from = std::uint64_t{64} << 20U;

}  // namespace

Result<void> Budget::spend_entry() {
    if (++entries_ > limits_.entries) {
        return refused(fmt::format("it has more than {} entries", limits_.entries));
    }
    return {};
}

Result<void> Budget::spend_content(std::string_view name, std::uint64_t size) {
    if (size > limits_.entry_bytes) {
        return refused(fmt::format("{} is {} bytes long, more than the {} that one file may have",
                                   quoted(name), size, limits_.entry_bytes));
    }
    content_ += size;
    auto within = check(content_);
    if (!within) {
        return std::move(within).error().during(fmt::format("unpacking {}", quoted(name)));
    }
    return {};
}

Result<void> Budget::spend_stream(std::uint64_t size) {
    stream_ += size;
    return check(stream_);
}

Result<void> Budget::check(std::uint64_t unpacked) const {
    if (unpacked > limits_.bytes) {
        return refused(fmt::format("it unpacks to more than {} bytes", limits_.bytes));
    }
    if (unpacked > ratio_matters_from && unpacked / limits_.ratio > packed_) {
        return refused(fmt::format("it unpacks to more than {} times its size", limits_.ratio));
    }
    return {};
}

}  // namespace slipway::archive

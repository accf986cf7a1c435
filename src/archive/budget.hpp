// Budget: how much one archive may still cost. Asked before anything is allocated or decompressed.
#pragma once

#include <slipway/archive/unpack.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace slipway::archive {

class Budget {
public:
    Budget(const Limits& limits, std::size_t packed) : limits_(limits), packed_(packed) {}

    // One more entry.
    Result<void> spend_entry();

    // The content of an entry, which will be this long.
    Result<void> spend_content(std::string_view name, std::uint64_t size);

    // Bytes that came out of a decompressor. Counted apart from content: a tar's padding, or what stands
    // behind its end, is no entry's.
    Result<void> spend_stream(std::uint64_t size);

    std::uint64_t entries() const noexcept { return entries_; }

private:
    Result<void> check(std::uint64_t unpacked) const;

    Limits limits_;
    std::uint64_t packed_;
    std::uint64_t entries_ = 0;
    std::uint64_t content_ = 0;
    std::uint64_t stream_ = 0;
};

}  // namespace slipway::archive

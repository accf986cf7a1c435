// EvpHash: one running digest of OpenSSL's. What it is made of stays in evp.cpp.
//
// Not for two threads at once. Running out of memory, or an OpenSSL without the algorithm, aborts.
#pragma once

#include <slipway/hash/checksum.hpp>

#include <cstddef>
#include <memory>
#include <string_view>

namespace slipway {

class EvpHash {
public:
    explicit EvpHash(ChecksumAlgorithm algorithm);
    ~EvpHash();
    EvpHash(EvpHash&&) noexcept;
    EvpHash& operator=(EvpHash&&) noexcept;

    void update(std::string_view bytes);
    // Writes the value and starts anew with the same context. `value` has room for the algorithm's bytes.
    void finish(unsigned char* value);

private:
    struct State;
    std::unique_ptr<State> state_;
};

// How many bytes the algorithm gives.
std::size_t size_of(ChecksumAlgorithm algorithm);

}  // namespace slipway

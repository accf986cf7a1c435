#include "evp.hpp"

#include <slipway/base/assert.hpp>
#include <slipway/base/handle.hpp>

#include <openssl/evp.h>

#include <string>

namespace slipway {

namespace {

using Algorithm = Handle<EVP_MD, EVP_MD_free>;
using Context = Handle<EVP_MD_CTX, EVP_MD_CTX_free>;

Algorithm fetch(ChecksumAlgorithm algorithm) {
    Algorithm fetched(EVP_MD_fetch(nullptr, std::string(to_string(algorithm)).c_str(), nullptr));
    SLIPWAY_ASSERT(fetched != nullptr, "OpenSSL offers every checksum algorithm");
    return fetched;
}

// Fetched once and kept: looking an algorithm up costs more than hashing a small file.
const EVP_MD* fetched(ChecksumAlgorithm algorithm) {
    using enum ChecksumAlgorithm;
    switch (algorithm) {
        case md5: {
            static const auto kept = fetch(md5);
            return kept.get();
        }
        case sha1: {
            static const auto kept = fetch(sha1);
            return kept.get();
        }
        case sha256: {
            static const auto kept = fetch(sha256);
            return kept.get();
        }
        case sha512: {
            static const auto kept = fetch(sha512);
            return kept.get();
        }
    }
    SLIPWAY_ASSERT(false, "a ChecksumAlgorithm is one of its enumerators");
}

void start(EVP_MD_CTX* context, const EVP_MD* algorithm) {
    SLIPWAY_ASSERT(EVP_DigestInit_ex2(context, algorithm, nullptr) == 1, "a digest can be started");
}

}  // namespace

struct EvpHash::State {
    Context context;
};

EvpHash::EvpHash(ChecksumAlgorithm algorithm)
    : state_(std::make_unique<State>(State{Context(EVP_MD_CTX_new())})) {
    SLIPWAY_ASSERT(state_->context != nullptr, "there is memory for a digest");
    start(state_->context.get(), fetched(algorithm));
}

EvpHash::~EvpHash() = default;
EvpHash::EvpHash(EvpHash&&) noexcept = default;
EvpHash& EvpHash::operator=(EvpHash&&) noexcept = default;

void EvpHash::update(std::string_view bytes) {
    SLIPWAY_ASSERT(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1,
                   "a digest takes more bytes");
}

void EvpHash::finish(unsigned char* value) {
    SLIPWAY_ASSERT(EVP_DigestFinal_ex(state_->context.get(), value, nullptr) == 1,
                   "a digest can be finished");
    start(state_->context.get(), nullptr);
}

std::size_t size_of(ChecksumAlgorithm algorithm) {
    return static_cast<std::size_t>(EVP_MD_get_size(fetched(algorithm)));
}

}  // namespace slipway

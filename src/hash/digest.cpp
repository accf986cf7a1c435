#include "slipway/hash/digest.hpp"

#include "evp.hpp"
#include "hex.hpp"

namespace slipway {

namespace {

// The value of a hexadecimal digit as we write it, or nothing: an identity has one spelling.
std::optional<unsigned> value_of(char digit) {
    if (digit >= '0' && digit <= '9') {
        return static_cast<unsigned>(digit - '0');
    }
    if (digit >= 'a' && digit <= 'f') {
        return static_cast<unsigned>(digit - 'a') + 10U;
    }
    return std::nullopt;
}

}  // namespace

std::string Digest::hex() const { return to_hex(view()); }

std::optional<Digest> Digest::from_hex(std::string_view hex) {
    if (hex.size() != 2 * size) {
        return std::nullopt;
    }
    Digest digest;
    for (std::size_t i = 0; i < size; ++i) {
        const auto high = value_of(hex[2 * i]);
        const auto low = value_of(hex[2 * i + 1]);
        if (!high || !low) {
            return std::nullopt;
        }
        digest.bytes.at(i) = static_cast<unsigned char>(*high << 4U | *low);
    }
    return digest;
}

std::string_view Digest::view() const noexcept { return {reinterpret_cast<const char*>(bytes.data()), size}; }

struct Hasher::Context {
    EvpHash hash{ChecksumAlgorithm::sha256};
};

Hasher::Hasher() : context_(std::make_unique<Context>()) {}
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

Hasher& Hasher::update(std::string_view bytes) {
    context_->hash.update(bytes);
    return *this;
}

Digest Hasher::finish() {
    Digest digest;
    context_->hash.finish(digest.bytes.data());
    return digest;
}

Digest sha256(std::string_view bytes) { return Hasher().update(bytes).finish(); }

}  // namespace slipway

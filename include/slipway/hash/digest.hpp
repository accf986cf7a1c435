// Digest: the SHA-256 name of some bytes. Two equal digests mean the same bytes.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstring>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace slipway {

struct Digest {
    static constexpr std::size_t size = 32;

    std::array<unsigned char, size> bytes{};

    std::string hex() const;  // 64 lower-case digits
    static std::optional<Digest> from_hex(std::string_view hex);
    std::string_view view() const noexcept;  // the 32 bytes; lives as long as this digest

    auto operator<=>(const Digest&) const = default;
};

// A digest worked out piece by piece. Not for two threads at once.
class Hasher {
public:
    Hasher();
    ~Hasher();
    Hasher(Hasher&&) noexcept;
    Hasher& operator=(Hasher&&) noexcept;

    Hasher& update(std::string_view bytes);

    // The digest of what was added; the hasher is then as new.
    Digest finish();

private:
    struct Context;
    std::unique_ptr<Context> context_;
};

Digest sha256(std::string_view bytes);

}  // namespace slipway

// Any eight bytes of a digest are as good as a hash of all of it.
template <>
struct std::hash<slipway::Digest> {
    std::size_t operator()(const slipway::Digest& digest) const noexcept {
        std::size_t value = 0;
        std::memcpy(&value, digest.bytes.data(), sizeof value);
        return value;
    }
};

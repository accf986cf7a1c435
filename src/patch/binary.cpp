#include "binary.hpp"

#include <fmt/core.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>

namespace slipway::patch {

namespace {

constexpr std::string_view alphabet =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";

constexpr auto digits = [] {
    std::array<int, 256> table{};
    table.fill(-1);
    for (std::size_t i = 0; i < alphabet.size(); ++i) {
        table[static_cast<unsigned char>(alphabet[i])] = static_cast<int>(i);
    }
    return table;
}();

// The four bytes of five characters.
std::optional<std::array<char, 4>> decode_group(std::string_view group) {
    std::uint64_t value = 0;
    for (const char c : group) {
        const int digit = digits[static_cast<unsigned char>(c)];
        if (digit < 0) {
            return std::nullopt;
        }
        value = value * alphabet.size() + static_cast<std::uint64_t>(digit);
    }
    if (value > std::numeric_limits<std::uint32_t>::max()) {
        return std::nullopt;
    }
    std::array<char, 4> bytes{};
    for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte, value >>= 8U) {
        *byte = static_cast<char>(static_cast<unsigned char>(value & 0xFFU));
    }
    return bytes;
}

Error corrupt(std::string message) { return {ErrorKind::corrupt, std::move(message)}; }

class Inflater {
public:
    Inflater() : ready_(inflateInit(&stream_) == Z_OK) {}
    ~Inflater() {
        if (ready_) {
            inflateEnd(&stream_);
        }
    }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    // Requires sizes that fit 32 bits. True if the stream ends exactly when `out` is full.
    bool fill(std::string_view in, std::string& out) {
        auto* const input =
            const_cast<char*>(in.data());  // NOLINT(cppcoreguidelines-pro-type-const-cast): zlib's API
        stream_.next_in = reinterpret_cast<Bytef*>(input);
        stream_.avail_in = static_cast<uInt>(in.size());
        stream_.next_out = reinterpret_cast<Bytef*>(out.data());
        stream_.avail_out = static_cast<uInt>(out.size());
        return ready_ && inflate(&stream_, Z_FINISH) == Z_STREAM_END && stream_.total_out == out.size();
    }

private:
    z_stream stream_{};
    bool ready_;
};

// Reads a delta: sizes of seven bits a byte, then instructions.
class DeltaReader {
public:
    explicit DeltaReader(std::string_view delta) : rest_(delta) {}

    bool done() const noexcept { return rest_.empty(); }

    std::optional<unsigned> byte() {
        if (rest_.empty()) {
            return std::nullopt;
        }
        const auto value = static_cast<unsigned char>(rest_.front());
        rest_.remove_prefix(1);
        return value;
    }

    std::optional<std::size_t> size() {
        std::size_t size = 0;
        for (unsigned shift = 0; shift < 63; shift += 7) {
            const auto part = byte();
            if (!part) {
                return std::nullopt;
            }
            size |= static_cast<std::size_t>(*part & 0x7FU) << shift;
            if ((*part & 0x80U) == 0) {
                return size;
            }
        }
        return std::nullopt;
    }

    // A number of which only those bytes are there whose bit is set in `present`.
    std::optional<std::size_t> sparse(unsigned present, unsigned bytes) {
        std::size_t value = 0;
        for (unsigned i = 0; i < bytes; ++i) {
            if ((present >> i & 1U) == 0) {
                continue;
            }
            const auto part = byte();
            if (!part) {
                return std::nullopt;
            }
            value |= static_cast<std::size_t>(*part) << (8 * i);
        }
        return value;
    }

    std::optional<std::string_view> take(std::size_t size) {
        if (size > rest_.size()) {
            return std::nullopt;
        }
        const auto bytes = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return bytes;
    }

private:
    std::string_view rest_;
};

// The bytes that one instruction adds; nothing if it is none, or reaches outside.
std::optional<std::string_view> instruction(DeltaReader& delta, std::string_view old) {
    const auto code = delta.byte();
    if (!code || *code == 0) {
        return std::nullopt;
    }
    if ((*code & 0x80U) == 0) {
        return delta.take(*code);
    }
    const auto offset = delta.sparse(*code & 0x0FU, 4);
    const auto length = offset ? delta.sparse(*code >> 4U & 0x07U, 3) : std::nullopt;
    if (!length) {
        return std::nullopt;
    }
    const std::size_t size = *length == 0 ? 0x10000 : *length;
    if (*offset > old.size() || size > old.size() - *offset) {
        return std::nullopt;
    }
    return old.substr(*offset, size);
}

}  // namespace

std::optional<std::string> decode_base85(std::string_view text, std::size_t size) {
    std::string bytes;
    for (; text.size() >= 5; text.remove_prefix(5)) {
        const auto group = decode_group(text.substr(0, 5));
        if (!group) {
            return std::nullopt;
        }
        bytes.append(group->data(), group->size());
    }
    bytes.resize(std::min(size, bytes.size()));
    return bytes;
}

Result<std::string> inflate_exactly(std::string_view deflated, std::size_t size) {
    constexpr std::size_t most_ratio = 1032;  // deflate cannot do better
    if (size > most_bytes || size / most_ratio > deflated.size()) {
        return corrupt(
            fmt::format("{} deflated bytes cannot be the {} that the patch promises", deflated.size(), size));
    }
    std::string out(size, '\0');
    if (!Inflater().fill(deflated, out)) {
        return corrupt(fmt::format("the deflated data is damaged or is not the {} bytes promised", size));
    }
    return out;
}

Result<std::string> apply_delta(std::string_view old, std::string_view delta) {
    DeltaReader reader(delta);
    const auto old_size = reader.size();
    const auto new_size = reader.size();
    if (!old_size || !new_size || *old_size != old.size() || *new_size > most_bytes) {
        return corrupt("the binary delta is for a file of another size");
    }
    std::string out;
    while (!reader.done()) {
        const auto bytes = instruction(reader, old);
        if (!bytes || bytes->size() > *new_size - out.size()) {
            return corrupt("the binary delta is damaged");
        }
        out += *bytes;
    }
    if (out.size() != *new_size) {
        return corrupt("the binary delta is cut short");
    }
    return out;
}

}  // namespace slipway::patch

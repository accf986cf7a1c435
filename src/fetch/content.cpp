#include "slipway/fetch/content.hpp"

#include <charconv>
#include <optional>
#include <string>

namespace slipway::fetch {

namespace {

// Beside the results of actions, under a key that none of them has: theirs are digests of another form.
Digest key_of(const Digest& blob) { return sha256("slipway content 1\n" + blob.hex()); }

void remember(cache::Store& store, const Digest& blob, const Content& content) {
    store.put_action(key_of(blob),
                     {.facts = {{"sha256", content.sha256.hex()}, {"size", std::to_string(content.size)}}});
}

std::optional<Content> known_content(const cache::Store& store, const Digest& blob) {
    const auto known = store.find_action(key_of(blob));
    if (!known || !known->facts.contains("sha256") || !known->facts.contains("size")) {
        return std::nullopt;
    }
    const auto digest = Digest::from_hex(known->facts.at("sha256"));
    const auto& digits = known->facts.at("size");
    Content out;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out.size);
    if (!digest || error != std::errc() || end != digits.data() + digits.size()) {
        return std::nullopt;
    }
    out.sha256 = *digest;
    return out;
}

}  // namespace

void remember_content(cache::Store& store, const Digest& blob, std::string_view bytes) {
    remember(store, blob, {.sha256 = sha256(bytes), .size = bytes.size()});
}

Result<Content> content_of(cache::Store& store, const Digest& blob) {
    if (const auto known = known_content(store, blob)) {
        return *known;
    }
    const auto bytes = SLIPWAY_TRY(store.read_blob(blob));
    const Content content{.sha256 = sha256(bytes), .size = bytes.size()};
    remember(store, blob, content);
    return content;
}

}  // namespace slipway::fetch

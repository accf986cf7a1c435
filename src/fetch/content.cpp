#include "slipway/fetch/content.hpp"

#include <slipway/plan/action.hpp>

#include <charconv>
#include <string>
#include <utility>

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

void remember_content(cache::Store& store, const cache::ActionResult& fetched, std::string_view bytes) {
    const Content content{.sha256 = sha256(bytes), .size = bytes.size()};
    remember(store, *fetched.object, content);
    store.put_action(plan::content_key(content.sha256).digest, fetched);
}

std::optional<cache::ActionResult> find_content(const cache::Store& store, const Digest& sha256) {
    auto known = store.find_action(plan::content_key(sha256).digest);
    return known && known->object && store.has_blob(*known->object) ? std::move(known) : std::nullopt;
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

// DigestTable: values by digest, as small as they can be kept: for marking a million objects.
//
// A digest is known here by half of it. That two objects share it takes 2⁶⁴ tries of an attacker's; nobody
// gains by it but that garbage stays, or that his own tree is not kept.
//
// insert() and update() from any thread; contains() and find() from any, while nobody adds.
#pragma once

#include <slipway/hash/digest.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <mutex>
#include <vector>

namespace slipway::cache {

struct Nothing {};

template <class Value>
class DigestTable {
public:
    // Calls update(value) with the digest's value, made by default if it is new, and nobody else at it.
    // Whether it was new.
    template <class Update>
    bool update(const Digest& digest, Update update) {
        auto& shard = shards_.at(digest.bytes.front());
        const auto key = key_of(digest);
        const std::lock_guard lock(shard.mutex);
        shard.make_room();
        auto& slot = shard.slot_of(key);
        const bool is_new = slot.key == Key{};
        if (is_new) {
            slot.key = key;
            ++shard.count;
        }
        update(slot.value);
        return is_new;
    }

    bool insert(const Digest& digest) {
        return update(digest, [](const Value&) {});
    }

    const Value* find(const Digest& digest) const {
        const auto& shard = shards_.at(digest.bytes.front());
        if (shard.slots.empty()) {
            return nullptr;
        }
        const auto key = key_of(digest);
        const auto& slot = shard.slots[shard.index_of(key)];
        return slot.key == key ? &slot.value : nullptr;
    }
    bool contains(const Digest& digest) const { return find(digest) != nullptr; }

    std::size_t size() const {
        std::size_t count = 0;
        for (const auto& shard : shards_) {
            count += shard.count;
        }
        return count;
    }

    // Calls visit(value) for each, in no particular order.
    template <class Visit>
    void for_each(Visit visit) const {
        for (const auto& shard : shards_) {
            for (const auto& slot : shard.slots) {
                if (slot.key != Key{}) {
                    visit(slot.value);
                }
            }
        }
    }

private:
    using Key = std::array<std::uint64_t, 2>;  // zero: a free slot

    struct Slot {
        Key key{};
        [[no_unique_address]] Value value{};
    };

    struct Shard {
        std::mutex mutex;
        std::vector<Slot> slots;
        std::size_t count = 0;

        // Where the key is, or would be. There is always a free slot.
        std::size_t index_of(const Key& key) const {
            auto index = static_cast<std::size_t>((key[1] >> 1U) % slots.size());
            while (slots[index].key != key && slots[index].key != Key{}) {
                index = index + 1 == slots.size() ? 0 : index + 1;
            }
            return index;
        }
        Slot& slot_of(const Key& key) { return slots[index_of(key)]; }

        // Steps of a half, between two and four fifths full: doubling would keep twice the room on average.
        void make_room() {
            if ((count + 1) * 5 <= slots.size() * 4) {
                return;
            }
            auto old = std::move(slots);
            slots = std::vector<Slot>(old.size() + old.size() / 2 + 16);
            for (auto& slot : old) {
                if (slot.key != Key{}) {
                    slot_of(slot.key) = std::move(slot);
                }
            }
        }
    };

    static Key key_of(const Digest& digest) {
        Key key{};
        std::memcpy(key.data(), digest.bytes.data(), sizeof key);
        key[1] |= 1U;  // no key is that of a free slot
        return key;
    }

    std::array<Shard, 256> shards_;
};

using DigestSet = DigestTable<Nothing>;

}  // namespace slipway::cache

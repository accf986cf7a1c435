// The block structure of a YAML text as yaml-cpp finds it. Private to yaml; events.cpp is the one
// translation unit that sees yaml-cpp.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace slipway::yaml {

// Each element begins at a byte offset in the text; one with an anchor begins there.
class Events {
public:
    Events() = default;
    Events(const Events&) = delete;
    Events& operator=(const Events&) = delete;
    virtual ~Events() = default;

    virtual void on_map(std::size_t at) = 0;
    virtual void on_sequence(std::size_t at) = 0;
    virtual void on_end() = 0;  // of a map or sequence
    // The keys of a map are scalars. `text` is what a block scalar holds.
    virtual void on_scalar(std::size_t at, const std::string& text) = 0;
    virtual void on_nothing() = 0;
};

struct Failure {
    std::size_t at = 0;
    std::string reason;
};

// The events of the one document that a text holds; what it failed at, if it did. Requires a text of ASCII
// structure as Outline has it: yaml-cpp's offsets are bytes only there, and its recursion is only bounded
// there.
std::optional<Failure> read_events(const std::string& text, Events& events);

}  // namespace slipway::yaml

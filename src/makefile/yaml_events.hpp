// The block structure of a YAML text as yaml-cpp finds it. Private to makefile; yaml_events.cpp is the one
// translation unit that sees yaml-cpp.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace slipway::makefile {

// Each element begins at a byte offset in the text; one with an anchor begins there.
class YamlEvents {
public:
    YamlEvents() = default;
    YamlEvents(const YamlEvents&) = delete;
    YamlEvents& operator=(const YamlEvents&) = delete;
    virtual ~YamlEvents() = default;

    virtual void on_map(std::size_t at) = 0;
    virtual void on_sequence(std::size_t at) = 0;
    virtual void on_end() = 0;  // of a map or sequence
    // The keys of a map are scalars. `text` is what a block scalar holds.
    virtual void on_scalar(std::size_t at, const std::string& text) = 0;
    virtual void on_nothing() = 0;
};

struct YamlFailure {
    std::size_t at = 0;
    std::string reason;
};

// The events of the one document that a text holds; what it failed at, if it did. Requires a text of ASCII
// structure as YamlOutline has it: yaml-cpp's offsets are bytes only there, and its recursion is only bounded
// there.
std::optional<YamlFailure> read_yaml_events(const std::string& text, YamlEvents& events);

}  // namespace slipway::makefile

// Serialises what an action key covers. Every piece goes in with its name and its length, so that {"ab", "c"}
// and
// {"a", "bc"} differ.
#pragma once

#include <slipway/plan/action.hpp>

#include <string>
#include <string_view>

namespace slipway::plan {

class KeyBuilder {
public:
    // `version` counts the changes to what the kind gives for equal parameters.
    KeyBuilder(std::string_view kind, int version);

    KeyBuilder& field(std::string_view name, std::string_view value);
    KeyBuilder& field(std::string_view name, const Digest& id) { return field(name, id.view()); }

    ActionKey key() const { return {sha256(bytes_)}; }
    const std::string& bytes() const noexcept { return bytes_; }

private:
    void sized(std::string_view bytes);

    std::string bytes_;
};

}  // namespace slipway::plan

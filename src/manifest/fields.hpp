// Reading single keys of a manifest into typed values. Private to manifest.
#pragma once

#include <slipway/document/document.hpp>
#include <slipway/document/reporter.hpp>
#include <slipway/makefile/model.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::manifest {

// "letters, digits and underscores": what a module, theme or profile can be called.
bool is_machine_name(std::string_view name);

// A text as it can stand in a message: not longer than a line.
std::string shown(std::string_view text);

// Whether a key of a PHP array is an integer one.
bool is_listed(const document::Map::Entry& entry);

class Fields {
public:
    // Both outlive the reader.
    Fields(const document::Map& map, document::Reporter& reporter) : map_(map), reporter_(reporter) {}

    // What stands there, unless it is empty. A map is reported.
    std::optional<makefile::Text> text(std::string_view name) const;
    // Whether PHP takes it for true. A text that says no is reported.
    bool flag(std::string_view name) const;
    // The map (of YAML), or the list, that stands there. A single value, unless PHP takes it for false, is
    // reported.
    const document::Map* map(std::string_view name) const;
    const document::Map* list(std::string_view name) const;
    // The texts of a list; a text in place of a list, and a list in place of a text, are reported.
    std::vector<makefile::Text> texts(std::string_view name) const;

private:
    static std::string way_to_list(const document::Value& group, std::string_view name);

    template <class Help>
    const document::Map* container(std::string_view name, std::string_view expected, Help help) const;

    const document::Map& map_;
    document::Reporter& reporter_;
};

}  // namespace slipway::manifest

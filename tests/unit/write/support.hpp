// What the tests of write share.
#pragma once

#include <slipway/document/document.hpp>
#include <slipway/makefile/parse.hpp>

#include <optional>
#include <string>
#include <vector>

namespace slipway::write::testing {

document::Value text(std::string written);
document::Value constant(document::Kind kind);

// One key and its value, for maps built by hand.
struct Pair {
    std::string key;
    document::Value value;
};

document::Map map(std::vector<Pair> pairs);
document::Value nested(std::vector<Pair> pairs);
// A map with the keys 0…n-1.
document::Value list(std::vector<std::string> texts);

// The data of a text; nothing if it cannot be read, or, in strict mode, if there is an error in it.
std::optional<document::Map> read(const std::string& text, document::Mode mode = document::Mode::drush);

// The data in a form of this test's own, in which different data never look alike.
std::string dump(const document::Map& map);

}  // namespace slipway::write::testing

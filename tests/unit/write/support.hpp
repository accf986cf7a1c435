// What the tests of write share.
#pragma once

#include <slipway/makefile/document.hpp>
#include <slipway/makefile/parse.hpp>

#include <optional>
#include <string>
#include <vector>

namespace slipway::write::testing {

makefile::Value text(std::string written);
makefile::Value constant(makefile::Kind kind);

// One key and its value, for maps built by hand.
struct Pair {
    std::string key;
    makefile::Value value;
};

makefile::Map map(std::vector<Pair> pairs);
makefile::Value nested(std::vector<Pair> pairs);
// A map with the keys 0…n-1.
makefile::Value list(std::vector<std::string> texts);

// The data of a text; nothing if it cannot be read, or, in strict mode, if there is an error in it.
std::optional<makefile::Map> read(const std::string& text, makefile::Mode mode = makefile::Mode::drush);

// The data in a form of this test's own, in which different data never look alike.
std::string dump(const makefile::Map& map);

}  // namespace slipway::write::testing

// Reading single attributes of a map into typed values. Private to makefile.
#pragma once

#include "reporter.hpp"

#include <slipway/makefile/document.hpp>
#include <slipway/makefile/model.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace slipway::makefile {

class AttributeReader {
public:
    // Both outlive the reader.
    AttributeReader(const Map& map, Reporter& reporter) : map_(map), reporter_(reporter) {}

    // What stands there, as PHP would print it; empty texts included. A map is an error.
    std::optional<Text> text(std::string_view name) const;
    // As text, but an empty one counts as absent.
    std::optional<Text> filled_text(std::string_view name) const;
    // The elements of a list; a scalar is a loss (Drush ignores it).
    std::vector<Text> texts(std::string_view name) const;
    // Whether PHP takes it for true; `otherwise` if it is absent or NULL.
    bool flag(std::string_view name, bool otherwise) const;
    // md5, sha1, sha256 and sha512, where they are not empty.
    Checksums checksums() const;

private:
    void report_map(const Map::Entry& entry) const;
    std::optional<Fix> as_element(const Value& value) const;

    const Map& map_;
    Reporter& reporter_;
};

// Reports an attribute that becomes a path of the platform and would leave it (spec §2.1), whatever the mode.
void check_path(std::string_view name, const std::optional<Text>& path, Reporter& reporter);

// As check_path, for a path that may climb as long as it stays in the platform, which only placement can
// tell.
void check_climbing_path(std::string_view name, const std::optional<Text>& path, Reporter& reporter);

}  // namespace slipway::makefile

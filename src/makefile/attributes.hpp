// Reading single attributes of a map into typed values. Private to makefile.
#pragma once

#include <slipway/document/document.hpp>
#include <slipway/document/reporter.hpp>
#include <slipway/makefile/model.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace slipway::makefile {

class AttributeReader {
public:
    // Both outlive the reader.
    AttributeReader(const document::Map& map, document::Reporter& reporter)
        : map_(map), reporter_(reporter) {}

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
    void report_map(const document::Map::Entry& entry) const;
    std::optional<Fix> as_element(const document::Value& value) const;

    const document::Map& map_;
    document::Reporter& reporter_;
};

// An attribute that is one text, and the member that holds it.
template <class Owner>
struct TextAttribute {
    std::string_view name;
    std::optional<Text> Owner::*member;
};

// Puts the name that was meant in place of a scalar; safe if nothing else can be meant.
std::optional<Fix> replaced_by(const Text& written, std::optional<std::string_view> meant);

// Reports an attribute that becomes a path of the platform and would leave it (spec §2.1), whatever the mode.
void check_path(std::string_view name, const std::optional<Text>& path, document::Reporter& reporter);

// As check_path, for a path that may climb as long as it stays in the platform, which only placement can
// tell.
void check_climbing_path(std::string_view name,
                         const std::optional<Text>& path,
                         document::Reporter& reporter);

}  // namespace slipway::makefile

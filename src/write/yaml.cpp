#include "slipway/write/yaml.hpp"

#include "unwritable.hpp"
#include "yaml_scalar.hpp"

#include <slipway/diag/utf8.hpp>
#include <slipway/makefile/parse.hpp>

#include <fmt/format.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace slipway::write {

namespace {

using document::Kind;
using document::Map;
using document::Value;

constexpr std::size_t largest_text = std::size_t{4} << 20U;  // that makefile/parse.hpp reads
constexpr std::size_t longest_key = 1000;  // YAML readers look 1024 characters ahead for a key's colon

bool is_utf8(std::string_view text) { return first_non_utf8(text) == std::string_view::npos; }

const char* reason_against_key(std::string_view key, std::size_t /*depth*/) {
    if (!is_utf8(key)) {
        return "the key is not UTF-8, which YAML must be";
    }
    if (key == "<<") {
        return "Drush merges what stands at the key '<<', quoted or not";
    }
    return yaml_key(key).size() > longest_key ? "the key is longer than readers of YAML take" : nullptr;
}

const char* reason_against_value(const Value& value) {
    return value.is_text() && !is_utf8(value.written()) ? "the value is not UTF-8, which YAML must be"
                                                        : nullptr;
}

constexpr Limits yaml_limits{.key = reason_against_key, .value = reason_against_value};

std::string shown_scalar(const Value& value) {
    switch (value.kind()) {
        case Kind::true_constant: return "true";
        case Kind::false_constant: return "false";
        case Kind::null_constant: return "null";
        case Kind::text:
        case Kind::map: break;
    }
    return yaml_scalar(value.written());
}

class Writer {
public:
    explicit Writer(const Unwritable& unwritable) : unwritable_(unwritable) {}

    // Top-level maps are paragraphs.
    void write_root(const Map& map) {
        if (is_list(map)) {
            write_list(map, 0);
            return;
        }
        bool paragraph = false;
        for (const auto& entry : map.entries()) {
            if (unwritable_.contains(entry)) {
                continue;
            }
            const bool long_form = entry.value.is_map() && !entry.value.map().empty();
            text_ += !text_.empty() && (paragraph || long_form) ? "\n" : "";
            paragraph = long_form;
            write_entry(entry, 0);
        }
    }

    std::string take() && { return std::move(text_); }

private:
    bool is_list(const Map& map) const {
        std::size_t expected = 0;
        for (const auto& entry : map.entries()) {
            if (!unwritable_.contains(entry) && entry.key.text != fmt::format_int(expected++).str()) {
                return false;
            }
        }
        return expected > 0;
    }

    // The first entry continues the line at hand.
    void write_map(const Map& map, std::size_t indent) {
        bool first = true;
        for (const auto& entry : map.entries()) {
            if (!unwritable_.contains(entry)) {
                text_.append(first ? 0 : indent, ' ');
                first = false;
                write_entry(entry, indent);
            }
        }
    }

    void write_entry(const Map::Entry& entry, std::size_t indent) {
        text_ += yaml_key(entry.key.text);
        text_ += ':';
        const auto& value = entry.value;
        if (!value.is_map() || value.map().empty()) {
            write_in_line(value);
            return;
        }
        text_ += '\n';
        if (is_list(value.map())) {
            write_list(value.map(), indent + 2);
        } else {
            text_.append(indent + 2, ' ');
            write_map(value.map(), indent + 2);
        }
    }

    void write_list(const Map& list, std::size_t indent) {
        for (const auto& entry : list.entries()) {
            if (!unwritable_.contains(entry)) {
                text_.append(indent, ' ');
                text_ += '-';
                write_item(entry.value, indent + 2);
            }
        }
    }

    void write_item(const Value& value, std::size_t indent) {
        if (!value.is_map() || value.map().empty()) {
            write_in_line(value);
        } else if (is_list(value.map())) {
            text_ += '\n';  // Drush does not read "- - x"
            write_list(value.map(), indent);
        } else {
            text_ += ' ';
            write_map(value.map(), indent);
        }
    }

    void write_in_line(const Value& value) {
        text_ += ' ';
        text_ += value.is_map() ? "{}" : shown_scalar(value);
        text_ += '\n';
    }

    const Unwritable& unwritable_;
    std::string text_;
};

}  // namespace

Written to_yaml(const Map& root) {
    Unwritable unwritable(root, yaml_limits);
    Writer writer(unwritable);
    writer.write_root(root);
    Written out{.text = std::move(writer).take(), .problems = std::move(unwritable).take_problems()};
    check_size(out, largest_text, "makefile in YAML");
    if (out.text.empty() && out.problems.empty()) {
        out.text = "{}\n";
    } else if (!out.text.empty() && makefile::detect_format(out.text) != makefile::Format::yaml) {
        out.text.insert(0, "---\n");
    }
    return out;
}

}  // namespace slipway::write

#include "drush_yaml_scalar.hpp"
#include "slipway/write/drush.hpp"
#include "unwritable.hpp"

#include <slipway/diag/utf8.hpp>

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

constexpr std::size_t largest_yaml = std::size_t{4} << 20U;  // that makefile/parse.hpp reads

const char* reason_against_key(std::string_view key, std::size_t /*depth*/) {
    if (first_non_utf8(key) != std::string_view::npos) {
        return "the key is not UTF-8, which YAML must be";
    }
    return key == "<<" ? "Drush merges what stands at the key '<<', quoted or not" : nullptr;
}

const char* reason_against_value(const Value& value) {
    return value.is_text() && first_non_utf8(value.written()) != std::string_view::npos
               ? "the value is not UTF-8, which YAML must be"
               : nullptr;
}

constexpr Limits yaml_limits{.key = reason_against_key, .value = reason_against_value};

std::string shown(const Value& value) {
    switch (value.kind()) {
        case Kind::true_constant: return "true";
        case Kind::false_constant: return "false";
        case Kind::null_constant: return "null";
        case Kind::text: break;
        case Kind::map: return "{  }";
    }
    return drush_yaml_scalar(value.written());
}

class Writer {
public:
    Writer(const Unwritable& unwritable, bool api_is_text)
        : unwritable_(unwritable), api_is_text_(api_is_text) {}

    // A collection that is not empty goes on its own lines, also in a list.
    void write(const Map& map, std::size_t indent) {
        const bool list = is_list(map);
        for (const auto& entry : map.entries()) {
            if (unwritable_.contains(entry)) {
                continue;
            }
            text_.append(indent, ' ');
            text_ += list ? "-" : shown_key(entry.key.text.str(), indent) + ':';
            if (entry.value.is_map() && !entry.value.map().empty()) {
                text_ += '\n';
                write(entry.value.map(), indent + 2);
            } else {
                const bool is_number =
                    !api_is_text_ && indent == 0 && entry.key.text == "api" && entry.value.text() == "2";
                text_ += is_number ? " 2" : ' ' + shown(entry.value);
                text_ += '\n';
            }
        }
    }

    std::string take() && { return std::move(text_); }

private:
    static std::string shown_key(const std::string& key, std::size_t /*indent*/) {
        return document::is_index(key) ? key : drush_yaml_scalar(key);
    }

    bool is_list(const Map& map) const {
        std::size_t expected = 0;
        for (const auto& entry : map.entries()) {
            if (!unwritable_.contains(entry) && entry.key.text != fmt::format_int(expected++).str()) {
                return false;
            }
        }
        return expected > 0;
    }

    const Unwritable& unwritable_;
    bool api_is_text_;
    std::string text_;
};

}  // namespace

Written to_drush_yaml(const DrushMakefile& makefile) {
    Unwritable unwritable(makefile.data, yaml_limits);
    Writer writer(unwritable, makefile.api_is_text);
    writer.write(makefile.data, 0);
    Written out{.text = std::move(writer).take(), .problems = std::move(unwritable).take_problems()};
    if (!makefile.to_fill_in.empty()) {
        out.text +=
            "# Please fill out the downloads that are empty. Type may be one of get, git, bzr or svn,\n"
            "# and url is the url of the download.\n";
    }
    for (const auto& remark : makefile.remarks) {
        out.text += fmt::format("# {}\n", remark);
    }
    check_size(out, largest_yaml, "makefile in YAML");
    return out;
}

}  // namespace slipway::write

#include <slipway/report/data.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>
#include <vector>

namespace slipway::report {

namespace {

using Json = nlohmann::ordered_json;
using document::Kind;
using document::Map;
using document::Value;

bool is_list(const Map& map) {
    std::size_t expected = 0;
    for (const auto& entry : map.entries()) {
        if (entry.key.text != fmt::format_int(expected).c_str()) {
            return false;
        }
        ++expected;
    }
    return true;
}

Json json_of(const Map& map);

Json json_of(const Value& value) {
    switch (value.kind()) {
        case Kind::map: return json_of(value.map());
        case Kind::true_constant: return true;
        case Kind::false_constant: return false;
        case Kind::null_constant: return nullptr;
        case Kind::text: break;
    }
    return value.written();
}

// The recursion ends: documents have a greatest depth.
Json json_of(const Map& map) {
    if (is_list(map)) {
        auto list = Json::array();
        for (const auto& entry : map.entries()) {
            list.push_back(json_of(entry.value));
        }
        return list;
    }
    // Keys are unique, so they are appended: the library's own operator[] looks through all that are there.
    Json::object_t object;
    object.Container::reserve(map.size());
    for (const auto& entry : map.entries()) {
        object.Container::emplace_back(entry.key.text.str(), json_of(entry.value));
    }
    return object;
}

std::string pointer(const std::string& parent, std::string_view key) {
    auto out = parent;
    out += '/';
    for (const char c : key) {
        out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    }
    return out;
}

// Lines of a file are asked for again and again: this remembers where they begin.
class Places {
public:
    explicit Places(const SourceMap& sources) : sources_(sources) {}

    Json operator()(const SourceSpan& span) {
        const auto& source = sources_[span.file];
        auto& lines = lines_[span.file];
        if (lines.empty()) {
            lines.push_back(0);
            for (auto feed = source.text.find('\n'); feed != std::string::npos;
                 feed = source.text.find('\n', feed + 1)) {
                lines.push_back(feed + 1);
            }
        }
        const auto after = std::ranges::upper_bound(lines, span.begin);
        const auto line = static_cast<std::size_t>(after - lines.begin());
        return {{"file", source.name}, {"line", line}, {"column", span.begin - lines[line - 1] + 1}};
    }

private:
    const SourceMap& sources_;
    std::map<FileId, std::vector<std::size_t>> lines_;
};

void collect(const Map& map, const std::string& parent, Places& places, Json::object_t& origins) {
    for (const auto& entry : map.entries()) {
        auto path = pointer(parent, entry.key.text);
        if (entry.value.is_map() && !entry.value.map().empty()) {
            collect(entry.value.map(), path, places, origins);
        } else {
            origins.Container::emplace_back(std::move(path), places(entry.value.span()));
        }
    }
}

// Bytes that are not UTF-8 do not make it fail.
std::string dump(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n'; }

}  // namespace

std::string to_json(const Map& data) { return dump(json_of(data)); }

std::string to_json_with_origins(const Map& data, const SourceMap& sources) {
    Places places(sources);
    Json::object_t origins;
    collect(data, "", places, origins);
    Json::object_t out;
    out.Container::emplace_back("data", json_of(data));
    out.Container::emplace_back("origins", std::move(origins));
    return dump(out);
}

}  // namespace slipway::report

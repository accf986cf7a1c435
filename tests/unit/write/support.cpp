#include "support.hpp"

#include <fmt/format.h>

#include <utility>

namespace slipway::write::testing {

using document::Kind;
using document::Map;
using document::Value;

Value text(std::string written) { return {Kind::text, std::move(written), SourceSpan{}}; }

Value constant(Kind kind) { return {kind, "", SourceSpan{}}; }

Map map(std::vector<Pair> pairs) {
    Map out;
    for (auto& pair : pairs) {
        out.set({.text = std::move(pair.key), .span = {}}, std::move(pair.value));
    }
    return out;
}

Value nested(std::vector<Pair> pairs) {
    Value out{SourceSpan{}};
    out.map() = map(std::move(pairs));
    return out;
}

Value list(std::vector<std::string> texts) {
    std::vector<Pair> pairs;
    for (auto& element : texts) {
        pairs.push_back({std::to_string(pairs.size()), text(std::move(element))});
    }
    return nested(std::move(pairs));
}

std::optional<Map> read(const std::string& text, document::Mode mode) {
    SourceMap sources;
    Diagnostics diagnostics;
    auto document = makefile::parse(sources.add("site.make", text), sources, mode, diagnostics);
    if (!document || (mode == document::Mode::strict && diagnostics.has_errors())) {
        return std::nullopt;
    }
    return std::move(document->root);
}

std::string dump(const Map& map) {
    std::string out = "{";
    for (const auto& entry : map.entries()) {
        out += fmt::format("{}:{}=", entry.key.text.view().size(), entry.key.text);
        switch (entry.value.kind()) {
            case Kind::text:
                out += fmt::format("{}:{}", entry.value.written().size(), entry.value.written());
                break;
            case Kind::true_constant: out += "TRUE"; break;
            case Kind::false_constant: out += "FALSE"; break;
            case Kind::null_constant: out += "NULL"; break;
            case Kind::map: out += dump(entry.value.map()); break;
        }
        out += '\n';
    }
    return out + '}';
}

}  // namespace slipway::write::testing

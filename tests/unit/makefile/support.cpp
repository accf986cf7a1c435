#include "support.hpp"

#include "tests/unit/document/json.hpp"

#include <slipway/diag/render.hpp>
#include <slipway/makefile/parse.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

namespace slipway::makefile::testing {

using document::Mode;
using document::testing::json;

Parsed parse_text(const std::string& text, Mode mode) {
    SourceMap sources;
    Diagnostics diagnostics;
    const auto document = parse(sources.add("site.make", text), sources, mode, diagnostics);
    Parsed out;
    out.data = document ? json(document->root) : "";
    for (const auto& diagnostic : diagnostics.all()) {
        out.slugs.emplace_back(diagnostic.slug);
    }
    return out;
}

Loaded load_files(const Files& files, Mode mode, Role role, std::string core) {
    Request request;
    request.policy = mode;
    request.role = role;
    request.core = std::move(core);
    return load_files(files, std::move(request));
}

Loaded load_files(const Files& files, Request request) {
    request.path = "site.make";
    request.bytes = files.at("site.make");
    const auto read = [&files](const Place& place) -> Result<std::string> {
        const auto found = files.find(place.path);
        if (found == files.end()) {
            return Error(ErrorKind::not_found, "there is no such file");
        }
        return found->second;
    };
    SourceMap sources;
    Diagnostics diagnostics;
    Loaded out;
    out.makefile = load(request, read, sources, diagnostics);
    for (const auto& diagnostic : diagnostics.all()) {
        auto& slugs = diagnostic.severity == Severity::error ? out.errors : out.warnings;
        slugs.emplace_back(diagnostic.slug);
        out.rendered += render(diagnostic, sources, Color::off);
    }
    return out;
}

Loaded load_body(const std::string& body, Mode mode) {
    return load_files({{"site.make", "core = 7.x\napi = 2\n" + body}}, mode);
}

const Project& project(const Loaded& loaded, const std::string& name) {
    INFO(name << "\n" << loaded.rendered);
    REQUIRE(loaded.makefile.has_value());
    for (const auto* group : {&loaded.makefile->projects, &loaded.makefile->libraries}) {
        const auto found = std::find_if(group->begin(), group->end(),
                                        [&](const Project& candidate) { return candidate.name == name; });
        if (found != group->end()) {
            return *found;
        }
    }
    FAIL("there is no such project");
    return loaded.makefile->projects.front();
}

}  // namespace slipway::makefile::testing

#include "support.hpp"

#include <slipway/diag/render.hpp>

#include <catch2/catch.hpp>

namespace slipway::manifest::testing {

std::vector<std::string> Read::modules() const {
    std::vector<std::string> out;
    for (const auto& requirement : manifest.value().requirements) {
        out.push_back(requirement.dependency.name.text);
    }
    return out;
}

std::string Read::at(const SourceSpan& span) const {
    return sources[span.file].text.substr(span.begin, span.end - span.begin);
}

Read read(const std::string& name,
          const std::string& text,
          const std::optional<Bases>& bases,
          document::Mode mode) {
    Read out;
    const auto base_of = [&](const std::string& profile) -> Result<SourceText> {
        out.bases_read.push_back(profile);
        const auto found = bases->find(profile);
        if (found == bases->end()) {
            return Error(ErrorKind::not_found, "there is no such profile");
        }
        return SourceText{profile + ".info", found->second};
    };
    const auto kind = manifest_kind_of(name);
    REQUIRE(kind.has_value());
    Diagnostics diagnostics;
    Reading reading{.kind = *kind, .policy = mode};
    if (bases) {
        reading.base_of = base_of;
    }
    out.manifest = read_manifest(out.sources.add(name, text), reading, out.sources, diagnostics);
    for (const auto& diagnostic : diagnostics.all()) {
        auto& slugs = diagnostic.severity == Severity::error ? out.errors : out.warnings;
        slugs.emplace_back(diagnostic.slug);
        out.rendered += render(diagnostic, out.sources, Color::off);
    }
    return out;
}

std::string ReadDependency::conditions() const {
    std::string out;
    for (const auto& condition : dependency.conditions) {
        out += out.empty() ? "" : " ";
        out += to_string(condition.comparison);
        out += condition.version;
    }
    return out;
}

ReadDependency dependency(const std::string& text, const std::string& core) {
    ReadDependency out;
    const auto file = out.sources.add("x.info", text);
    Diagnostics diagnostics;
    document::Reporter reporter(document::Mode::strict, diagnostics);
    const SourceSpan whole{.file = file, .begin = 0, .end = static_cast<std::uint32_t>(text.size())};
    out.dependency = read_dependency({text, whole}, core, out.sources, reporter);
    for (const auto& diagnostic : diagnostics.all()) {
        out.slugs.emplace_back(diagnostic.slug);
        out.rendered += render(diagnostic, out.sources, Color::off);
    }
    return out;
}

}  // namespace slipway::manifest::testing

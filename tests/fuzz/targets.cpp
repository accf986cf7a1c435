#include "targets.hpp"

#include "../support/yaml_readers.hpp"

#include <slipway/base/assert.hpp>
#include <slipway/diag/edits.hpp>
#include <slipway/diag/render.hpp>
#include <slipway/diag/utf8.hpp>
#include <slipway/document/reporter.hpp>
#include <slipway/lock/lock.hpp>
#include <slipway/makefile/load.hpp>
#include <slipway/makefile/parse.hpp>
#include <slipway/manifest/constraint.hpp>
#include <slipway/manifest/manifest.hpp>
#include <slipway/write/ini.hpp>
#include <slipway/write/tidy.hpp>
#include <slipway/write/yaml.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace slipway::fuzz {

namespace {

using document::Map;
using document::Mode;
using makefile::Document;
using makefile::Format;

void check_span(const SourceSpan& span, const SourceMap& sources) {
    SLIPWAY_ASSERT(span.begin <= span.end && span.end <= sources[span.file].text.size(),
                   "a span is inside of its text");
}

void check_spans(const Map& map, const SourceMap& sources) {
    for (const auto& entry : map.entries()) {
        check_span(entry.key.span, sources);
        check_span(entry.value.span(), sources);
        if (entry.value.is_map()) {
            check_spans(entry.value.map(), sources);
        }
    }
}

// That they can be shown, and their fixes made.
void check(const Diagnostics& diagnostics, const SourceMap& sources) {
    for (const auto& diagnostic : diagnostics.all()) {
        SLIPWAY_ASSERT(!render(diagnostic, sources, Color::on).empty(), "a diagnostic can be shown");
        if (diagnostic.fix) {
            for (const auto& edit : diagnostic.fix->edits) {
                check_span(edit.span, sources);
            }
        }
    }
    static_cast<void>(make_safe_fixes(sources[FileId{0}].text, FileId{0}, diagnostics.all()));
}

bool equal(const Map& left, const Map& right) {
    return std::ranges::equal(left.entries(), right.entries(), [](const auto& one, const auto& other) {
        const auto& value = one.value;
        return one.key.text == other.key.text && value.kind() == other.value.kind()
               && (value.is_map()
                       ? equal(value.map(), other.value.map())
                       : value.kind() != document::Kind::text || value.written() == other.value.written());
    });
}

std::optional<Document> read(std::string_view text, Format format) {
    SourceMap sources;
    Diagnostics diagnostics;
    return makefile::parse(sources.add("text", std::string(text)), sources, Mode::drush, diagnostics, format);
}

// What a writer says it wrote in full reads back as the same data.
void check_writers(const Map& data) {
    if (const auto written = write::to_ini(data); written.problems.empty()) {
        const auto back = read(written.text, Format::ini);
        SLIPWAY_ASSERT(back && equal(back->root, data), "INI reads back as the data that was written");
    }
    if (const auto written = write::to_yaml(data); written.problems.empty()) {
        const auto back = read(written.text, Format::yaml);
        SLIPWAY_ASSERT(data.empty() || (back && equal(back->root, data)),
                       "YAML reads back as the data that was written");
    }
}

void read_and_write(std::string_view bytes, Format format) {
    SourceMap sources;
    Diagnostics diagnostics;
    const auto file = sources.add("text", std::string(bytes));
    const auto document = makefile::parse(file, sources, Mode::strict, diagnostics, format);
    SLIPWAY_ASSERT(document || diagnostics.has_errors(), "what cannot be read is an error");
    check(diagnostics, sources);
    if (document) {
        check_spans(document->root, sources);
        check_writers(document->root);
    }
    Diagnostics of_tidy;
    if (const auto text = write::tidy(file, sources, Mode::strict, of_tidy)) {
        SourceMap tidied;
        Diagnostics ignored;
        const auto again = write::tidy(tidied.add("text", *text), tidied, Mode::strict, ignored);
        SLIPWAY_ASSERT(again && *again == *text, "a formatted text is formatted");
    }
}

std::vector<std::string_view> parted(std::string_view bytes, std::string_view by) {
    std::vector<std::string_view> out;
    for (auto at = bytes.find(by); at != std::string_view::npos; at = bytes.find(by)) {
        out.push_back(bytes.substr(0, at));
        bytes.remove_prefix(at + by.size());
    }
    out.push_back(bytes);
    return out;
}

}  // namespace

void ini(std::string_view bytes) { read_and_write(bytes, Format::ini); }

void yaml(std::string_view bytes) {
    if (first_non_utf8(bytes) == std::string_view::npos && !bytes.starts_with(byte_order_mark)) {
        const auto readings = test::readings_of(bytes, Mode::strict);
        SLIPWAY_ASSERT(readings.fast == readings.other, "both readers of YAML say the same");
    }
    read_and_write(bytes, Format::yaml);
}

void makefile(std::string_view bytes) {
    const auto files = parted(bytes, "\n%%%%\n");
    // "a1.make" is the first of the others.
    const auto read = [&files](const makefile::Place& place) -> Result<std::string> {
        const auto digits = place.path.find_first_of("0123456789");
        std::size_t number = 0;
        const auto* end = place.path.data() + place.path.size();
        if (digits != std::string::npos) {
            std::from_chars(place.path.data() + digits, end, number);
        }
        if (number == 0 || number >= files.size()) {
            return Error(ErrorKind::not_found, "there is no such file");
        }
        return std::string(files[number]);
    };
    for (const auto mode : {Mode::strict, Mode::drush}) {
        SourceMap sources;
        Diagnostics diagnostics;
        makefile::Input input{.path = "site.make", .bytes = std::string(files.front()), .policy = mode};
        input.only.projects =
            files.size() % 2 == 0 ? std::vector<std::string>{"*"} : std::vector<std::string>{};
        const auto loaded = makefile::load(input, read, sources, diagnostics);
        SLIPWAY_ASSERT(loaded.has_value() != diagnostics.has_errors(),
                       "no makefile without an error, and no other");
        check(diagnostics, sources);
        if (loaded) {
            check_spans(loaded->data, sources);
        }
    }
}

void manifest(std::string_view bytes) {
    if (bytes.empty()) {
        return;
    }
    using manifest::ManifestKind;
    constexpr std::array kinds{ManifestKind::info, ManifestKind::info_yml, ManifestKind::php};
    constexpr std::array<const char*, 3> names{"p/p.info", "p/p.info.yml", "p/p.profile"};
    const auto kind = static_cast<unsigned char>(bytes.front()) % kinds.size();
    SourceMap sources;
    Diagnostics diagnostics;
    const auto files = parted(bytes.substr(1), "\n%%%%\n");
    manifest::Reading reading{.kind = kinds.at(kind), .core = "7.x"};
    reading.base_of = [&files](const std::string& profile) -> Result<SourceText> {
        if (profile.size() >= files.size()) {
            return Error(ErrorKind::not_found, "there is no such profile");
        }
        return SourceText{.name = profile, .text = std::string(files[profile.size()])};
    };
    const auto file = sources.add(names.at(kind), std::string(files.front()));
    const auto read = manifest::read_manifest(file, reading, sources, diagnostics);
    SLIPWAY_ASSERT(read || diagnostics.has_errors(), "what cannot be read is an error");
    check(diagnostics, sources);
}

void constraint(std::string_view bytes) {
    const auto parts = parted(bytes, "\n");
    SourceMap sources;
    Diagnostics diagnostics;
    document::Reporter reporter(Mode::strict, diagnostics);
    const auto file = sources.add("text", std::string(parts.front()));
    const SourceSpan whole{.file = file, .begin = 0, .end = static_cast<std::uint32_t>(parts.front().size())};
    const auto dependency =
        manifest::read_dependency({std::string(parts.front()), whole}, "7.x", sources, reporter);
    check(diagnostics, sources);
    for (const auto version : parts) {
        static_cast<void>(manifest::satisfies(version, dependency));
        static_cast<void>(manifest::compare_versions(version, parts.front()));
    }
}

void lock(std::string_view bytes) {
    SourceMap sources;
    Diagnostics diagnostics;
    const auto read = lock::read(sources.add("site.make.lock", std::string(bytes)), sources, diagnostics);
    SLIPWAY_ASSERT(read.has_value() != diagnostics.has_errors(), "no lock without an error, and no other");
    for (const auto& diagnostic : diagnostics.all()) {
        check_span(diagnostic.span.value_or(SourceSpan{}), sources);
    }
    check(diagnostics, sources);
    if (read) {
        const auto text = lock::to_text(*read);
        const auto again = lock::parse("again", text);
        SLIPWAY_ASSERT(again && lock::to_text(*again) == text, "what was written is read as it was written");
    }
}

}  // namespace slipway::fuzz

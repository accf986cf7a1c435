#include "slipway/report/why.hpp"

#include "comparison_words.hpp"

#include <slipway/diag/visible_text.hpp>

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace slipway::report {

namespace {

using lock::Source;

// A paragraph of lines under one word.
class Paragraph {
public:
    explicit Paragraph(std::string_view word) : word_(word) {}

    Paragraph& add(const std::string& line) {
        if (!line.empty()) {
            text_ += fmt::format("  {:<14}{}\n", text_.empty() ? word_ : "", visible(line));
        }
        return *this;
    }
    const std::string& text() const { return text_; }

private:
    std::string_view word_;
    std::string text_;
};

std::string place_of(const lock::Asker& asker) {
    auto out = fmt::format("{}:{}", asker.file, asker.line);
    for (std::size_t i = 0; i < asker.through.size(); ++i) {
        out += fmt::format("{}{}", i == 0 ? ", through " : " → ", asker.through[i]);
    }
    return out;
}

std::string_view words_of(Source::Kind kind) {
    static constexpr std::array<std::string_view, 7> words = {
        "release", "file or archive", "git", "svn", "hg", "bzr", "directory of this host"};
    return words.at(static_cast<std::size_t>(kind));
}

std::string_view words_of(Source::Wanted wanted) {
    static constexpr std::array<std::string_view, 5> words = {"its main branch", "tag", "branch", "revision",
                                                              "refspec"};
    return words.at(static_cast<std::size_t>(wanted));
}

std::string content_words(const lock::Content& content) {
    return fmt::format("sha256 {}, {} bytes", content.sha256.hex(), content.size);
}

// What was asked for, as far as the version does not say it.
std::string wanted_words(const Source& source) {
    if (source.kind == Source::Kind::release) {
        return !source.requested           ? std::string()
               : source.requested->empty() ? "the recommended release, as no version was asked for"
                                           : fmt::format("the release for the version {}", *source.requested);
    }
    return source.commit.empty() ? std::string()
                                 : fmt::format("{}{}{}: {}", words_of(source.wanted),
                                               source.name.empty() ? "" : " ", source.name, source.commit);
}

std::string source_words(const Source& source) {
    Paragraph out("from");
    out.add(fmt::format("{} ({})", source.url, words_of(source.kind)));
    out.add(source.final_url.empty() ? "" : fmt::format("sent from {}", source.final_url));
    out.add(wanted_words(source));
    out.add(source.feed.empty() ? "" : fmt::format("by the release history at {}", source.feed));
    out.add(source.content ? content_words(*source.content) : "");
    out.add(source.md5.empty() ? "" : fmt::format("md5 {}, as its release history promises", source.md5));
    out.add(source.date.empty() ? "" : fmt::format("of {}", source.date));
    out.add(fmt::format("tree {}", source.tree.hex()));
    return out.text();
}

}  // namespace

std::string why(const lock::Entry& entry) {
    const auto version = version_words(entry);
    auto out = visible(fmt::format("{} {} ({})", entry.name, version, entry.type)) + '\n';
    Paragraph asked("asked for by");
    for (const auto& asker : entry.asked_by) {
        asked.add(place_of(asker));
    }
    Paragraph passed("passed over");
    for (const auto& other : entry.passed_over) {
        passed.add(fmt::format("{}, at {}", other.version.empty() ? "another one" : other.version,
                               place_of(other.asker)));
    }
    Paragraph patches("patched with");
    for (const auto& patch : entry.patches) {
        patches.add(fmt::format("{} ({})", patch.url, content_words(patch.content)));
    }
    Paragraph translations("translations");
    for (const auto& translation : entry.translations) {
        translations.add(fmt::format("{}: {}", translation.language,
                                     translation.content ? translation.url : "there was none"));
    }
    Paragraph place("lies at");
    place.add(entry.path.empty() ? "the platform's root" : entry.path);
    place.add(fmt::format("tree {}", entry.tree.hex()));
    return out + asked.text() + passed.text() + source_words(entry.source) + patches.text()
           + translations.text() + place.text();
}

}  // namespace slipway::report

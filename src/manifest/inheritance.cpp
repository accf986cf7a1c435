#include "inheritance.hpp"

#include "fields.hpp"

#include <slipway/diag/slugs.hpp>
#include <slipway/ini/info.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace slipway::manifest {

namespace {

constexpr std::size_t longest_chain = 32;

// A profile, the profile that it builds on, and so on.
class Chain {
public:
    Chain(FileId file, std::string profile, SourceMap& sources, document::Reporter& reporter)
        : sources_(sources), reporter_(reporter), files_{file}, profiles_{std::move(profile)} {}

    void follow(const BaseReader& base_of) {
        for (auto base = base_of_last(); base && may_add(*base); base = base_of_last()) {
            auto found = base_of(base->text);
            if (!found) {
                report_missing(*base, found.error().to_string());
                return;
            }
            files_.push_back(sources_.add(std::move(found->name), std::move(found->text)));
            profiles_.push_back(base->text);
        }
    }

    // The deepest first, as Profiler joins their texts.
    std::vector<FileId> joined() const { return {files_.rbegin(), files_.rend()}; }

private:
    std::optional<makefile::Text> base_of_last() const {
        Diagnostics unheard;
        document::Reporter silent(reporter_.policy(), unheard);
        const auto data = ini::parse_info({&files_.back(), 1}, sources_, silent);
        return data ? base_named_by(*data) : std::nullopt;
    }

    bool may_add(const makefile::Text& base) {
        if (!is_machine_name(base.text)) {
            report_missing(base, "no profile can be called so");
            return false;
        }
        const bool is_cycle = std::ranges::find(profiles_, base.text) != profiles_.end();
        if (!is_cycle && profiles_.size() < longest_chain) {
            return true;
        }
        reporter_.error(
            {.slug = slug::base_cycle,
             .span = base.span,
             .message = is_cycle ? fmt::format("'{}' builds on itself", base.text)
                                 : fmt::format("more than {} profiles build on one another", longest_chain),
             .notes = {},
             .help = "remove one of the 'base' lines"});
        return false;
    }

    void report_missing(const makefile::Text& base, std::string_view why) {
        reporter_.error(
            {.slug = slug::base_not_found,
             .span = base.span,
             .message = fmt::format("the profile '{}', on which this one builds, cannot be read: {}",
                                    shown(base.text), why),
             .notes = {},
             .help = "a base has to be in the same platform: let a makefile ask for it"});
    }

    SourceMap& sources_;
    document::Reporter& reporter_;
    std::vector<FileId> files_;
    std::vector<std::string> profiles_;
};

// What drupal.org, and Drush, append to a .info file when they pack it says version, core and project once
// more, and is meant to replace what the author wrote. VERSION is there to be replaced by nothing else.
bool is_repeated_by_packaging(const Diagnostic& diagnostic, const SourceMap& sources) {
    if (diagnostic.slug != slug::duplicate_key || !diagnostic.span) {
        return false;
    }
    const auto& text = sources[diagnostic.span->file].text;
    const auto& notes = diagnostic.notes;
    if (!notes.empty() && notes.front().span.file == diagnostic.span->file
        && text.substr(notes.front().span.begin, notes.front().span.end - notes.front().span.begin)
               == "VERSION") {
        return true;
    }
    const auto stamp = text.find("; Information added by ");
    return stamp != std::string::npos && diagnostic.span->begin > stamp;
}

}  // namespace

std::optional<makefile::Text> base_named_by(const document::Map& data) {
    const auto* value = data.find("base");
    if (value == nullptr || !value->is_text() || value->written().empty()) {
        return std::nullopt;
    }
    return makefile::Text{std::string(value->written()), value->span()};
}

std::optional<document::Map> read_with_bases(FileId file,
                                             const std::string& profile,
                                             const BaseReader& base_of,
                                             SourceMap& sources,
                                             document::Reporter& reporter) {
    Chain chain(file, profile, sources, reporter);
    if (base_of) {
        chain.follow(base_of);
    }
    Diagnostics said;
    document::Reporter listener(reporter.policy(), said);
    auto data = ini::parse_info(chain.joined(), sources, listener);
    for (const auto& diagnostic : said.all()) {
        if (!is_repeated_by_packaging(diagnostic, sources)) {
            reporter.diagnostics().report(diagnostic);
        }
    }
    return data;
}

}  // namespace slipway::manifest

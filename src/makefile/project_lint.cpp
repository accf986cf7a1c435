#include "project_lint.hpp"

#include "group_lint.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/diag/edits.hpp>
#include <slipway/diag/range.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/document/known_names.hpp>
#include <slipway/ini/edits.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace slipway::makefile {

namespace {

using document::Map;
using document::Names;
using document::Reporter;
using ini::is_in_yaml;
using ini::key_before;
using ini::line_below;
using ini::line_removed;

constexpr std::string_view of_repositories[] = {"refspec", "tag",       "revision",
                                                "branch",  "submodule", "working-copy"};
constexpr std::string_view of_files[] = {"filename", "subtree", "md5", "sha1", "sha256", "sha512"};
constexpr std::string_view not_of_release[] = {"url",      "filename", "subtree",   "refspec",     "tag",
                                               "revision", "branch",   "submodule", "working-copy"};
constexpr std::string_view not_of_folder[] = {"filename", "subtree", "md5",       "sha1",
                                              "sha256",   "sha512",  "refspec",   "tag",
                                              "revision", "branch",  "submodule", "working-copy"};
constexpr std::string_view not_of_other_repository[] = {"filename", "subtree", "md5", "sha1",   "sha256",
                                                        "sha512",   "refspec", "tag", "branch", "submodule"};

// The attributes that a download of some type ignores.
Names ignored_by(std::string_view type) {
    if (type == "git") {
        return of_files;
    }
    if (type == "get" || type == "file") {
        return of_repositories;
    }
    if (type == "pm") {
        return not_of_release;
    }
    if (type == "svn" || type == "bzr") {
        return not_of_other_repository;
    }
    return type == "copy" ? Names(not_of_folder) : Names();
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

std::size_t hex_digits_of(std::string_view algorithm) {
    return algorithm == "md5" ? 32 : algorithm == "sha1" ? 40 : algorithm == "sha256" ? 64 : 128;
}

class ProjectLint {
public:
    ProjectLint(const Project& project, const Map& attributes, Reporter& reporter)
        : project_(project), attributes_(attributes), reporter_(reporter) {}

    void run(std::string_view core) {
        check_version(core);
        check_destination();
        check_flags(attributes_, {"overwrite", "do_recursion"});
        check_patches();
        lint_languages(project_.translations, reporter_);
        if (project_.download) {
            check_download(*project_.download);
            check_label(*project_.download, core);
        }
    }

private:
    bool is_core() const {
        return project_.name == "drupal" || (project_.type && project_.type->text == "core");
    }

    // The part of the text that a scalar was written as, without its quotes.
    std::optional<std::string_view> written(const Text& value) const {
        const auto text = reporter_.text(value.span.file);
        if (value.span.end > text.size()) {
            return std::nullopt;
        }
        const auto part = text.substr(value.span.begin, value.span.end - value.span.begin);
        const auto at = part.find(value.text);
        return at == std::string_view::npos ? std::nullopt
                                            : std::optional(part.substr(at, value.text.size()));
    }

    std::optional<Edit> edit(const Text& value, std::size_t at, std::size_t size, std::string by) const {
        const auto part = written(value);
        if (!part) {
            return std::nullopt;
        }
        return Edit{.span = span_of(part->substr(at, size), reporter_.text(value.span.file), value.span.file),
                    .replacement = std::move(by)};
    }

    std::optional<Edit> replaced(const Text& value, std::string by) const {
        return edit(value, 0, value.text.size(), std::move(by));
    }

    void check_version(std::string_view core) {
        const bool asked = project_.version && !project_.version->text.empty();
        if (!asked || project_.download || core.empty() || project_.group == Group::libraries) {
            return;
        }
        is_core() ? check_core_version(*project_.version, core)
                  : check_contrib_version(*project_.version, core);
    }

    // 7.x-3.29 becomes 7.x-7.x-3.29, which is no release.
    void check_contrib_version(const Text& version, std::string_view core) {
        const std::string_view text = version.text;
        const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
        const auto rest = text.substr(digits);
        if (digits == 0 || rest.size() < 4 || !rest.starts_with(".x-") || !is_digit(rest[3])) {
            return;
        }
        const bool same_core = text.substr(0, digits + 2) == core;
        reporter_.loss(
            {.slug = slug::full_version,
             .span = version.span,
             .message =
                 fmt::format("a version is written without the core: Drush looks for {}-{}", core, text),
             .help = same_core ? fmt::format("write {}", short_version(version, digits + 3))
                               : fmt::format("ask for a version for core {}", core),
             .fix = same_core ? fix_with(Fix::Kind::safe, short_form(version, digits + 3)) : std::nullopt});
    }

    // What is left of a version without its core. YAML would take "1.10" for a number.
    std::string short_version(const Text& version, std::size_t core) const {
        const auto rest = version.text.substr(core);
        const auto part = written(version);
        const auto text = reporter_.text(version.span.file);
        const bool plain = part && part->size() == version.span.end - version.span.begin;
        const bool number = rest.find_first_not_of("0123456789.") == std::string::npos;
        return plain && number && is_in_yaml(text, version.span) ? fmt::format("'{}'", rest) : rest;
    }

    std::optional<Edit> short_form(const Text& version, std::size_t core) const {
        auto rest = short_version(version, core);
        return rest.starts_with('\'') ? replaced(version, std::move(rest)) : edit(version, 0, core, "");
    }

    void check_core_version(const Text& version, std::string_view core) {
        if (project_.name != "drupal") {
            return;  // a distribution has versions of its own
        }
        const std::string_view text = version.text;
        const auto major = core.substr(0, core.find('.'));
        const bool prefixed = text.starts_with(fmt::format("{}-{}.", core, major));
        const bool of_other_core = is_digit(text.front()) && !text.starts_with(fmt::format("{}.", major));
        if (!prefixed && !of_other_core) {
            return;
        }
        Diagnostic found{
            .slug = slug::wrong_core_version,
            .span = version.span,
            .message = fmt::format("there is no version '{}' of Drupal core {}", text, core),
            .help = fmt::format("write a full version such as {}.50, or remove it for the newest", major)};
        if (prefixed) {
            found.help = fmt::format("write {}", text.substr(core.size() + 1));
            found.fix = fix_with(Fix::Kind::safe, edit(version, 0, core.size() + 1, ""));
        }
        reporter_.loss(std::move(found));
    }

    void check_destination() {
        constexpr std::array<std::string_view, 3> without{"core", "module", "theme"};
        if (project_.group == Group::projects && project_.destination && project_.type
            && std::ranges::find(without, project_.type->text) != without.end()) {
            report_ignored("destination", fmt::format("a project of type '{}'", project_.type->text),
                           *project_.destination);
        }
    }

    void report_ignored(std::string_view name, std::string_view owner, const Text& value) {
        reporter_.warning(
            {.slug = slug::ignored_attribute,
             .span = value.span,
             .message = fmt::format("Drush ignores the '{}' of {}", name, owner),
             .help = "remove the line",
             .fix = fix_with(Fix::Kind::guess, line_removed(reporter_.text(value.span.file), value.span))});
    }

    // What PHP takes for TRUE, though it says no.
    void check_flags(const Map& map, std::initializer_list<std::string_view> names) {
        constexpr std::array<std::string_view, 5> denials{"no", "off", "n", "none", "never"};
        for (const auto name : names) {
            const auto* value = map.find(name);
            if (value == nullptr || !value->is_text()
                || std::ranges::find(denials, lower(value->written())) == denials.end()) {
                continue;
            }
            reporter_.loss(
                {.slug = slug::not_a_flag,
                 .span = value->span(),
                 .message = fmt::format("'{}' is a text, and every text is true: '{}' is on",
                                        value->written(), name),
                 .help = "write FALSE",
                 .fix = fix_with(Fix::Kind::safe, Edit{.span = value->span(), .replacement = "FALSE"})});
        }
    }

    void check_patches() {
        std::map<std::string_view, const Text*> seen;
        for (const auto& patch : project_.patches) {
            check_url(patch.url);
            check_checksums(patch.checksums);
            const auto [first, is_new] = seen.emplace(patch.url.text, &patch.url);
            if (is_new) {
                continue;
            }
            reporter_.warning(
                {.slug = slug::repeated_patch,
                 .span = patch.url.span,
                 .message = "this patch is listed twice, and does not apply to what it has patched",
                 .notes = {{.span = first->second->span, .message = "it is listed here first"}},
                 .help = "remove one of them",
                 .fix = fix_with(patch.checksums.empty() ? Fix::Kind::safe : Fix::Kind::guess,
                                 line_removed(reporter_.text(patch.url.span.file), patch.url.span))});
        }
    }

    void check_download(const Download& download) {
        if (download.url) {
            check_url(*download.url);
        }
        check_checksums(download.checksums);
        const auto* map = attributes_.find("download");
        if (map == nullptr || !map->is_map()) {
            return;
        }
        check_flags(map->map(), {"working-copy", "interactive", "force"});
        for (const auto name : ignored_by(download.type.text)) {
            const auto* value = map->map().find(name);
            if (value != nullptr && !value->is_falsy() && !value->is_map()) {
                report_ignored(name, fmt::format("a download of type '{}'", download.type.text),
                               {value->written(), value->span()});
            }
        }
        if (download.type.text == "git") {
            check_revisions(download);
        }
    }

    // A branch beside a revision or tag says where it is from, as Drush's own documentation has it.
    void check_revisions(const Download& download) {
        const std::array<std::pair<std::string_view, const std::optional<Text>*>, 3> order{
            {{"refspec", &download.refspec}, {"tag", &download.tag}, {"revision", &download.revision}}};
        const std::pair<std::string_view, const std::optional<Text>*>* winner = nullptr;
        for (const auto& each : order) {
            if (!each.second->has_value()) {
                continue;
            }
            if (winner == nullptr) {
                winner = &each;
                continue;
            }
            const auto& ignored = **each.second;
            reporter_.warning(
                {.slug = slug::ambiguous_revision,
                 .span = ignored.span,
                 .message =
                     fmt::format("this '{}' has no effect: the '{}' is used", each.first, winner->first),
                 .notes = {{.span = (*winner->second)->span, .message = "this is used"}},
                 .help = "remove one of them",
                 .fix = fix_with(Fix::Kind::guess,
                                 line_removed(reporter_.text(ignored.span.file), ignored.span))});
        }
    }

    // Beside a clone a version is a label; what is cloned is the default branch unless the download says
    // more.
    void check_label(const Download& download, std::string_view core) {
        const auto* map = attributes_.find("download");
        if (download.type.text != "git" || map == nullptr || !map->is_map() || download.refspec
            || download.tag || download.revision || download.branch || project_.group == Group::libraries) {
            return;
        }
        if (project_.version && !project_.version->text.empty()) {
            auto fix = download.url ? std::nullopt : cloned_by_tag(*project_.version, core);
            reporter_.warning(label_report("version", *project_.version,
                                           "name what to clone: [download][tag] = ..., or [branch]",
                                           std::move(fix)));
        } else if (download.full_version && !download.url) {
            auto found = label_report("full_version", *download.full_version,
                                      "write [version] = ... without [download] for a release", std::nullopt);
            map->map().find("type") == nullptr ? reporter_.loss(std::move(found))
                                               : reporter_.warning(std::move(found));
        }
    }

    static Diagnostic label_report(std::string_view name,
                                   const Text& value,
                                   std::string help,
                                   std::optional<Fix> fix) {
        return {.slug = slug::ignored_attribute,
                .span = value.span,
                .message =
                    fmt::format("this '{}' chooses nothing: git takes the repository's default branch", name),
                .help = std::move(help),
                .fix = std::move(fix)};
    }

    // The tag or branch that a release of drupal.org is made from, on a line of its own.
    std::optional<Fix> cloned_by_tag(const Text& version, std::string_view core) const {
        constexpr std::string_view attribute = "[version]";
        const std::string_view text = version.text;
        const auto key = key_before(reporter_.text(version.span.file), version.span);
        if (core.empty() || !key || !key->ends_with(attribute) || text.find('.') == std::string_view::npos
            || text.find_first_not_of("0123456789.abcdeghlprtvx-") != std::string_view::npos) {
            return std::nullopt;
        }
        const bool prefixed = is_core() || text.starts_with(fmt::format("{}-", core));
        const auto branch = text.substr(0, text.size() - (text.ends_with("-dev") ? 4 : 0));
        const auto line = fmt::format(
            "{}[download][{}] = {}{}{}", key->substr(0, key->size() - attribute.size()),
            branch.ends_with(".x") ? "branch" : "tag", prefixed ? "" : core, prefixed ? "" : "-", branch);
        return fix_with(Fix::Kind::guess, line_below(reporter_.text(version.span.file), version.span, line));
    }

    void check_url(const Text& url) {
        const std::string_view text = url.text;
        const auto scheme = text.find("://");
        if (scheme == std::string_view::npos) {
            return;
        }
        if (const auto space = text.find_first_of(" \t\r\n"); space != std::string_view::npos) {
            const auto note = text.find_first_not_of(" \t", space);
            const bool comment =
                note != std::string_view::npos && key_before(reporter_.text(url.span.file), url.span)
                && (text[note] == ';' || text[note] == '#' || text.substr(note).starts_with("//"));
            if (!comment) {  // reported as one
                report_space(url);
            }
        }
        const auto host = text.substr(scheme + 3, text.find_first_of("/?#", scheme + 3) - scheme - 3);
        const auto at = host.rfind('@');
        const auto colon = at == std::string_view::npos ? at : host.substr(0, at).find(':');
        if (colon != std::string_view::npos && colon + 1 < at) {
            reporter_.warning(
                {.slug = slug::password_in_url,
                 .span = url.span,
                 .message = "this URL holds a password, which Drush shows and writes to its log",
                 .help = "leave it to a credential helper or to ~/.netrc, and change it"});
        }
    }

    void report_space(const Text& url) {
        const std::string_view text = url.text;
        const auto begin = text.find_first_not_of(" \t\r\n");
        const auto inner = text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
        const bool around = inner.find_first_of(" \t\r\n") == std::string_view::npos;
        std::string mended;
        for (const char c : inner) {
            mended += c == ' ' ? "%20" : std::string(1, c);
        }
        reporter_.loss({.slug = slug::space_in_url,
                        .span = url.span,
                        .message = "a URL holds no space",
                        .help = around ? "remove it" : "write %20, or correct the URL",
                        .fix = fix_with(around ? Fix::Kind::safe : Fix::Kind::guess, replaced(url, mended))});
    }

    void check_checksums(const Checksums& checksums) {
        for (const auto& [algorithm, digest] : checksums) {
            const auto& text = digest.text;
            const auto wanted = hex_digits_of(algorithm);
            if (text.size() != wanted || !std::ranges::all_of(text, is_hex)) {
                reporter_.warning(
                    {.slug = slug::malformed_checksum,
                     .span = digest.span,
                     .message = fmt::format("expected the {} hexadecimal digits of {}, found {} characters",
                                            wanted, algorithm, text.size()),
                     .help = "copy the whole checksum"});
            } else if (text != lower(text)) {
                reporter_.warning(
                    {.slug = slug::malformed_checksum,
                     .span = digest.span,
                     .message = "Drush compares checksums letter by letter, with lower-case digits",
                     .help = "write it in lower case",
                     .fix = fix_with(Fix::Kind::safe, replaced(digest, lower(text)))});
            }
        }
    }

    const Project& project_;
    const Map& attributes_;
    Reporter& reporter_;
};

}  // namespace

void lint_project(const Project& project, const Map& attributes, std::string_view core, Reporter& reporter) {
    ProjectLint(project, attributes, reporter).run(core);
}

}  // namespace slipway::makefile

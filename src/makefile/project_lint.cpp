#include "project_lint.hpp"

#include "group_lint.hpp"
#include "text_edits.hpp"
#include "url_lint.hpp"
#include "version_form.hpp"
#include "version_lint.hpp"

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
    if (type == "get" || type == "file" || type == "post") {
        return of_repositories;
    }
    if (type == "pm") {
        return not_of_release;
    }
    if (type == "svn" || type == "bzr" || type == "hg") {
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
        lint_version(project_, attributes_, core, reporter_);
        lint_urls(project_, reporter_);
        check_space();
        check_destination();
        check_flags(attributes_, {"overwrite", "do_recursion"});
        check_patches();
        lint_languages(project_.translations, reporter_);
        if (project_.download) {
            check_download(*project_.download);
        }
    }

private:
    // Space inside of quotes belongs to a value, which then names something else.
    void check_space() {
        for (const auto* value : {&project_.version, &project_.subdir, &project_.directory_name,
                                  &project_.destination, &project_.contrib_destination}) {
            check_space_of(*value);
        }
        if (const auto& download = project_.download) {
            for (const auto* value : {&download->refspec, &download->tag, &download->revision,
                                      &download->branch, &download->filename, &download->subtree}) {
                check_space_of(*value);
            }
        }
    }

    void check_space_of(const std::optional<Text>& value) {
        if (!value || trimmed(value->text) == value->text || value->text.find('\n') != std::string::npos) {
            return;
        }
        reporter_.loss(
            {.slug = slug::space_in_value,
             .span = value->span,
             .message = fmt::format("space within the quotes is part of the value: '{}'", value->text),
             .help = "remove it",
             .fix =
                 fix_with(Fix::Kind::safe, replaced(*value, std::string(trimmed(value->text)), reporter_))});
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
                || std::ranges::find(denials, lower(std::string(value->written()))) == denials.end()) {
                continue;
            }
            reporter_.loss(
                {.slug = slug::not_a_flag,
                 .span = value->span(),
                 .message = fmt::format("'{}' is a text, and every text is true: '{}' is on",
                                        value->written(), name),
                 .help = worded_at(value->span(), "write FALSE", "write false", reporter_),
                 .fix = fix_with(Fix::Kind::safe, Edit{.span = value->span(), .replacement = "FALSE"})});
        }
    }

    void check_patches() {
        std::map<std::string_view, const Text*> seen;
        for (const auto& patch : project_.patches) {
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
        check_checksums(download.checksums);
        const auto* map = attributes_.find("download");
        if (map == nullptr || !map->is_map()) {
            return;
        }
        check_flags(map->map(), {"working-copy", "interactive", "force"});
        for (const auto name : ignored_by(download.type.text)) {
            const auto* value = map->map().find(name);
            if (value == nullptr || value->is_falsy() || value->is_map()) {
                continue;
            }
            if (name == "sha1" && download.type.text == "git" && is_commit(value->written())) {
                report_sha1_of_commit(download, {std::string(value->written()), value->span()});
            } else {
                report_ignored(name, fmt::format("a download of type '{}'", download.type.text),
                               {std::string(value->written()), value->span()});
            }
        }
        if (download.type.text == "git") {
            check_revisions(download);
        }
    }

    // As long as a commit, which it was rather meant to be.
    void report_sha1_of_commit(const Download& download, const Text& value) {
        const bool chosen = download.revision || download.tag || download.refspec;
        reporter_.warning(
            {.slug = slug::ignored_attribute,
             .span = value.span,
             .message = "Drush ignores the 'sha1' of a download of type 'git', which takes a 'revision'",
             .help = chosen ? "remove the line"
                            : worded_at(value.span, "write [revision], if this is the commit",
                                        "write 'revision:', if this is the commit", reporter_),
             .fix = fix_with(Fix::Kind::guess,
                             chosen ? line_removed(reporter_.text(value.span.file), value.span)
                                    : key_end_replaced(value, "[sha1]", "[revision]", reporter_))});
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
                     .fix = fix_with(Fix::Kind::safe, replaced(digest, lower(text), reporter_))});
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

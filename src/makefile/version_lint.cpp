#include "version_lint.hpp"

#include "text_edits.hpp"
#include "version_form.hpp"

#include <slipway/base/chars.hpp>
#include <slipway/diag/edits.hpp>
#include <slipway/diag/slugs.hpp>
#include <slipway/document/known_names.hpp>
#include <slipway/ini/edits.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace slipway::makefile {

namespace {

using document::Map;
using document::Reporter;
using ini::is_in_yaml;
using ini::key_before;
using ini::line_below;

constexpr std::string_view version_key = "[version]";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

class VersionLint {
public:
    VersionLint(const Project& project, const Map& attributes, std::string_view core, Reporter& reporter)
        : project_(project), attributes_(attributes), core_(core), reporter_(reporter) {}

    void run() {
        if (project_.group == Group::libraries) {
            return;
        }
        const bool asked = project_.version && !project_.version->text.empty();
        if (asked && !project_.download) {
            check_release(*project_.version);
        }
        if (project_.download) {
            check_label(*project_.download);
        }
    }

private:
    bool is_core() const {
        return project_.name == "drupal" || (project_.type && project_.type->text == "core");
    }

    void check_release(const Text& version) {
        if (!project_.location && is_never_released(version.text)
            && !(is_core() && is_dev_of_release(version.text))) {
            report_never_released(version);
        } else if (!core_.empty()) {
            is_core() ? check_core_version(version) : check_contrib_version(version);
        }
    }

    void report_never_released(const Text& version) {
        Diagnostic found{
            .slug = slug::malformed_version,
            .span = version.span,
            .message = fmt::format("there is no release '{}': Drush finds none", version.text),
            .help = "a version is written like 1.4, 2.0-beta1 or 1.x-dev, or 1 for the newest of 1.x"};
        advise(version, found);
        reporter_.loss(std::move(found));
    }

    void advise(const Text& version, Diagnostic& found) const {
        const std::string_view text = version.text;
        const auto number = text.find_first_of("0123456789");
        if (is_dev_of_release(text) || is_snapshot(text)) {
            const auto short_text = text.substr(core_prefix_size(text));
            const auto dev = fmt::format("{}.x-dev", short_text.substr(0, short_text.find('.')));
            found.help = fmt::format("write {}{}", dev,
                                     is_snapshot(text) ? ": of all snapshots, the newest is kept" : "");
            found.fix = fix_with(Fix::Kind::guess, replaced(version, dev, reporter_));
        } else if (number == 1 && (text.front() == 'v' || text.front() == 'V')) {
            found.help = fmt::format("write {}", text.substr(1));
            found.fix = fix_with(Fix::Kind::safe, part_replaced(version, 0, 1, "", reporter_));
        } else if (means_any(text)) {
            found.help = worded_at(version.span, "write \"\" for the recommended release",
                                   "write ~ for the recommended release", reporter_);
            found.fix = fix_with(Fix::Kind::guess, unnamed(version));
        } else if (is_commit(text) || number == std::string_view::npos) {
            advise_to_clone(version, found);
        }
    }

    // What stands for the newest release elsewhere.
    static bool means_any(std::string_view version) {
        constexpr std::string_view words[] = {"*",           "latest",  "newest", "stable",
                                              "recommended", "current", "any"};
        return document::contains(words, lower(std::string(version)));
    }

    Edit unnamed(const Text& version) const {
        return {.span = version.span, .replacement = worded_at(version.span, "\"\"", "~", reporter_)};
    }

    void advise_to_clone(const Text& version, Diagnostic& found) const {
        if (version.text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
            != std::string::npos) {
            return;
        }
        const auto attribute = clone_attribute_for(version.text);
        found.help = worded_at(
            version.span, fmt::format("to clone it, write [download][{}] = {}", attribute, version.text),
            fmt::format("to clone it, write 'download: {{{}: {}}}'", attribute, version.text), reporter_);
        found.fix = fix_with(
            Fix::Kind::guess,
            key_end_replaced(version, version_key, fmt::format("[download][{}]", attribute), reporter_));
    }

    // 7.x-3.29 becomes 7.x-7.x-3.29, which is no release.
    void check_contrib_version(const Text& version) {
        const std::string_view text = version.text;
        const auto prefix = core_prefix_size(text);
        if (prefix == 0) {
            check_numbers(version);
            return;
        }
        const auto message =
            fmt::format("a version is written without the core: Drush looks for {}-{}", core_, text);
        if (text.substr(0, prefix - 1) != core_) {
            reporter_.loss({.slug = slug::full_version,
                            .span = version.span,
                            .message = message,
                            .help = fmt::format("ask for a version for core {}", core_)});
            return;
        }
        // The author's meaning is plain, and slipway takes it so.
        reporter_.warning({.slug = slug::full_version,
                           .span = version.span,
                           .message = message,
                           .help = fmt::format("write {}", short_version(version, prefix)),
                           .fix = fix_with(Fix::Kind::safe, short_form(version, prefix))});
    }

    bool is_before_8() const {
        return core_.starts_with("5.") || core_.starts_with("6.") || core_.starts_with("7.");
    }

    // Until Drupal 7 a release has two numbers. Who writes three may have begun with the core's.
    void check_numbers(const Text& version) {
        const std::string_view text = version.text;
        const auto number = text.substr(0, text.find_first_not_of("0123456789."));
        if (!is_before_8() || project_.core || project_.location || std::ranges::count(number, '.') != 2
            || number.ends_with('.')) {
            return;
        }
        const auto begins_with_core = text.starts_with(core_.substr(0, 2));
        reporter_.loss(
            {.slug = slug::malformed_version,
             .span = version.span,
             .message = fmt::format("there is no release '{}' for core {}: Drush finds none", text, core_),
             .notes = {},
             .help = begins_with_core ? fmt::format("write {}", text.substr(2))
                                      : fmt::format("for core {} a version has two numbers, such as "
                                                    "2.0-beta1",
                                                    core_),
             .fix = begins_with_core ? fix_with(Fix::Kind::guess, part_replaced(version, 0, 2, "", reporter_))
                                     : std::nullopt});
    }

    // What is left of a version without its core. YAML would take "1.10" for a number.
    std::string short_version(const Text& version, std::size_t core) const {
        const auto rest = version.text.substr(core);
        const auto part = written_part(version, reporter_);
        const auto text = reporter_.text(version.span.file);
        const bool plain = part && part->size() == version.span.end - version.span.begin;
        const bool number = rest.find_first_not_of("0123456789.") == std::string::npos;
        return plain && number && is_in_yaml(text, version.span) ? fmt::format("'{}'", rest) : rest;
    }

    std::optional<Edit> short_form(const Text& version, std::size_t core) const {
        auto rest = short_version(version, core);
        return rest.starts_with('\'') ? replaced(version, std::move(rest), reporter_)
                                      : part_replaced(version, 0, core, "", reporter_);
    }

    void check_core_version(const Text& version) {
        if (project_.name != "drupal") {
            return;  // a distribution has versions of its own
        }
        const std::string_view text = version.text;
        const auto major = core_.substr(0, core_.find('.'));
        const bool prefixed = text.starts_with(fmt::format("{}-{}.", core_, major));
        const bool of_other_core = is_digit(text.front()) && !text.starts_with(fmt::format("{}.", major));
        if (!of_other_core && lacks_number(text)) {
            report_two_numbers(version);
            return;
        }
        if (!prefixed && !of_other_core) {
            return;
        }
        Diagnostic found{
            .slug = slug::wrong_core_version,
            .span = version.span,
            .message = fmt::format("there is no version '{}' of Drupal core {}", text, core_),
            .help = fmt::format("write a full version such as {}.50, or remove it for the newest", major)};
        if (prefixed) {
            found.help = fmt::format("write {}", text.substr(core_.size() + 1));
            found.fix = fix_with(Fix::Kind::safe, part_replaced(version, 0, core_.size() + 1, "", reporter_));
        }
        reporter_.loss(std::move(found));
    }

    // Since Drupal 8 every release of core has three numbers.
    bool lacks_number(std::string_view version) const {
        return !is_before_8() && !project_.location
               && version.find_first_not_of("0123456789.") == std::string_view::npos
               && std::ranges::count(version, '.') == 1;
    }

    void report_two_numbers(const Text& version) {
        reporter_.loss(
            {.slug = slug::wrong_core_version,
             .span = version.span,
             .message = fmt::format("there is no version '{}' of Drupal core {}", version.text, core_),
             .notes = {},
             .help = fmt::format("its releases have three numbers, such as {}.0", version.text)});
    }

    // Beside a clone a version is a label; what is cloned is the default branch unless the download says
    // more.
    void check_label(const Download& download) {
        const auto* map = attributes_.find("download");
        if (download.type.text != "git" || map == nullptr || !map->is_map()) {
            return;
        }
        const bool labelled = project_.version && !project_.version->text.empty();
        if (labelled && is_commit(project_.version->text)) {
            report_commit(*project_.version, download);
        } else if (download.refspec || download.tag || download.revision || download.branch) {
            return;
        } else if (labelled && is_branch_name(project_.version->text)) {
            report_branch(*project_.version);
        } else if (labelled) {
            report_label(*project_.version, download);
        } else if (download.full_version && !download.url) {
            report_full_version(*download.full_version, map->map().find("type") != nullptr);
        }
    }

    void report_label(const Text& version, const Download& download) {
        reporter_.warning(label_report(
            "version", version,
            worded_at(version.span, "name what to clone: [download][tag] = ..., or [branch]",
                      "name what to clone: 'tag: ...' or 'branch: ...' below 'download:'", reporter_),
            download.url ? std::nullopt : cloned_by_tag(version)));
    }

    // Who wrote that it is git may mean it.
    void report_full_version(const Text& version, bool is_typed) {
        auto found =
            label_report("full_version", version,
                         worded_at(version.span, "write [version] = ... without [download] for a release",
                                   "write 'version: ...' in place of 'download:' for a release", reporter_),
                         std::nullopt);
        is_typed ? reporter_.warning(std::move(found)) : reporter_.loss(std::move(found));
    }

    void report_commit(const Text& version, const Download& download) {
        auto key = download.revision
                       ? std::nullopt
                       : key_end_replaced(version, version_key, "[download][revision]", reporter_);
        reporter_.warning(
            {.slug = slug::ignored_attribute,
             .span = version.span,
             .message = "this 'version' is a commit, which only the download's 'revision' chooses",
             .help = worded_at(version.span, "write [download][revision] = ...",
                               "write 'revision: ...' below 'download:'", reporter_),
             .fix = fix_with(Fix::Kind::guess, std::move(key))});
    }

    static bool is_branch_name(std::string_view version) {
        return !means_any(version)
               && version.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-")
                      == std::string_view::npos;
    }

    void report_branch(const Text& version) {
        reporter_.warning(label_report(
            "version", version,
            worded_at(version.span, fmt::format("to clone it, write [download][branch] = {}", version.text),
                      fmt::format("to clone it, write 'branch: {}' below 'download:'", version.text),
                      reporter_),
            fix_with(Fix::Kind::guess,
                     key_end_replaced(version, version_key, "[download][branch]", reporter_))));
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
    std::optional<Fix> cloned_by_tag(const Text& version) const {
        const std::string_view text = version.text;
        const auto key = key_before(reporter_.text(version.span.file), version.span);
        if (core_.empty() || !key || !key->ends_with(version_key) || text.find('.') == std::string_view::npos
            || text.find_first_not_of("0123456789.abcdeghlprtvx-") != std::string_view::npos) {
            return std::nullopt;
        }
        const bool prefixed = is_core() || text.starts_with(fmt::format("{}-", core_));
        const auto branch = text.substr(0, text.size() - (text.ends_with("-dev") ? 4 : 0));
        const auto line = fmt::format(
            "{}[download][{}] = {}{}{}", key->substr(0, key->size() - version_key.size()),
            branch.ends_with(".x") ? "branch" : "tag", prefixed ? "" : core_, prefixed ? "" : "-", branch);
        return fix_with(Fix::Kind::guess, line_below(reporter_.text(version.span.file), version.span, line));
    }

    const Project& project_;
    const Map& attributes_;
    std::string_view core_;
    Reporter& reporter_;
};

}  // namespace

void lint_version(const Project& project,
                  const document::Map& attributes,
                  std::string_view core,
                  document::Reporter& reporter) {
    VersionLint(project, attributes, core, reporter).run();
}

}  // namespace slipway::makefile
